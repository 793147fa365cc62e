"""Plots of the correlation views."""
