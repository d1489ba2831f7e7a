"""Who decides on a release, which files each of them gets, and how those travel.

Sources: Domestic Violence, Crime and Victims Act 2004 ss.35-44 (representations reach whoever
decides); Parole Board Rules 2019 rr.16-17 (the casework section serves, and applies for
non-disclosure); Victims and Prisoners Act 2024 s.21 (victim impact statements to the tribunal
for restricted patients). What a hospital's own clinicians decide for unrestricted patients has
no statement, only representations on conditions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.representations import BOARD_DECIDES, StatementOffer
from victim_portal.domain.vocabulary import Route, SentenceType, SubmissionPart


class Recipient(StrEnum):
    """Those to whom a submission is made out."""

    CASEWORK = "casework"
    COMMUNITY_OFFENDER_MANAGER = "com"
    TRIBUNAL = "tribunal"
    MENTAL_HEALTH_CASEWORK = "mhcs"
    HOSPITAL = "hospital"


class Audience(StrEnum):
    """Those for whom a file says the same: its title, its facts and what it is marked with."""

    PAROLE = "parole"
    HOSPITAL = "hospital"
    MENTAL_HEALTH_CASEWORK = "mhcs"


class HandoverWay(StrEnum):
    """How files went to a recipient."""

    SECURE_EMAIL = "secure_email"
    SHARED_WORKSPACE = "shared_workspace"
    POST = "post"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Situation:
    """What decides who decides: the route of the case, its sentence, whether a review is open."""

    route: Route
    sentence_type: SentenceType
    review_open: bool


_R, _P, _T = Recipient, SubmissionPart, SentenceType
_HOSPITAL_ROUTES = frozenset({Route.HOSPITAL_RESTRICTED, Route.HOSPITAL_UNRESTRICTED})

_PARTS: Mapping[Recipient, frozenset[SubmissionPart]] = MappingProxyType(
    {
        _R.CASEWORK: frozenset(SubmissionPart),
        _R.COMMUNITY_OFFENDER_MANAGER: frozenset({_P.CONDITIONS}),
        # The tribunal has rules of its own for what a patient may not read.
        _R.TRIBUNAL: frozenset({_P.STATEMENT, _P.CONDITIONS}),
        _R.MENTAL_HEALTH_CASEWORK: frozenset({_P.STATEMENT, _P.CONDITIONS}),
        _R.HOSPITAL: frozenset({_P.CONDITIONS}),
    }
)
DECIDES_RELEASE: Mapping[Recipient, str] = MappingProxyType(
    {
        _R.CASEWORK: "Public Protection Casework Section",
        _R.COMMUNITY_OFFENDER_MANAGER: "Community offender manager",
        _R.TRIBUNAL: "First-tier Tribunal (Mental Health)",
        _R.MENTAL_HEALTH_CASEWORK: "Mental Health Casework Section",
        _R.HOSPITAL: "Hospital managers",
    }
)
"""Each recipient's office, as it is called."""


def recipients_for(now: Situation) -> tuple[Recipient, ...]:
    """Everybody who may be sent a submission of the case, whoever decides first.

    A prisoner who is in hospital for treatment has both sides: the hospital's and the Board's.
    """
    found: list[Recipient] = []
    hybrid = now.route in _HOSPITAL_ROUTES and now.review_open
    if now.route not in _HOSPITAL_ROUTES or hybrid:
        if now.review_open or now.sentence_type in BOARD_DECIDES:
            found.append(_R.CASEWORK)
        found.append(_R.COMMUNITY_OFFENDER_MANAGER)
    if now.route is Route.HOSPITAL_RESTRICTED or now.sentence_type is _T.HOSPITAL_RESTRICTED:
        found += [_R.TRIBUNAL, _R.MENTAL_HEALTH_CASEWORK]
    elif now.route is Route.HOSPITAL_UNRESTRICTED or (
        now.sentence_type is _T.HOSPITAL_UNRESTRICTED
    ):
        found.append(_R.HOSPITAL)
    return tuple(found)


_IMPACT = StatementOffer(
    True,
    "The Parole Board doesn't decide here. A victim impact statement can be put to the tribunal "
    "when it decides on discharge (it may bear on conditions, not on the decision), and one to "
    "the Secretary of State. Record it here, and make its files for whoever decides.",
    impact=True,
)


def impact_offer(now: Situation) -> StatementOffer | None:
    """A statement that isn't for the Board: of a restricted patient's victim; else None.

    Victims and Prisoners Act 2024 s.21, in force from 25 June 2025. For unrestricted patients
    there are representations on conditions alone.
    """
    restricted = now.route is Route.HOSPITAL_RESTRICTED or (
        now.sentence_type is _T.HOSPITAL_RESTRICTED and now.route in _HOSPITAL_ROUTES
    )
    return _IMPACT if restricted else None


def parts_for(recipient: Recipient, *, review_open: bool = False) -> frozenset[SubmissionPart]:
    """Which files a recipient may get at all.

    In a review the community offender manager gets a copy of the statement as well; where no
    Board decides, the conditions alone.
    """
    if recipient is _R.COMMUNITY_OFFENDER_MANAGER and review_open:
        return _PARTS[recipient] | {_P.STATEMENT}
    return _PARTS[recipient]


def audience_of(recipient: Recipient) -> Audience:
    """For whom a recipient's files are written."""
    if recipient is _R.MENTAL_HEALTH_CASEWORK:
        return Audience.MENTAL_HEALTH_CASEWORK
    hospital = recipient in (_R.TRIBUNAL, _R.HOSPITAL)
    return Audience.HOSPITAL if hospital else Audience.PAROLE


def handover_problem(
    recipient: Recipient,
    parts: frozenset[SubmissionPart],
    allowed: frozenset[SubmissionPart],
    on: date,
    made_on: date,
    today: date,
) -> dict[str, str]:
    """Why some files can't have been handed over so, a sentence by field; empty when they can.

    A non-disclosure application travels alone: whoever serves the rest on the prisoner must not
    find it in the same envelope.
    """
    problems: dict[str, str] = {}
    if not parts:
        problems["files"] = "Choose the files that were handed over."
    elif parts - allowed:
        problems["files"] = f"{DECIDES_RELEASE[recipient]} doesn't get all of these files."
    elif SubmissionPart.NON_DISCLOSURE in parts and len(parts) > 1:
        problems["files"] = (
            "The non-disclosure application goes by itself: record it apart from the others."
        )
    if on > today:
        problems["on"] = "The date must be today or in the past."
    elif on < made_on:
        problems["on"] = "The date is before the files were made."
    return problems
