"""Disclosure control: hiding small counts so that nobody can work them out, and proving it."""
