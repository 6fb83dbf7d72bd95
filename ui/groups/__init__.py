"""Groups: the list of a term, a group's page, attendance."""
