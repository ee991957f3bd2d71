"""What is published as files: series of indicators with their dictionaries, the package of all tables, release notes."""
