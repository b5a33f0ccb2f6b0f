"""From an address to the place it means."""

from kta_desktop.exchange.folder import FolderRemote, folder_of
from kta_desktop.exchange.remote import Access, Remote


def open_remote(url: str, access: Access) -> Remote:
    """Return the place at an address; nothing is asked of it yet.

    Args:
        url: A folder, a ``file://`` address of one, ``https://`` of a WebDAV collection, or
            ``s3+https://host/bucket[/prefix]``.
        access: How it is reached.

    Raises:
        RemoteAddressError: If it is an address of another kind.
    """
    return FolderRemote(folder_of(url), access.owner, access.pace)
