"""Numbers, phrases, colours and HTML."""
