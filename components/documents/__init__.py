"""Export formats and the `ViewDocument` they are rendered from."""
