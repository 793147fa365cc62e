"""Uncertain time: EDTF, bounds, relations, the network that solves them together, and order.

Days are integers counted from 1970-01-01 in the proleptic Gregorian calendar (year 0 is 1 BCE);
`None` is "no bound". Nothing here reads a clock, and nothing is imported before it is asked for.
"""
