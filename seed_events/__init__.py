"""The seed corpus as data, its editorial rules, and the loader."""
