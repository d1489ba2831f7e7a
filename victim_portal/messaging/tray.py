"""The demo's post tray: messages kept as files on this machine instead of being sent."""

import contextlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from victim_portal.domain.vocabulary import Language
from victim_portal.messaging.guards import email_refusal, sms_refusal
from victim_portal.ports import (
    Clock,
    HandOver,
    Outcome,
    OutgoingEmail,
    OutgoingSms,
    TrayItem,
)

logger = logging.getLogger(__name__)


class FilePostTray:
    """Takes e-mails and texts, and shows them newest first.

    One JSON file for each message id, readable by its owner alone. A second hand-over of
    the same message changes nothing, as a good provider would have it.
    """

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock

    def send(self, message: OutgoingEmail | OutgoingSms, /) -> HandOver:
        """Keep one message. Never raises: a full disk means that it wasn't sent."""
        if isinstance(message, OutgoingEmail):
            refusal = email_refusal(message)
            content = {
                "kind": "email",
                "subject": message.subject,
                "body": message.text,
                "html": message.html,
                "language": message.language.value,
            }
        else:
            refusal = sms_refusal(message)
            content = {"kind": "sms", "subject": "", "body": message.body, "language": "en"}
        if refusal is not None:
            return refusal
        kept_at = self._clock.now()
        record = {
            "message_id": str(message.message_id),
            "kept_at": kept_at.isoformat(),
            "to": message.to,
            **content,
        }
        try:
            self._keep(message.message_id, kept_at, json.dumps(record).encode("ascii"))
        except OSError as error:
            logger.error("message %s can't be kept: %s", message.message_id, error.strerror)
            return HandOver(
                Outcome.NOT_SENT, code="tray", reason="The post tray can't be written to."
            )
        return HandOver(Outcome.ACCEPTED, provider_reference=f"tray:{message.message_id}")

    def items(self, limit: int = 100) -> Sequence[TrayItem]:
        """The newest messages first, at most `limit`; what isn't a message is passed over."""
        found: list[TrayItem] = []
        for path in self._newest_first():
            if len(found) >= limit:
                break
            if (item := _read(path)) is not None:
                found.append(item)
        return found

    def _keep(self, message_id: UUID, kept_at: datetime, content: bytes) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = self._directory / f"{message_id}.json"
        if target.exists():
            return
        # The file appears under its name only when it is whole.
        handle, name = tempfile.mkstemp(dir=self._directory, prefix=".keeping-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            stamp = kept_at.timestamp()
            os.utime(name, (stamp, stamp))
            Path(name).replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _newest_first(self) -> Iterator[Path]:
        stamped: list[tuple[int, int, str]] = []
        with contextlib.suppress(FileNotFoundError), os.scandir(self._directory) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if _is_message_name(entry.name) and entry.is_file(follow_symlinks=False):
                        # The clock's time first; the disk's own order parts equals.
                        stat = entry.stat(follow_symlinks=False)
                        stamped.append((stat.st_mtime_ns, stat.st_ctime_ns, entry.name))
        for _, _, name in sorted(stamped, reverse=True):
            yield self._directory / name


def _is_message_name(name: str) -> bool:
    try:
        return name == f"{UUID(name.removesuffix('.json'))}.json"
    except ValueError:
        return False


def _read(path: Path) -> TrayItem | None:
    try:
        kept = json.loads(path.read_bytes())
        kept_at = datetime.fromisoformat(kept["kept_at"])
        if kept_at.tzinfo is None or path.stem != kept["message_id"]:
            return None
        return TrayItem(
            message_id=UUID(kept["message_id"]),
            kept_at=kept_at,
            kind=str(kept["kind"]),
            to=str(kept["to"]),
            subject=str(kept["subject"]),
            body=str(kept["body"]),
            language=Language(kept["language"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        logger.warning("a file in the post tray isn't a message")
        return None
