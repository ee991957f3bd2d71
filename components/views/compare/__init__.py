"""The view that compares two places or two indicators."""
