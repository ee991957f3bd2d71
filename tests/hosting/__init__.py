"""What runs the site elsewhere, checked as far as one machine can: `make host-check`, and the papers in every run."""
