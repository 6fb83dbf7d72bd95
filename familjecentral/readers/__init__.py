"""Readers of tables and of logs from files."""
