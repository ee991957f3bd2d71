"""Data of the site: vocabulary, catalogue, observations, build of the database, queries that answer a selection."""
