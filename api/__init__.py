"""The front doors: HTTP, the command line, and the page."""
