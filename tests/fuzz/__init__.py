"""Inputs without end, bred by what they reach (`make fuzz`), for what reads addresses and publishers' files."""
