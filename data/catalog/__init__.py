"""What is defined and published: indicators, sources, places, availability, names and translations."""
