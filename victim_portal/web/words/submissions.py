"""Who gets files, how they went, how passages were settled and how documents stand, in words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from victim_portal.domain.submissions import (
    DECIDES_RELEASE,
    BoardDecision,
    DetailKind,
    DocumentStanding,
    HandoverWay,
    Recipient,
    Settled,
)

RECIPIENT = {recipient: DECIDES_RELEASE[recipient] for recipient in Recipient}
HANDOVER_WAY = {
    HandoverWay.SECURE_EMAIL: "Secure e-mail",
    HandoverWay.SHARED_WORKSPACE: "A workspace that both can open",
    HandoverWay.POST: "Post, signed for",
    HandoverWay.BY_HAND: "By hand",
}
SETTLED = {
    Settled.REWORD: "Said in other words",
    Settled.LEAVE_OUT: "Left out",
    Settled.NON_DISCLOSURE: "Non-disclosure asked for",
    Settled.KEEP: "Kept",
}
DETAIL_KIND = {
    DetailKind.WORKPLACE: "Workplace",
    DetailKind.SCHOOL: "School or nursery",
    DetailKind.NAME: "Name of somebody",
    DetailKind.PLACE: "Another place",
}
BOARD_DECISION = {
    BoardDecision.WITHHELD: "Kept from the prisoner",
    BoardDecision.WITHHELD_FROM_BOTH: "Kept from the prisoner and their representative",
    BoardDecision.GIST: "A gist or a redacted version is served",
    BoardDecision.REFUSED: "Refused: all of it is to be served",
}
DOCUMENT_STANDING = {
    DocumentStanding.CURRENT: "Current",
    DocumentStanding.REPLACED: "Replaced",
    DocumentStanding.WITHDRAWN: "Withdrawn",
}
COLOURS = {
    DocumentStanding.CURRENT: "green",
    DocumentStanding.REPLACED: "orange",
    DocumentStanding.WITHDRAWN: "red",
}
TABLES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Recipient: RECIPIENT,
    HandoverWay: HANDOVER_WAY,
    Settled: SETTLED,
    DetailKind: DETAIL_KIND,
    BoardDecision: BOARD_DECISION,
    DocumentStanding: DOCUMENT_STANDING,
}
