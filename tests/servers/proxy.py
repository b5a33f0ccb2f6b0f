"""The proxy of a company: lets through to servers of the test, under names that only it knows."""

import contextlib
import selectors
import socket

from typing_extensions import override

from tests.servers.web import Asked, Web

_CHUNK = 1 << 16


class Proxy(Web):
    """Connects to this computer, whatever name is asked for.

    Attributes:
        refusal: Status with which it refuses to connect; 0 lets through.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refusal = 0

    @override
    def answer(self, asked: Asked) -> None:
        self.asked.append((asked.command, asked.path))
        asked.close_connection = True
        if self.refusal:
            asked.say(self.refusal)
            return
        port = int(asked.path.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as behind:
            asked.send_response(200, "Connection established")
            asked.end_headers()
            _pass_on(asked.connection, behind)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until either side ends."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(one, selectors.EVENT_READ, other)
        waiting.register(other, selectors.EVENT_READ, one)
        with contextlib.suppress(OSError):
            while True:
                for key, _events in waiting.select():
                    data = key.fileobj.recv(_CHUNK)
                    if not data:
                        return
                    key.data.sendall(data)
