"""Members' messages, posted again through a webhook of the bot's own: all that Discord is asked for there."""
