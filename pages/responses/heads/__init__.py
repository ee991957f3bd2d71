"""What documents say of themselves to those who list and link them: heads, cards, the site map, the pages there are."""
