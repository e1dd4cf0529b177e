"""Whether the bot works, for its host: a page, numbers for Prometheus, and signs of life for systemd."""
