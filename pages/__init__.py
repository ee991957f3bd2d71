"""One module per address: parse the question, ask, render."""
