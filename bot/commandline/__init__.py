"""What the host types: one module a command, registered in `bot/__main__.py`."""
