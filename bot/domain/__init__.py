"""The domain: shows, the spoiler rule, matching, errors. Knows nothing of Discord or the database."""
