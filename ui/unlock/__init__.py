"""First start and unlock."""
