"""The frame of every page: shell, controls, notices, notes, search, share, print, export menu."""
