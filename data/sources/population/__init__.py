"""Importers of population counts."""
