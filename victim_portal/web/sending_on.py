"""What was typed outlives the session it was typed in.

A staff session ends after half an hour without use. Whoever spent longer on a form, or was
rung in the middle of it, sends it too late: then what they typed travels, sealed, through
the page on which they sign in again, and is sent on by them and by nobody else. It is
neither stored nor logged, and an hour later it can't be opened any more.
"""

import hmac
import json
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from victim_portal.web.context import ctx
from victim_portal.web.errors import NEVER_SHOWN_AGAIN

KEPT_FOR = timedelta(hours=1)
# Three statements of 200,000 characters of any script stay below it; above it the page that
# carries them would itself be refused as too large.
MOST_CHARACTERS = 7 * 1024 * 1024
NOT_TYPED = ("csrf_token", *NEVER_SHOWN_AGAIN, "seen")


@dataclass(frozen=True)
class Carried:
    """A form that came too late: whose it was, where it goes, what it said.

    `files` tells that it had a file, which can't travel along; `multipart` that it is sent
    in the encoding of forms with files.
    """

    who: UUID
    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    files: bool = False
    multipart: bool = False

    def typed(self) -> list[tuple[str, str]]:
        """What a person typed or chose, with the fields' names as words."""
        return [
            (name.replace("_", " ").replace("-", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and not any(word in name.lower() for word in NOT_TYPED)
        ]


def came_too_late(who: UUID) -> Carried | None:
    """The form of this request, for whoever filled it; None for what isn't one of ours.

    Only what the check against forgery has passed: another site's words are never carried.
    """
    path = request.full_path if request.query_string else request.path
    if request.method != "POST" or not g.get("csrf_valid") or not _takes_forms(path):
        return None
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if not name.endswith("csrf_token")
    )
    return Carried(
        who=who,
        path=path,
        fields=fields,
        files=any(each.filename for each in request.files.values()),
        multipart=request.mimetype == "multipart/form-data",
    )


def sealed(carried: Carried) -> str | None:
    """A form as it travels through the browser; None when it is too long for that."""
    content = {
        "who": str(carried.who),
        "path": carried.path,
        "fields": carried.fields,
        "files": carried.files,
        "multipart": carried.multipart,
    }
    plain = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    token = _lock().encrypt_at_time(plain, _now()).decode()
    return token if len(token) <= MOST_CHARACTERS else None


def opened(token: str) -> Carried | None:
    """What `sealed` made, within the hour; None for everything else."""
    try:
        plain = _lock().decrypt_at_time(token, int(KEPT_FOR.total_seconds()), _now())
    except (InvalidToken, ValueError):
        return None
    content = json.loads(zlib.decompress(plain))
    if not _takes_forms(content["path"]):
        return None
    return Carried(
        who=UUID(content["who"]),
        path=content["path"],
        fields=tuple((name, value) for name, value in content["fields"]),
        files=content["files"],
        multipart=content["multipart"],
    )


def _takes_forms(path: str) -> bool:
    """Whether a path is one of this app's own to which a form is sent."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return False
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    try:
        adapter.match(path.partition("?")[0], method="POST")
    except (HTTPException, RequestRedirect):
        return False
    return True


def _lock() -> Fernet:
    """A key of its own for this purpose, made from the app's secret."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return Fernet(urlsafe_b64encode(hmac.digest(secret, b"a form that came too late", "sha256")))


def _now() -> int:
    return int(ctx().now().timestamp())
