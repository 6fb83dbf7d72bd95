"""*Statistik*: tables of registered releases, and parts of them."""
