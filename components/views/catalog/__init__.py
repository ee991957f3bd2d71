"""The list of all measures, and the record of each: what it is, where and when it has figures, and its files."""
