"""Read API: the published figures and their catalogue for programs, at `/api/v1`."""
