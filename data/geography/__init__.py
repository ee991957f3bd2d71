"""Places, their boundaries and the outlines of areas."""
