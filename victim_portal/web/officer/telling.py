"""News that an officer told: when, how, and whether that way is still right and safe."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import ContactMethod, UpdateState
from victim_portal.services import contacts, updates
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    Pick,
    PortalForm,
    TimeOfDay,
    options_of,
)
from victim_portal.web.officer.after_deciding import decided_at, from_changes, page_of
from victim_portal.web.officer.reached import (
    from_them,
    offer_ways,
    on_fields,
    reached,
    start_ways,
    still_safe,
    told,
    which,
)

OPEN = (UpdateState.DRAFT, UpdateState.APPROVED)
SPOKEN = "Recorded. You spoke to them about it, and nobody is asked to ring them for it any more."
RECORDED = "Recorded. They know, and its messages are stopped."


class TellingForm(PortalForm):
    """When and how they were told by a person."""

    seen = Hidden()
    how = Pick(
        "How you told them",
        options_of(ContactMethod, words.METHOD, only=tuple(updates.WAYS_OF_TELLING)),
        coerce=ContactMethod,
        required="Select how you told them",
    )
    plans_seen = Hidden(limit=4000)
    telephone_channel = which(ContactMethod.TELEPHONE)
    letter_channel = which(ContactMethod.LETTER)
    visit_channel = which(ContactMethod.VISIT)
    inward = from_them()
    still_safe = still_safe()
    on = DateParts(
        "Date on which they were told", required="Enter the date on which they were told"
    )
    at = TimeOfDay("Time (optional)", limit=20)


def record_telling(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Record that an officer told them the news, with the plan of each number beside the form."""
    update = updates.update_view(ctx(), actor(), reference, update_id)
    there = page_of(reference, update_id)
    if update.state not in OPEN and update.ladder is None:
        return answers.back_to(there, ConflictError("This update isn't waiting to be told."))
    ways = contacts.contact_asked(ctx(), actor(), reference).ways
    form = TellingForm(data={"seen": str(update.version), **start_ways(ways, TellingForm)})
    form.on.within(latest=ctx().today(), message="The date must be today or in the past")
    offer_ways(form, ways)
    if form.validate_on_submit() and form.on.data is not None:
        try:
            effects = updates.record_telling(
                ctx(),
                actor(),
                reference,
                update_id,
                form.on.data,
                form.how.data,
                form.seen_version(),
                reached(form, form.how.data),
            )
        except InvalidError as error:
            form.add_problems(on_fields(error.problems, form.how.data))
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            said = RECORDED if update.ladder is None else SPOKEN
            return answers.done(decided_at(reference, update_id), told(said, effects))
    return render_template(
        "officer/updates/telling.html",
        form=form,
        update=update,
        ways=ways,
        back_href=decided_at(reference, update_id),
        after=from_changes(),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of news that was told."""
    officer.add_url_rule(
        "/cases/<reference>/updates/<uuid:update_id>/told",
        view_func=answers.service_errors(record_telling),
        methods=["GET", "POST"],
    )
