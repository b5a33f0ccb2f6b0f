"""The start of a session: what is offered, and what was entered, without a widget.

``offer`` reads the checklist and the profiles beside the window; ``Draft`` is what was entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.services import instruments, measuring, session_plan
from kta_desktop.services.measuring import InstrumentProfile, SessionPlan
from kta_desktop.services.session_plan import (
    Channel,
    Choices,
    Instrument,
    Link,
    OfferedLevel,
    Quantity,
)

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the dialog is made from.

    Attributes:
        choices: What the checklist tells.
        profiles: Instruments that can be read.
        last: The plan of the last session of the audit; None before the first.
    """

    choices: Choices
    profiles: tuple[InstrumentProfile, ...]
    last: SessionPlan | None = None

    @property
    def first_plan(self) -> SessionPlan | None:
        """What the dialog begins with: the last plan, in a demonstration that of the simulator."""
        if self.last is not None or not self.choices.is_demo:
            return self.last
        plan = measuring.demo_plan(LOOPBACK, 0)
        dust = plan.quantities[0]
        fitting = session_plan.fitting(self.choices.levels, self.channel(plan, dust.channel))
        held = [level for level in fitting if level.holds]
        quantity = self.quantity(plan, dust.channel, held[0]) if held else dust
        return replace(plan, quantities=(quantity,))

    def resumed(self, draft: SessionPlan | None) -> "Offer":
        """Return the same beginning with what was entered and not begun, if anything was."""
        return self if draft is None else replace(self, last=draft)

    def channel(self, plan: SessionPlan, identifier: str) -> Channel | None:
        """Return a channel of a plan."""
        return next((each for each in plan.channels() if each.id == identifier), None)

    def quantity(self, plan: SessionPlan, identifier: str, level: OfferedLevel) -> Quantity:
        """Return what a channel of a plan is judged as against a level."""
        channel = self.channel(plan, identifier)
        if channel is None:
            raise LookupError(identifier)
        return session_plan.quantity(channel, level, limit_at(self.choices, plan.source, channel))


def offer(record: AuditRecord, last: SessionPlan | None) -> Offer:
    """Return what can be chosen for a session; takes a third of a second."""
    choices = session_plan.choices(record)
    return Offer(
        choices=choices,
        profiles=offered_profiles(known_profiles(), last, demo=choices.is_demo),
        last=last,
    )


def known_profiles() -> tuple[InstrumentProfile, ...]:
    """Return the profiles of this computer that can be read, own ones first."""
    return tuple(each.profile for each in instruments.profiles() if each.profile is not None)


def offered_profiles(
    known: Sequence[InstrumentProfile], last: SessionPlan | None, *, demo: bool
) -> tuple[InstrumentProfile, ...]:
    """Return the instruments to choose from, the likeliest first.

    Those of the last session; then in a demonstration the simulated ones, at a plant the others;
    what is typed or replayed comes after what is read, patterns to be adapted come last.
    """
    now = {profile.id: profile for profile in known}
    links = () if last is None else last.links
    used = {link.profile.id: now.get(link.profile.id, link.profile) for link in links}
    rest = [profile for profile in known if profile.id not in used]

    def distance(profile: InstrumentProfile) -> tuple[bool, bool, bool]:
        is_read = profile.protocol not in ("manual", "replay")
        return (profile.is_example, profile.simulated is not demo, not is_read)

    return (*used.values(), *sorted(rest, key=distance))


def limit_at(choices: Choices, source: str, channel: Channel) -> session_plan.Limit:
    """Return the emission limit of a channel's substance at a source of the checklist."""
    found = choices.source(source)
    return session_plan.Limit() if found is None else found.limit(channel.substance)


def judged_channels(links: Sequence[Link]) -> tuple[Channel, ...]:
    """Return the channels of connections that carry a substance; all if none does."""
    channels = SessionPlan(source="", point="", links=tuple(links), quantities=()).channels()
    return tuple(each for each in channels if each.substance) or channels


def best_quantity(choices: Choices, source: str, channel: Channel) -> Quantity:
    """Return what a channel is judged as: the first level that surely holds for its substance."""
    held = [each for each in session_plan.fitting(choices.levels, channel) if each.holds]
    level = held[0] if held else None
    return session_plan.quantity(channel, level, limit_at(choices, source, channel))


def expired(instruments: Sequence[Instrument], today: str) -> tuple[Instrument, ...]:
    """Return the instruments whose verification does not hold on an ISO date."""
    return tuple(each for each in instruments if each.is_expired(today))
