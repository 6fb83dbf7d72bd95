"""What is counted: measures, tables and their definitions."""
