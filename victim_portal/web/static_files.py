"""Static files as small as they travel: compressed once, kept in memory, and only these.

Pages are never compressed: each carries a forgery token, and whoever can make a page repeat what
they chose could read it from the lengths (BREACH). A static file holds no secret.
"""

import gzip
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request

WORTH_IT = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
LEAST = 400
"""Below so many bytes nothing is gained."""


def install(app: Flask, only: Collection[str] | None = None) -> None:
    """Serve the static files of `app`, compressed to whoever can read that; `only` some of them."""

    def send(filename: str) -> Response:
        if only is not None and filename not in only:
            abort(404)
        answer = app.send_static_file(filename)
        if answer.mimetype not in WORTH_IT:
            return answer
        answer.vary.add("Accept-Encoding")
        if answer.status_code != 200 or request.range is not None:
            return answer
        if not request.accept_encodings["gzip"]:
            return answer
        # It was found, so it lies in that folder.
        path = Path(str(app.static_folder), filename)
        facts = path.stat()
        if facts.st_size < LEAST:
            return answer
        answer.close()
        packed = Response(_packed(str(path), facts.st_mtime_ns), mimetype=answer.mimetype)
        packed.headers["Content-Encoding"] = "gzip"
        packed.vary.add("Accept-Encoding")
        packed.add_etag()
        packed.make_conditional(request)
        return packed

    app.view_functions["static"] = send


@lru_cache(maxsize=100)
def _packed(path: str, _changed: int) -> bytes:
    """A file, compressed; the same bytes in each process."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)
