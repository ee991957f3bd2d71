"""The page of the briefing."""
