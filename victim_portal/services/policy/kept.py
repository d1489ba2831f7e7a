"""A change of the policy as a proposal keeps it until it is decided."""

from victim_portal.domain.policy import Change, RowChange, Table
from victim_portal.domain.policy.amending import from_json, to_json
from victim_portal.store.models import Proposal


def about_of(change: RowChange) -> dict[str, object]:
    """A change as a proposal keeps it."""
    return {
        "change": change.change.value,
        "table": change.table.value,
        "row": to_json(change.row),
        "before": change.before,
    }


def change_of(proposal: Proposal) -> RowChange:
    """The change that a proposal keeps."""
    about = proposal.about
    return RowChange(
        Change(about["change"]), Table(about["table"]), from_json(about["row"]), about["before"]
    )
