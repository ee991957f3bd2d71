"""One module per publisher's file format: a folder of the publisher's files in, rows of the standard table out."""
