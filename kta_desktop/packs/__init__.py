"""Sector packs: read, check, compile to one canonical definition."""
