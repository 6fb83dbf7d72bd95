"""The page Pågående stöd."""
