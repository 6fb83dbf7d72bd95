"""One file a schema step, numbered from r0001."""
