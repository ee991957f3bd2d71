"""Frames shaped for the statistics: gaps, shares, changes, comparisons, ranks, missing data."""
