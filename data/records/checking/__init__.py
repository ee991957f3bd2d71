"""What is wrong with a file of records: values as they stand, kinds of fault, a report without small counts."""
