"""What answers for the page of regions: the form, the file, and regions as they are sent."""
