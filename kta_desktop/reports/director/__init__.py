"""One page for the director of a plant: what the audit comes to, in plain words."""
