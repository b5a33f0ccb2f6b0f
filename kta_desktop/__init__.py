"""KTA Desktop: everything a comprehensive technological audit is, without windows."""

__version__ = "0.1.0"
