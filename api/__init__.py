"""The front doors: HTTP, the command line, and the page."""

__version__ = "0.1.0"
