"""Views as text documents: the styles of the site in Word's terms, and the blocks a document is written with."""
