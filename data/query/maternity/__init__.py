"""Statements of the published file about maternity units."""
