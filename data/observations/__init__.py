"""The rows of the snapshot, the rules they keep, and their CSV form."""
