"""The view of tables."""
