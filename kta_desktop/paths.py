"""Where the program finds its own data and keeps the user's, and how names there last."""

import os
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def data_dir() -> Path:
    """Return the folder for workspaces; ``KTA_DATA_DIR`` overrides it. It may not exist yet."""
    override = os.environ.get("KTA_DATA_DIR")
    if override:
        return Path(override)
    import platformdirs

    return platformdirs.user_documents_path() / "KTA"


def config_dir() -> Path:
    """Return the folder for settings and logs; ``KTA_CONFIG_DIR`` overrides it."""
    override = os.environ.get("KTA_CONFIG_DIR")
    if override:
        return Path(override)
    import platformdirs

    return platformdirs.user_config_path("kta-desktop", appauthor=False)


def cache_dir() -> Path:
    """Return the folder for what can be made again; ``KTA_CACHE_DIR`` overrides it."""
    override = os.environ.get("KTA_CACHE_DIR")
    if override:
        return Path(override)
    import platformdirs

    return platformdirs.user_cache_path("kta-desktop", appauthor=False)


def sync_folder(folder: Path) -> None:
    """Let the disk hold the names in ``folder``; Windows journals them by itself.

    Raises:
        OSError: If the disk fails.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
