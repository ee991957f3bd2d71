"""Importers of files of federal health agencies."""
