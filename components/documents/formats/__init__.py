"""The formats of documents: each module writes a view document in one of them."""
