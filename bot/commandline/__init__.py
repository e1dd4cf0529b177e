"""The host's commands: one module per command, registered in `commands`."""
