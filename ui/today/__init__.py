"""The page Idag."""
