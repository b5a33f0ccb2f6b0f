"""Means of half hours and days, for whoever shows them. Loads numpy: see ``measurement``."""

from kta_desktop.assessment.art202 import Rule
from kta_desktop.measurement.periods import Period, periods

__all__ = ["Period", "Rule", "periods"]
