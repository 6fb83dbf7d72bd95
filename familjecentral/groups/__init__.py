"""Groups of a term: the problem of planning them, and the plan."""
