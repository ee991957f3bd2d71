"""Search: the box in the header, what it lists while somebody types, and the page of results."""
