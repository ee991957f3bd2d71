"""The page of gaps between groups."""
