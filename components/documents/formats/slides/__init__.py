"""Slides: charts, tables, pictures and words of views as an office program edits them, on a template."""
