"""What people do with the bot, without Discord."""
