"""A reader's own region: what an address asks of it, and what each of its members contributes."""
