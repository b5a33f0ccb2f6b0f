"""Acts of sampling."""
