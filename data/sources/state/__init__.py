"""Importers of files of Massachusetts agencies."""
