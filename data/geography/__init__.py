"""Places, their boundaries, shared borders and the outlines of areas."""
