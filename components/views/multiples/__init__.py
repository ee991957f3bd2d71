"""The view of small multiples."""
