"""Observations and populations: the records of the snapshot, their rules, their schema and their CSV files."""
