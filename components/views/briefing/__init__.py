"""The page of the briefing: its views in order, what is done with it, and briefings that are made ready."""
