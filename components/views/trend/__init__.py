"""The view of one trend."""
