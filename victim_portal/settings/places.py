"""Where hosts and files are: on this machine, or across a network."""

import ipaddress
import re
from pathlib import Path

# File systems on which SQLite's locks and write-ahead log can't be trusted.
NETWORK_FILE_SYSTEM = re.compile(
    r"9p|afs|beegfs|ceph|cifs|davfs|glusterfs|gpfs|lustre|ncpfs|nfs4?|orangefs|smb3|smbfs|"
    r"fuse\.(davfs2|glusterfs|rclone|s3fs|sshfs)"
)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def sqlite_file(database_url: str) -> str | None:
    """The file of an SQLite address: empty when it is in memory, None for other databases."""
    if not database_url.startswith("sqlite:"):
        return None
    # Three slashes, then the path: relative as it stands, absolute with a slash of its own.
    name = database_url.removeprefix("sqlite://").split("?")[0].removeprefix("/")
    name = name.removeprefix("file:")
    return "" if name in {"", ":memory:"} or "mode=memory" in database_url else name


def network_file_system(name: str, mounts: str) -> str | None:
    """The network file system that holds a file, by the lines of `/proc/mounts`; else None.

    A share's own notation (``//host/share`` or ``\\\\host\\share``) counts as one.
    """
    if name.startswith(("//", "\\\\")):
        return "a network share"
    path = Path(name).resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1]))
        # A later mount on the same point hides the earlier one.
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind if NETWORK_FILE_SYSTEM.fullmatch(kind) else None
