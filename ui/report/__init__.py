"""The page Kvartalsrapport."""
