"""The briefing on every page: the button that adds a view to it, and the way to it in the header."""
