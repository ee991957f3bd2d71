"""What is true: the words, the figures, where they come from and how a question is answered with them."""
