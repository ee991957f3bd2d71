"""The view of groups."""
