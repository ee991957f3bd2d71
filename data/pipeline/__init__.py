"""The steward's program: download, ingest, build with derivation, audit, comparison of releases."""
