"""Correlation: vectors, laws and brute-force oracles."""
