"""How the site answers: addresses that are no pages, files, what is remembered and made ahead, and who takes turns."""
