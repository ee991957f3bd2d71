"""Exports: views of every page as files, in every format."""
