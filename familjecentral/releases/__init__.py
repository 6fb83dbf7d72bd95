"""Period lock, drafts and the register of releases."""
