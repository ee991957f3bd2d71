"""What a view's title and summary say: a figure in a sentence, two compared, places, groups and a change over time."""
