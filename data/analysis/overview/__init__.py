"""What the overview tells of each question: the newest figure, the widest tested gaps, whether they close, lives."""
