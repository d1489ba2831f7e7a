"""Two doors of one process: each request goes to the site that it was made for.

By the host that it names, or by the path where both sites share a host. What is made for
neither goes to the staff site, which refuses hosts that it doesn't know.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

Site = Callable[[dict[str, Any], Any], Iterable[bytes]]
_PORTS = {"http": "80", "https": "443"}


class Doors:
    """A WSGI application over the staff site and the victims'."""

    def __init__(self, staff: Site, victims: Site, base_url: str, victim_base_url: str) -> None:
        self._staff, self._victims = staff, victims
        self._host = _host_of(victim_base_url)
        self._path = urlsplit(victim_base_url).path.rstrip("/")
        self._shared = self._host == _host_of(base_url)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if not self._is_for_victims(environ):
            return self._staff(environ, start_response)
        if self._path:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._path
            environ["PATH_INFO"] = environ["PATH_INFO"][len(self._path) :]
        return self._victims(environ, start_response)

    def _is_for_victims(self, environ: Mapping[str, Any]) -> bool:
        below = environ.get("PATH_INFO", "")
        if self._path and below != self._path and not below.startswith(f"{self._path}/"):
            return False
        if self._shared:
            return bool(self._path)
        named = str(environ.get("HTTP_HOST", "")).lower()
        return named.removesuffix(":80").removesuffix(":443") == self._host


def _host_of(address: str) -> str:
    parts = urlsplit(address)
    default = _PORTS.get(parts.scheme, "")
    return parts.netloc.lower().removesuffix(f":{default}")
