"""What is published as files: series of indicators and their dictionaries, the package of all tables, releases."""
