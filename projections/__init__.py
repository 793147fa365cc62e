"""The read side: the ledger, its slices, and one file per projection."""
