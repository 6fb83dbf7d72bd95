"""The window: shows and collects. The only importer of PySide6."""
