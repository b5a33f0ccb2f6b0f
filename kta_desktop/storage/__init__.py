"""The encrypted workspace file."""
