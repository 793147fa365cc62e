"""Interchange formats, one file each: a reader, a writer, or both."""
