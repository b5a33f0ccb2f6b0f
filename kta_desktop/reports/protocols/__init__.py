"""Protocols of measurement, of the auditor and of laboratories."""
