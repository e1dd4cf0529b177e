"""One file per command group: parse, call a service, reply."""
