"""Addresses that answer with a file: exports of views, downloads of the data, and the letters of the site."""
