"""The import of an older log: choose a file, say what its columns are, look, import."""
