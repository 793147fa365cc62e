"""The shell round the event store: mapping, reading the log, the clock, settings."""
