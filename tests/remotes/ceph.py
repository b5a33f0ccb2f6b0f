"""A real Ceph on this computer: monitor, one disk that is a file, S3 gateway."""

import os
import shutil
import subprocess
import uuid
from pathlib import Path

from tests.remotes.daemons import Daemon, NotStartedError, answers, free_port, is_open

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "ceph-authtool", "monmaptool", "radosgw")
DISK = 8 << 30  # bytes; the file is sparse

# The two lines on paxos let the monitor decide at once; with its usual pauses, meant for many
# monitors, a new cluster takes 17 s to come up and not 7.
_CONFIG = """
[global]
fsid = {fsid}
mon_initial_members = a
mon_host = [v2:127.0.0.1:{v2},v1:127.0.0.1:{v1}]
public_addr = 127.0.0.1
public_network = 127.0.0.0/8
ms_bind_ipv4 = true
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
auth_allow_insecure_global_id_reclaim = true
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_objectstore = bluestore
osd_memory_target = 939524096
bluestore_block_size = {disk}
bluestore_block_create = true
mon_allow_pool_size_one = true
mon_data_avail_crit = 1
mon_data_avail_warn = 1
mon_max_pg_per_osd = 1000
run_dir = {folder}
admin_socket =
log_file = {folder}/$name.log
keyring = {folder}/keyring
[mon.a]
mon_data = {folder}/mon
[osd.0]
osd_data = {folder}/osd
[client.rgw]
rgw_data = {folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:{s3}
rgw_thread_pool_size = 64
"""
_KEYS = (
    ("mon.", ("mon", "allow *")),
    ("client.admin", ("mon", "allow *", "osd", "allow *", "mgr", "allow *")),
    ("client.rgw", ("mon", "allow *", "osd", "allow *")),
    ("osd.0", ("mon", "allow profile osd", "osd", "allow *")),
)


class Ceph:
    """One cluster with its S3 gateway.

    Attributes:
        user: Access key of a user who may do all.
        secret: The key's secret.
        folder: Where it keeps everything.
    """

    user = "KTAUSER"
    secret = "kta-secret-of-the-tests"

    def __init__(self, folder: Path) -> None:
        """Lay the cluster out in an empty folder; nothing runs yet."""
        self.folder = folder
        for part in ("mon", "osd", "rgw"):
            (folder / part).mkdir()
        self._fsid = str(uuid.uuid4())
        self._v1, self._v2, self._s3 = free_port(), free_port(), free_port()
        self._config = folder / "ceph.conf"
        ports = {"v1": self._v1, "v2": self._v2, "s3": self._s3}
        self._config.write_text(_CONFIG.format(fsid=self._fsid, folder=folder, disk=DISK, **ports))
        self._monitor = self._daemon("ceph-mon", "-i", "a")
        self._disk = self._daemon("ceph-osd", "-i", "0")
        self._gateway = self._daemon("radosgw", "-n", "client.rgw")

    @staticmethod
    def missing() -> tuple[str, ...]:
        """Return what is needed to run one and is not there."""
        missing = [name for name in (*PROGRAMS, "radosgw-admin") if shutil.which(name) is None]
        return (*missing, *(["the rights of root"] if os.geteuid() != 0 else []))

    @property
    def endpoint(self) -> str:
        """Return where the gateway answers."""
        return f"http://127.0.0.1:{self._s3}"

    def place(self, bucket: str, prefix: str = "") -> str:
        """Return the address of a place of delivery in a bucket."""
        return f"s3+{self.endpoint}/{bucket}{prefix and '/' + prefix}"

    def start(self) -> None:
        """Start everything and make the user.

        Raises:
            NotStartedError: If a part does not come up.
        """
        self._make_keys()
        self._start_monitor()
        self._start_disk()
        self.start_gateway()
        self._run(
            "radosgw-admin", "user", "create", "--uid=kta", "--display-name=kta",
            f"--access-key={self.user}", f"--secret={self.secret}",
        )  # fmt: skip

    def start_gateway(self) -> None:
        """Start the gateway, or start it again after ``kill_gateway``."""
        self._gateway.start()
        self._gateway.wait_until(lambda: answers(self.endpoint))

    def kill_gateway(self) -> None:
        """End the gateway in the midst of whatever it does."""
        self._gateway.kill()

    def kill_disk(self) -> None:
        """End the process that writes to the disk, in the midst of whatever it writes."""
        self._disk.kill()

    def start_disk(self) -> None:
        """Start the process that writes to the disk."""
        self._disk.start()

    def stop(self) -> None:
        """End everything; nothing needs to be kept."""
        for daemon in (self._gateway, self._disk, self._monitor):
            daemon.kill()

    def set_quota(self, size: int | None) -> None:
        """Give the user room for ``size`` bytes, or for as much as there is."""
        if size is None:
            self._run("radosgw-admin", "quota", "disable", "--quota-scope=user", "--uid=kta")
            return
        limit = f"--max-size={size}"
        self._run("radosgw-admin", "quota", "set", "--quota-scope=user", "--uid=kta", limit)
        self._run("radosgw-admin", "quota", "enable", "--quota-scope=user", "--uid=kta")

    def _make_keys(self) -> None:
        keyring = str(self.folder / "keyring")
        for number, (name, caps) in enumerate(_KEYS):
            pairs = zip(caps[::2], caps[1::2], strict=True)
            said = [word for who, may in pairs for word in ("--cap", who, may)]
            create = [] if number else ["--create-keyring"]
            self._run("ceph-authtool", keyring, *create, "--gen-key", "-n", name, *said)

    def _start_monitor(self) -> None:
        addresses = f"[v2:127.0.0.1:{self._v2},v1:127.0.0.1:{self._v1}]"
        monitors = str(self.folder / "monmap")
        keyring = str(self.folder / "keyring")
        self._run(
            "monmaptool", "--create", "--addv", "a", addresses, "--fsid", self._fsid, monitors
        )
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monitors, "--keyring", keyring)
        self._monitor.start()
        self._monitor.wait_until(lambda: is_open(self._v2))

    def _start_disk(self) -> None:
        identity = str(uuid.uuid4())
        self._run("ceph", "osd", "new", identity)
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", identity)
        self._disk.start()

    def _daemon(self, program: str, *words: str) -> Daemon:
        command = [program, "-f", "-c", str(self._config), *words]
        return Daemon(command, self.folder, program)

    def _run(self, program: str, *words: str) -> None:
        command = [program, "-c", str(self._config), *words]
        if program in ("monmaptool", "ceph-authtool"):
            command = [program, *words]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if done.returncode:
            raise NotStartedError(f"{program}: {done.stderr.decode(errors='replace')[-500:]}")
