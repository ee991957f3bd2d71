"""A view as something to take along: one description of it, and each format made from that description alone."""
