"""Whether this computer can hold secrets for the program."""

from ui.tasks import Cancelled, Report


def has_keyring(_report: Report, _cancelled: Cancelled) -> bool:
    """Whether the operating system keeps secrets for programs. Work for the pool."""
    import keyring

    return float(keyring.get_keyring().priority) > 0
