"""Load on a real server process over loopback: readers beside writers, and many who follow the log."""
