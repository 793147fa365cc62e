"""What a user would pick instead of Regesta, one module each, asked the same questions of the same rows."""
