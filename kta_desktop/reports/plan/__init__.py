"""Bottlenecks and the way to best available techniques."""
