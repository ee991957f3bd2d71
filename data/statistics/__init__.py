"""Pure functions of numbers: rates and their intervals, comparisons, classes. Nothing here reads a file or a table."""
