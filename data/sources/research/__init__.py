"""Importers of files of research institutes and foundations, and of figures read from reports."""
