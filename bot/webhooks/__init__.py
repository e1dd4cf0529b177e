"""Reposting members' messages as spoilers, through the bot's own webhook."""
