"""Made-up content for a store: the same parameters give the same rows on every machine."""
