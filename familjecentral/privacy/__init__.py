"""Protection of personal data in what people type."""
