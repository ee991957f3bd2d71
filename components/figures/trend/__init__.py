"""The trend: its chart, its words, and the turns of a fitted trend."""
