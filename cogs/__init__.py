"""One file a command group: parse, ask a service, reply. Nothing else."""
