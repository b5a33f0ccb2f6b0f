"""Figures against levels."""
