"""Tests of the store, over SQLite and over a real PostgreSQL."""
