"""The views of correlation, one file each."""
