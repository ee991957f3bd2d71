"""Briefings as people keep and pass them on: an ordered list of views, as a link and as a file."""
