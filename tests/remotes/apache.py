"""Apache with mod_dav: a WebDAV server as it stands in many an office."""

import base64
import hashlib
import os
import pwd
from pathlib import Path

from tests.remotes.daemons import Daemon, free_port, is_open

MODULES = Path("/usr/lib/apache2/modules")
USER, SECRET = "auditor", "пароль 7"

_CONFIG = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/httpd.pid
ErrorLog {folder}/error.log
LogFormat "%m %U %>s %{{Content-Range}}i" short
CustomLog {folder}/access.log short
KeepAliveTimeout 5
{user}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authn_file_module {modules}/mod_authn_file.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule auth_basic_module {modules}/mod_auth_basic.so
LoadModule auth_digest_module {modules}/mod_auth_digest.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dav_module {modules}/mod_dav.so
LoadModule dav_fs_module {modules}/mod_dav_fs.so
TypesConfig /dev/null
DavLockDB {folder}/locks
DocumentRoot {folder}/files
<Directory {folder}/files>
  Dav On
  AuthType Basic
  AuthName kta
  AuthBasicProvider file
  AuthUserFile {folder}/users
  Require valid-user
</Directory>
<Directory {folder}/files/digest>
  AuthType Digest
  AuthDigestProvider file
  AuthUserFile {folder}/digests
  Require valid-user
</Directory>
"""


class Apache:
    """An Apache that serves one folder of its own, which others may walk to.

    Attributes:
        files: The folder.
        url: Its address.
    """

    def __init__(self, folder: Path) -> None:
        """Choose a port; nothing is started yet."""
        self.folder = folder
        self.files = folder / "files"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        config = folder / "httpd.conf"
        command = ["/usr/sbin/apache2", "-d", str(folder), "-f", str(config), "-DFOREGROUND"]
        self._daemon = Daemon(command, folder, "apache")

    @staticmethod
    def missing() -> list[str]:
        """Return what has to be installed first."""
        needed = (Path("/usr/sbin/apache2"), MODULES / "mod_dav_fs.so")
        return [] if all(path.exists() for path in needed) else ["apache2"]

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            NotStartedError: If it does not come up.
        """
        self.files.mkdir(exist_ok=True)
        (self.files / "digest").mkdir(exist_ok=True)
        self._write_settings()
        self._daemon.start()
        self._daemon.wait_until(lambda: is_open(self.port))

    def kill(self) -> None:
        """End it with -9 and what it has under way with it."""
        self._daemon.kill()
        (self.folder / "httpd.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it."""
        self.kill()

    def requests(self) -> list[str]:
        """Return what it was asked: method, path, status, Content-Range."""
        return (self.folder / "access.log").read_text().splitlines()

    def _write_settings(self) -> None:
        user = ""
        if os.geteuid() == 0:
            user = "User www-data\nGroup www-data"
            owner = pwd.getpwnam("www-data")
            for path in (self.folder, self.files, self.files / "digest"):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        settings = {"folder": self.folder, "port": self.port, "modules": MODULES, "user": user}
        (self.folder / "httpd.conf").write_text(_CONFIG.format(**settings))
        hashed = base64.b64encode(
            hashlib.sha1(SECRET.encode(), usedforsecurity=False).digest()
        ).decode()
        (self.folder / "users").write_text(f"{USER}:{{SHA}}{hashed}\n")
        told = hashlib.md5(f"{USER}:kta:{SECRET}".encode(), usedforsecurity=False).hexdigest()
        (self.folder / "digests").write_text(f"{USER}:kta:{told}\n")
        for name in ("users", "digests"):
            (self.folder / name).chmod(0o644)
