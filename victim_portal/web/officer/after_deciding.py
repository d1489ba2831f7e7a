"""Where an officer goes once they decided about an update: to its page, or whence they came."""

from uuid import UUID

from flask import request, url_for

CHANGES = "changes"


def from_changes() -> str | None:
    """What the `after` of an address carries while the changes of the plan are gone through."""
    return CHANGES if request.args.get("after") == CHANGES else None


def page_of(reference: str, update_id: UUID) -> str:
    """The page of an update, which leads back to the changes where the reader came from them."""
    return url_for(
        "officer.show_update", reference=reference, update_id=update_id, after=from_changes()
    )


def decided_at(reference: str, update_id: UUID) -> str:
    """Where to go when it was decided: back to the changes, if there are more to go through."""
    if from_changes():
        return url_for("officer.show_plan_changes", reference=reference)
    return page_of(reference, update_id)
