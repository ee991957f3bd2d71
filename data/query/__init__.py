"""The site's program: URL to selection to frames, cached by the identity of the file."""
