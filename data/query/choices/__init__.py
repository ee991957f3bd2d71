"""What is shown of what is asked: the words of an address settled, versions of questions, what a view opens on."""
