"""What a measure costs over its lifetime: the formulas, in exact decimals.

Costs of a year are taken as equal over the lifetime and counted at its end. Annualising follows
the EU Reference Document on Economics and Cross-Media Effects (July 2006): CAPEX by the capital
recovery factor, to which the costs of a year are added and from which savings are taken. Net
present value and annual cost are two forms of one thing: NPV × CRF = −(CAPEX × CRF + OPEX − S).
"""

from decimal import Decimal, localcontext
from functools import lru_cache

_DIGITS = 50  # of intermediate results: a small rate takes half of them away
_ONE = Decimal(1)
_NO_RATE = Decimal("1e-20")  # below, growth over any lifetime is lost in the digits
_NO_GROWTH = Decimal("1e-20")  # over a lifetime so short, likewise


@lru_cache(maxsize=256)
def annuity(rate: Decimal, years: Decimal) -> Decimal:
    """Return what one unit a year is worth today: (1 − (1 + r)^−n) / r; n if the rate is zero.

    Of whole years that is Σ (1 + r)^−t over t = 1..n. Of a lifetime that ends within a year the
    closed form is taken as it stands, so that the part of the last year counts for a little more
    than its share of a payment at the end of that year.

    Args:
        rate: Share a year, such as 0.12; not below zero.
        years: Lifetime, above zero.
    """
    if rate < _NO_RATE:
        return years
    with localcontext(prec=_DIGITS):
        growth = years * (_ONE + rate).ln()
        is_short = growth < _NO_GROWTH  # then 1 − e^−x comes to x
        worth = (growth if is_short else _ONE - (_ONE + rate) ** -years) / rate
    return +worth


def recovery(rate: Decimal, years: Decimal) -> Decimal:
    """Return the capital recovery factor r / (1 − (1 + r)^−n); 1/n if the rate is zero."""
    return _ONE / annuity(rate, years)


def net_present_value(capex: Decimal, net: Decimal, rate: Decimal, years: Decimal) -> Decimal:
    """Return −CAPEX + Σ net / (1 + r)^t, with ``net`` = saving − OPEX of a year."""
    return net * annuity(rate, years) - capex


def payback(capex: Decimal, net: Decimal) -> Decimal | None:
    """Return years until CAPEX is earned back, not discounted; None if it never is."""
    return capex / net if net > 0 else None


def annual_cost(capex: Decimal, net: Decimal, rate: Decimal, years: Decimal) -> Decimal:
    """Return CAPEX × CRF + OPEX − saving, a year; below zero it earns."""
    return capex * recovery(rate, years) - net
