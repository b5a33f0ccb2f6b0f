"""Servers of the real kind, and what is sent to them; see ``make test-remotes``."""
