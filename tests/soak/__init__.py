"""The soak: readers at random for minutes, while the data file is replaced and workers are killed (`make soak`)."""
