"""Real servers as children of the tests: each in a folder of its own, on free ports of loopback."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 60  # seconds until a server that was started has to answer
_BETWEEN = 0.05  # seconds between two questions


class NotStartedError(Exception):
    """A server that is installed here did not come up; says which, and its last words."""


def free_port() -> int:
    """Return a port of loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    """Whether a web server answers at ``url``, whatever it says."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(url, timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


class Daemon:
    """One server process, in the foreground of its own group.

    Attributes:
        log: What it writes.
    """

    def __init__(self, command: list[str], folder: Path, name: str, **env: str) -> None:
        """Name the process; it is not started yet.

        Args:
            command: The program, told to stay in the foreground.
            folder: Where its log lies.
            name: What the log is called.
            env: Variables beside those of this process.
        """
        self.log = folder / f"{name}.log"
        self._command = command
        self._env = os.environ | env
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; who needs it waits until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._env,
                start_new_session=True,
            )

    def wait_until(self, is_up) -> None:
        """Wait until ``is_up()``.

        Raises:
            NotStartedError: If it ended before, or too much time passed.
        """
        end = time.monotonic() + PATIENCE
        while not is_up():
            if not self.is_running() or time.monotonic() > end:
                self.kill()
                words = self.log.read_text(errors="replace")[-500:]
                raise NotStartedError(f"{self._command[0]}: {words}")
            time.sleep(_BETWEEN)

    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End the process and its children with -9, as a power cut does."""
        if self._process is None:
            return
        if self.is_running():
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
