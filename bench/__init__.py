"""How fast searches are, and how well they find: `make bench`."""
