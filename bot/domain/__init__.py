"""What the words mean: shows, spoilers, matching, errors. Knows nothing of Discord or of a database."""
