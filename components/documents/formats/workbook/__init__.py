"""The sheets of a workbook: what a view shows in words, its charts and tables, and what stands once for all."""
