"""The profile of a place: its lines beside the state, its residents, and what is not known of it."""
