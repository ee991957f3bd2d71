"""The overview as it is read: the focus areas with their findings, small drawings, and what the data lack."""
