"""Interactions with Discord: who asks, autocomplete, clicks to handlers, sending, waiting, and errors."""
