"""The picture of a balance."""

from kta_desktop.assessment.balance import Balance
from kta_desktop.services.printing import Figure


def balance_figure(balance: Balance) -> Figure | None:
    """Return the streams of a balance as bands; None if nothing can be drawn."""
    del balance
    return None
