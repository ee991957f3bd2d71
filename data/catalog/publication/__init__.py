"""What is published beside the figures: the notes of each release of the data, and what every column holds."""
