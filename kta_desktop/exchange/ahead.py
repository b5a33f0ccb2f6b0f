"""Reads files ahead on other threads while what they yield is used: in order, in bounded memory.

Deciphering, hashing and deflating let other threads run meanwhile, so that two cores do what one
would do twice as long.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Condition
from typing import Generic, TypeVar

STREAMS = max(1, min(os.cpu_count() or 1, 4))  # more readers than that wait for the disk
DEPTH = 2  # chunks of one file that wait

T = TypeVar("T")


class _Lane(Generic[T]):
    """What one file yields on their way from the thread that reads to the one that uses them."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._chunks: deque[T] = deque()
        self._changed = Condition()
        self._is_over = False
        self._error: BaseException | None = None

    def fill(self, opener: Callable[[], Iterator[T]]) -> None:
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

    def chunks(self) -> Iterator[T]:
        """Yield what was read, waiting for it; raise what reading raised."""
        while (chunk := self._take()) is not None:
            yield chunk

    def _put(self, chunk: T) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: len(self._chunks) < self._depth or self._is_over)
            if self._is_over:
                return False
            self._chunks.append(chunk)
            self._changed.notify_all()
            return True

    def _take(self) -> T | None:
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
    openers: Iterable[Callable[[], Iterator[T]]], streams: int = STREAMS, depth: int = DEPTH
) -> Generator[Iterator[T], None, None]:
    """Yield what each file yields, in the order of ``openers``, while the next are being read.

    What a file raises is raised where its bytes are taken. At most ``streams + 1`` files are
    begun, and of each a few chunks wait. Close the iterator to stop early: the threads end.

    Args:
        openers: Each is called once, on another thread.
        streams: Files that are read at once.
        depth: How much of one file waits: more where it is not its bytes.
    """
    lanes: deque[_Lane[T]] = deque()
    with ThreadPoolExecutor(streams, "ahead") as pool:
        try:
            for opener in openers:
                lane = _Lane[T](depth)
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
