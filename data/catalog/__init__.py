"""Catalogue: definitions of indicators, sources and places, their coverage, names, and translations."""
