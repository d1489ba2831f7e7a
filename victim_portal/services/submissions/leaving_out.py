"""How what was left out of an export is kept beside it, with what wasn't settled."""

from collections.abc import Iterable

from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services.submissions.values import LeftOut, Unsettled
from victim_portal.store.models import Submission

# Only a row of what was left out has this field.
_WHY = "left_out_because"


def written(waiting: Iterable[LeftOut]) -> list[dict[str, str]]:
    """What was left out, as rows of the record of an export."""
    return [{"part": one.part.value, "where": one.where, _WHY: one.why} for one in waiting]


def waiting_of(row: Submission) -> tuple[LeftOut, ...]:
    """What was left out of an export."""
    return tuple(
        LeftOut(SubmissionPart(one["part"]), one["where"], one[_WHY])
        for one in row.unsettled or ()
        if _WHY in one
    )


def unsettled_of(row: Submission) -> tuple[Unsettled, ...]:
    """Where passages of an export weren't settled when it was sent."""
    return tuple(
        Unsettled(SubmissionPart(one["part"]), one["where"], one["kind"])
        for one in row.unsettled or ()
        if _WHY not in one
    )
