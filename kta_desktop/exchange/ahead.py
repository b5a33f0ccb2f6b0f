"""Reads files ahead on other threads while their bytes are used: in order, in bounded memory.

Deciphering, hashing and deflating let other threads run meanwhile, so that two cores do what one
would do twice as long.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Condition

STREAMS = max(1, min(os.cpu_count() or 1, 4))  # more readers than that wait for the disk
_DEPTH = 2  # chunks of one file that wait

Opener = Callable[[], Iterator[bytes]]


class _Lane:
    """The chunks of one file on their way from the thread that reads to the one that uses them."""

    def __init__(self) -> None:
        self._chunks: deque[bytes] = deque()
        self._changed = Condition()
        self._is_over = False
        self._error: BaseException | None = None

    def fill(self, opener: Opener) -> None:
        """Read a file to its end, or until nobody wants it; an error is told to who takes."""
        error = None
        try:
            for chunk in opener():
                if not self._put(chunk):
                    return
        except BaseException as caught:  # noqa: BLE001 - raised again by ``chunks``
            error = caught
        self._end(error)

    def close(self) -> None:
        """Want no more of it."""
        self._end(None)

    def chunks(self) -> Iterator[bytes]:
        """Yield what was read, waiting for it; raise what reading raised."""
        while (chunk := self._take()) is not None:
            yield chunk

    def _put(self, chunk: bytes) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: len(self._chunks) < _DEPTH or self._is_over)
            if self._is_over:
                return False
            self._chunks.append(chunk)
            self._changed.notify_all()
            return True

    def _take(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._chunks or self._is_over)
            if self._chunks:
                self._changed.notify_all()
                return self._chunks.popleft()
            if self._error is not None:
                raise self._error
            return None

    def _end(self, error: BaseException | None) -> None:
        with self._changed:
            self._error = self._error or error
            self._is_over = True
            self._changed.notify_all()


def ahead(
    openers: Iterable[Opener], streams: int = STREAMS
) -> Generator[Iterator[bytes], None, None]:
    """Yield the bytes of each file, in the order of ``openers``, while the next are being read.

    What a file raises is raised where its bytes are taken. At most ``streams + 1`` files are
    begun, and of each a few chunks wait. Close the iterator to stop early: the threads end.

    Args:
        openers: Each is called once, on another thread.
        streams: Files that are read at once.
    """
    lanes: deque[_Lane] = deque()
    with ThreadPoolExecutor(streams, "ahead") as pool:
        try:
            for opener in openers:
                lane = _Lane()
                lanes.append(lane)
                pool.submit(lane.fill, opener)
                if len(lanes) > streams:
                    yield lanes[0].chunks()
                    lanes.popleft().close()
            while lanes:
                yield lanes[0].chunks()
                lanes.popleft().close()
        finally:
            for lane in lanes:
                lane.close()
