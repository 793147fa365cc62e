"""Correlation views: sequences, rules, the matrix of kinds, lags and motifs, with honest chance levels.

They give leads, never causes. Counting and chance are NumPy over plain columns; nothing here reads the log.
"""
