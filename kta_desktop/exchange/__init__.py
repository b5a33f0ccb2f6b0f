"""Bundles, remotes, merge and intake."""
