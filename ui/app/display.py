"""Whether there is anywhere to show a window."""

import os
import sys


def has_display() -> bool:
    """Whether a window could be shown on this machine, or a platform was chosen on purpose."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
