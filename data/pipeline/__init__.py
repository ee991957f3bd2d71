"""The steward's program: download, ingest, derive, build, check, audit, compare releases."""
