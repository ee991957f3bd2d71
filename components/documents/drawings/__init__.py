"""The drawings of documents: charts, lists, keys and whole pages of a view as SVG, without a browser."""
