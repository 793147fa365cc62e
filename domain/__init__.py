"""The pure core: what a documented occurrence is, and what may be said of it."""
