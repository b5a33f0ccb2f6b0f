"""Short-lived windows."""
