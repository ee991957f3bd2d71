"""Profiles for documents: their lines as drawings and tables, the rows for machines, and the documents."""
