"""Bytes to a draft, or to every problem with its place. No database, no Discord."""
