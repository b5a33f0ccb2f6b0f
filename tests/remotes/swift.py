"""A real OpenStack Swift with its S3 interface: a server without conditional writes (501)."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.remotes.daemons import Daemon, NotStartedError, answers, free_port, is_open

PROGRAMS = (
    "memcached",
    "swift-ring-builder",
    "swift-account-server",
    "swift-container-server",
    "swift-object-server",
    "swift-proxy-server",
)
STORES = ("account", "container", "object")
_SWIFT = """
[swift-hash]
swift_hash_path_suffix = s
swift_hash_path_prefix = p
[storage-policy:0]
name = gold
default = yes
"""
_STORE = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = root
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_address = {folder}/nolog
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
[{name}-replicator]
[{name}-updater]
[{name}-auditor]
"""
_PIPELINE = "catch_errors gatekeeper cache listing_formats bulk s3api tempauth copy slo dlo"
_OPTIONS = {
    "cache": ("use = egg:swift#memcache", "memcache_servers = 127.0.0.1:{memory}"),
    "s3api": ("s3_acl = no", "location = us-east-1", "min_segment_size = 5242880"),
    "tempauth": ("user_test_tester = testing .admin",),
}


class Swift:
    """One node with account, container, object and proxy servers.

    Attributes:
        user: Access key of the one user there is.
        secret: The key's secret.
    """

    user = "test:tester"
    secret = "testing"

    def __init__(self, folder: Path) -> None:
        """Lay the node out in an empty folder; nothing runs yet."""
        self._folder = folder
        self._ports = {name: free_port() for name in (*STORES, "proxy", "memory")}
        (folder / "devices" / "d1").mkdir(parents=True)
        (folder / "swift.conf").write_text(_SWIFT)
        for name in STORES:
            text = _STORE.format(name=name, port=self._ports[name], folder=folder)
            (folder / f"{name}-server.conf").write_text(text)
        (folder / "proxy-server.conf").write_text(self._proxy())
        memory = ["memcached", "-u", "root", "-l", "127.0.0.1", "-m", "64", "-p"]
        self._memory = Daemon([*memory, str(self._ports["memory"])], folder, "memcached")
        self._servers = {name: self._server(name) for name in (*STORES, "proxy")}

    @staticmethod
    def missing() -> tuple[str, ...]:
        """Return what is needed to run one and is not there."""
        missing = [name for name in PROGRAMS if shutil.which(name) is None]
        return (*missing, *(["the rights of root"] if os.geteuid() != 0 else []))

    @property
    def endpoint(self) -> str:
        """Return where the proxy answers."""
        return f"http://127.0.0.1:{self._ports['proxy']}"

    def place(self, bucket: str, prefix: str = "") -> str:
        """Return the address of a place of delivery in a bucket."""
        return f"s3+{self.endpoint}/{bucket}{prefix and '/' + prefix}"

    def start(self) -> None:
        """Start everything.

        Raises:
            NotStartedError: If a part does not come up.
        """
        for name in STORES:
            self._make_ring(name)
        self._memory.start()
        self.start_servers()

    def start_servers(self) -> None:
        """Start the servers, or start them again after ``kill_servers``."""
        for server in self._servers.values():
            server.start()
        for name in STORES:
            self._servers[name].wait_until(lambda name=name: is_open(self._ports[name]))
        self._servers["proxy"].wait_until(lambda: answers(self.endpoint))

    def kill_servers(self) -> None:
        """End all servers in the midst of whatever they do."""
        for server in self._servers.values():
            server.kill()

    def stop(self) -> None:
        """End everything; nothing needs to be kept."""
        self.kill_servers()
        self._memory.kill()

    def _make_ring(self, name: str) -> None:
        builder = f"{name}.builder"
        device = f"r1z1-127.0.0.1:{self._ports[name]}/d1"
        for words in (("create", "4", "1", "1"), ("add", device, "1"), ("rebalance",)):
            done = subprocess.run(
                ["swift-ring-builder", builder, *words],
                cwd=self._folder,
                capture_output=True,
                timeout=60,
                check=False,
            )
            if done.returncode > 1:  # 1 is a warning
                raise NotStartedError(f"swift-ring-builder: {done.stdout.decode()[-500:]}")

    def _server(self, name: str) -> Daemon:
        program = shutil.which(f"swift-{name}-server") or ""
        command = [program, str(self._folder / f"{name}-server.conf"), "-v"]
        return Daemon(command, self._folder, name, SWIFT_DIR=str(self._folder))

    def _proxy(self) -> str:
        head = (
            f"[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {self._ports['proxy']}\nworkers = 0\n"
            f"user = root\nswift_dir = {self._folder}\nlog_address = {self._folder}/nolog\n"
            f"[pipeline:main]\npipeline = {_PIPELINE} proxy-server\n"
            "[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n"
        )
        return head + "".join(map(self._filter, _PIPELINE.split()))

    def _filter(self, name: str) -> str:
        lines = _OPTIONS.get(name, ())
        use = [] if any(line.startswith("use =") for line in lines) else [f"use = egg:swift#{name}"]
        text = "\n".join([f"[filter:{name}]", *use, *lines])
        return text.format(memory=self._ports["memory"]) + "\n"
