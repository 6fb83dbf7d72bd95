"""Import of old logs: what a row says, whether it can be taken in, and one step to store it."""
