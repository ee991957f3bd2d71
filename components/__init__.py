"""What a reader sees: figures, words, tables, controls. Made from frames, never from a query."""
