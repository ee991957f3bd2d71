"""One package a view, and the registry of views."""
