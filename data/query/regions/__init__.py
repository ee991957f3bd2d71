"""Regions that a reader chose: the code of their members in an address, and figures pooled of published counts."""
