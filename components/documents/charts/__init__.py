"""The charts of views as data, from the rows and lines that their figures are drawn from."""
