"""Importers: from a file's bytes to a draft, or to every problem with its line. No database, no Discord."""
