"""Understudy: a Discord bot for the fans of a TV show that never tells them more than they are ready for."""
