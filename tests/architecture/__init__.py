"""The house rules, executed."""
