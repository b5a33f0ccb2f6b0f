"""What the figures of the plan and what they are made of are called, in all languages."""

from functools import lru_cache

from kta_desktop.domain.texts import Text
from kta_desktop.i18n import LANGUAGES, N_, _

OPEX = N_("Further yearly costs")
LIFETIME = N_("Lifetime")
PRICE_YEAR = N_("Price year")
CURRENCY = N_("Currency")
RATE = N_("Discount rate")
ABATED = N_("Abated a year")
ABATED_UNIT = N_("Unit of what is abated")
ABATED_NAME = N_("What is abated")
FULL = N_("A: full")
PAYING = N_("B: only what pays back")
BASELINE = N_("Nothing is done")
CAPEX = N_("Investment")
SAVING = N_("Saving a year")


@lru_cache(maxsize=64)
def said(message: str) -> Text:
    """Return a text of the catalogue in every language of the program."""
    return Text(**{lang: _(message, lang) for lang in LANGUAGES})
