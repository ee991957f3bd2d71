"""The page of where it is worst: lines of what is clearly less favorable than the state, by people beyond its rate."""
