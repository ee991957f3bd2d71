"""The page of a reader's own region: choosing its cities and towns, and what is known of them together."""
