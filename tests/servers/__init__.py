"""Servers with faults for the tests, in this process."""
