"""The profile of a place: what is known of it on every question, beside the state."""
