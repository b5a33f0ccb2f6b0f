"""Indicators and techniques held against their levels."""
