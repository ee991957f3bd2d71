"""Regions that a reader chose: the code of their members in an address, their names, and what can be pooled."""
