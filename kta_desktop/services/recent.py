"""A few results kept in memory, the oldest let go first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

_MAX_BYTES = 32 * 1024 * 1024  # some hundred reduced photographs


class RecentBytes:
    """Bytes by key, as long as they fit into 32 MiB. Safe to use from several threads."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max = max_bytes
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of ``key``, made by ``make`` unless they are still held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()  # outside the lock: two threads may make the same, neither waits
        with self._lock:
            self._size += len(made) - len(self._held.pop(key, b""))
            self._held[key] = made
            while self._size > self._max:
                _key, gone = self._held.popitem(last=False)
                self._size -= len(gone)
        return made
