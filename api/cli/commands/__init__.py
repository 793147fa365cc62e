"""The commands that keep the record, one file each; the list is read from this folder."""
