"""From counts to published rows: people, figures, and the folder that a build reads."""
