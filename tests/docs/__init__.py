"""Pages that run, and generated pages that must be fresh."""
