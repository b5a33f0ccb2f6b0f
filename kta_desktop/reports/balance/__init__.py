"""Balances and the load on the environment on paper."""
