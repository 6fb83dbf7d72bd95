"""Figures as ratios against a baseline of the same run: machines differ and are noisy."""
