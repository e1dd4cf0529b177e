"""Understudy: a spoiler-safe Discord bot for the fans of a TV show."""
