"""Plots of the correlation views, for files: SVG or PNG, the same bytes for the same view; needs the extra `plot`."""
