"""Reading published files strictly: tables, headers, numbers, names of municipalities."""
