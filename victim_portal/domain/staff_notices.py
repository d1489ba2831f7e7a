"""What staff are told by e-mail of changes to how somebody signs in (ASVS 5.0, 6.3.7).

The words name no victim, case, address or link: whoever reads them learns that something
changed, and whom to tell where it wasn't their own doing.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.calendar import LONDON


class NoticeKind(StrEnum):
    """What may have changed: about one's own account, or (`COLLEAGUE_...`) about another's."""

    PASSWORD = "password"  # noqa: S105 - the name of a notice
    CODES = "codes"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PROVIDER = "provider"
    LINK_MADE = "link_made"
    LINK_USED = "link_used"
    ROLE = "role"
    DISABLED = "disabled"
    ENABLED = "enabled"
    COLLEAGUE_JOINED = "colleague_joined"
    COLLEAGUE_HELPED = "colleague_helped"


class NoticeState(StrEnum):
    """How far a notice came; nothing leads back from uncertain to a try."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


HAPPENED: Mapping[NoticeKind, str] = MappingProxyType(
    {
        NoticeKind.PASSWORD: "Your password was changed",
        NoticeKind.CODES: "An app for sign-in codes was set up for your account",
        NoticeKind.PASSKEY_ADDED: "A passkey was added to your account",
        NoticeKind.PASSKEY_REMOVED: "A passkey was removed from your account",
        NoticeKind.PROVIDER: "Your account was linked to your organisation's sign-in",
        NoticeKind.LINK_MADE: "A link was made by which a password can be chosen for your account",
        NoticeKind.LINK_USED: "A link was used to choose a password for your account",
        NoticeKind.ROLE: "Your role or unit was changed",
        NoticeKind.DISABLED: "Your account was disabled",
        NoticeKind.ENABLED: "Your account was enabled again",
        NoticeKind.COLLEAGUE_JOINED: "An account was added to your unit or let into it",
        NoticeKind.COLLEAGUE_HELPED: "A link was made to let a colleague into their account again",
    }
)
SUBJECT = "Sign-in details were changed"
ADVICE = (
    "If you know of this, there is nothing to do. If you don't, tell your manager and an "
    "administrator at once, by telephone or in person. This message has no links: don't follow "
    "any in one that looks like it."
)


def words_of(kind: NoticeKind, at: datetime) -> tuple[str, str]:
    """The subject and the text of a notice about something that happened at `at` (aware)."""
    here = at.astimezone(LONDON)
    happened = f"{HAPPENED[kind]} on {here.day} {here:%B %Y} at {here:%H:%M}."
    return SUBJECT, f"{happened}\n\n{ADVICE}\n"
