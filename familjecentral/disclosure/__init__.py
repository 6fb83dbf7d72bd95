"""Protection of tables of numbers; knows nothing of families."""
