"""Statistics: pure functions of numbers for rates, intervals, comparisons, trends, ranks, inequality, map classes."""
