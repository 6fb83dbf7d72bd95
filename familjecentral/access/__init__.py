"""Roles and what each of them may do."""
