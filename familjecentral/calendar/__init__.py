"""Periods, ISO weeks and days as the trade counts them."""
