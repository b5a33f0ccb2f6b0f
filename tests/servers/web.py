"""A web server on loopback, in a thread of this process, on which others are built."""

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

from typing_extensions import override

_LINGER_NOT = struct.pack("ii", 1, 0)  # closing sends a reset, as a line that breaks
_PATIENCE = 10  # seconds of silence after which a connection is given up


class Asked(BaseHTTPRequestHandler):
    """One connection; what is asked goes to the server's ``answer``."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    disable_nagle_algorithm = True

    def ask(self):
        """Let the server answer; a line that breaks ends the connection."""
        try:
            self.server.owner.answer(self)
        except (OSError, ConnectionError):
            self.close_connection = True

    @override
    def log_message(self, *_arguments):
        """Say nothing."""

    @override
    def date_time_string(self, timestamp=None):
        return format_datetime(datetime.now(UTC) + self.server.owner.skew, usegmt=True)

    def body(self, most=None):
        """Return what was sent; only ``most`` bytes of it, if it is to be cut."""
        length = int(self.headers.get("Content-Length", 0))
        return self.rfile.read(length if most is None else min(length, most))

    def say(self, status, data=b"", **headers):
        """Answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def cut(self):
        """Break the line."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self.close_connection = True
        raise ConnectionResetError


for _method in ("GET", "HEAD", "PUT", "DELETE", "PROPFIND", "MKCOL", "MOVE", "CONNECT"):
    setattr(Asked, f"do_{_method}", Asked.ask)


class _Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, owner, tls):
        super().__init__(("127.0.0.1", 0), Asked)
        self.owner = owner
        self._tls = tls

    @override
    def finish_request(self, request, client_address):
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        with contextlib.suppress(OSError):
            request.settimeout(_PATIENCE)
            with self._tls.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)

    @override
    def shutdown_request(self, request):
        with contextlib.suppress(OSError):
            super().shutdown_request(request)


class Web:
    """A server that answers nothing yet; it serves inside ``with``.

    Attributes:
        asked: Methods and paths, as they came.
        skew: How far its clock is from ours.
    """

    scheme = "http"

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        self.skew = timedelta()
        self.scheme = "http" if tls is None else "https"
        self._listener = _Listener(self, tls)
        self.port = self._listener.server_address[1]
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(0.01,), daemon=True
        )

    @property
    def url(self) -> str:
        """The address of its root."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> None:
        """Answer one question; others do it in their way."""
        asked.say(404)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()
