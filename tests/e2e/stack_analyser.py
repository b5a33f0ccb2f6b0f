"""A gas analyser at the other end of a real socket, whose plug can be pulled out and put back.

It knows nothing of the program: frames are taken apart and made by the few lines below, and each
reading of NOx that went out is remembered, so that a test can say which of them arrived.
"""

import json
import socket
import socketserver
import struct
import threading

from kta_desktop.measurement.profile import FOLDER

PERIOD_S = 0.25
NAME = "Анализатор трубы"
_HEAD, _ASKED = struct.Struct(">HHHBB"), struct.Struct(">HH")
_NOX, _SO2, _O2, _GAS = 0, 1, 3, 4  # registers, as those of the demonstration analyser
_FIRST = 2000  # 200.0 ppm; each answer is one tenth above the last, so none is like another


def write_profile(folder, protocol="modbus-tcp"):
    """Keep the profile of the analyser among a person's own and return what it says."""
    told = json.loads((FOLDER / "demo-gas-analyser.json").read_text("utf-8"))
    told |= {
        "id": "stack-analyser",
        "name": dict.fromkeys(("ru", "kk", "en"), NAME),
        "protocol": protocol,
        "simulated": False,
        "timeout_s": 1.0,
        "period_s": PERIOD_S,
        "statuses": [],
    }
    wanted = [each for each in told["registers"] if each["channel"] != "co"]
    told["registers"] = [
        {name: value for name, value in each.items() if name != "period_s"} for each in wanted
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stack-analyser.json").write_text(json.dumps(told), "utf-8")
    return told


class Analyser:
    """Modbus TCP at a port of this computer.

    Attributes:
        port: Always the same one.
        told: NOx in ppm of every answer that went out, in order.
        last: What went out last before each time the plug was pulled: it may never have arrived.
    """

    def __init__(self):
        self.told, self.last = [], []
        self._lock, self._connections = threading.Lock(), []
        self._server = None
        self.port = 0
        self.plug_in()

    def plug_in(self):
        """Listen, from the second time on at the port of the first."""
        server = self._server = _Server(("127.0.0.1", self.port), _Handler)
        server.analyser, self.port = self, server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def pull_out(self):
        """Cut every connection and listen no more."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        with self._lock:
            for connection in self._connections:
                connection.shutdown(socket.SHUT_RDWR)
            self._connections.clear()
            self.last += self.told[-1:]

    def serve(self, connection):
        """Answer one connection until it ends."""
        with self._lock:
            self._connections.append(connection)
        try:
            while self._answered(connection):
                pass
        except OSError:
            return
        finally:
            with self._lock:
                if connection in self._connections:
                    self._connections.remove(connection)

    def _answered(self, connection):
        head = _received(connection, _HEAD.size)
        body = _received(connection, _ASKED.size) if head else b""
        if not body:
            return False
        number, _protocol, _length, unit, function = _HEAD.unpack(head)
        start, count = _ASKED.unpack(body)
        with self._lock:
            if self._server is None:
                return False
            shown = {_NOX: _FIRST + len(self.told), _SO2: 900, _O2: 1040, _GAS: 1400}
            words = [shown.get(place, 0) for place in range(start, start + count)]
            data = struct.pack(f">{count}H", *words)
            length = 3 + len(data)
            connection.sendall(
                _HEAD.pack(number, 0, length, unit, function) + bytes([len(data)]) + data
            )
            if start <= _NOX < start + count:
                self.told.append(shown[_NOX] / 10)
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.analyser.serve(self.request)


def _received(connection, size):
    """Return so many bytes; nothing if the connection ended before."""
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            return b""
        data += more
    return data
