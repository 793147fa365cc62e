"""The tests mirror the tree; laws/ run over everything registered, strategies/ is the Hypothesis kit."""
