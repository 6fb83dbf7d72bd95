"""Contacts: the rules of a row and the use cases that write it."""
