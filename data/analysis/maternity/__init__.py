"""Maternity units: which were open at the end of each year, and how far from each city and town the nearest was."""
