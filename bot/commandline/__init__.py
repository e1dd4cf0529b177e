"""The host's commands: one module per command, registered in `bot/__main__.py`."""
