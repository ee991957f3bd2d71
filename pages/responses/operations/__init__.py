"""Operations: what whoever runs the site needs of it: references, logs, metrics, and what is refused at the door."""
