"""Instruments, sessions, averages and reference conditions."""
