"""Components that readers see: charts, text, tables, controls, exports. Rendered from rows, never from a query."""
