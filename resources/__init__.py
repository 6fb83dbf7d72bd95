"""Data of the product and one typed door to it."""
