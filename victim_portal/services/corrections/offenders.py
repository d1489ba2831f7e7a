"""Putting an offender right: name, birth, prison number and CRN, for every case at once."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed, may_see_case
from victim_portal.domain.corrections import Detail, changed, check_offender, reason_problem
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.corrections.aftermath import look_after
from victim_portal.services.corrections.persons import birth_of, no_lost_details
from victim_portal.services.corrections.sent import Wrong, already_sent
from victim_portal.services.corrections.values import (
    CHANGED_MEANWHILE,
    NOTHING_CHANGED,
    OffenderInput,
    OffenderNow,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.followup import soon
from victim_portal.services.referrals.rechecking import recheck_duplicates
from victim_portal.store import cases as case_store
from victim_portal.store import corrections as store
from victim_portal.store import offenders as offender_store
from victim_portal.store import search
from victim_portal.store.models import Case, Offender, OffenderCorrection
from victim_portal.store.unit_of_work import UnitOfWork

# Nothing is told of whose it is: that may be somebody whom the reader has no business with.
TAKEN = (
    "This number is recorded for somebody else already. Check it with whoever told you, and ask "
    "your manager if it is right."
)


def offender_for_form(ctx: Context, actor: Actor, offender_id: UUID) -> OffenderNow:
    """An offender's details as they stand, and what went out so far; the view is recorded.

    Raises NotFoundError for staff who reach none of the offender's open cases. What went out
    is shown of the cases within reach alone.
    """
    with ctx.store.writing() as uow:
        offender, reached = _within_reach(uow, actor, offender_id)
        shown = OffenderNow(
            texts(offender),
            offender.row_version,
            already_sent(uow, reached),
            tuple(case.reference for case in reached),
        )
        audit.record(
            uow, actor, What.OFFENDER_VIEWED, offender=str(offender.id), cases=len(reached)
        )
        uow.commit()
        return shown


def correct_offender(
    ctx: Context,
    actor: Actor,
    offender_id: UUID,
    given: OffenderInput,
    seen_version: int,
    once: UUID | None = None,
) -> None:
    """Put an offender's details right; the old ones stay in the history.

    Every open case of the offender is planned again, within the actor's reach or not, and
    the people of the others are asked to check. Raises InvalidError with a sentence by detail
    (under "" when nothing was changed), ConflictError when somebody else changed them in
    between, NotFoundError as above.
    """
    with no_lost_details(), ctx.store.writing() as uow:
        offender, reached = _within_reach(uow, actor, offender_id)
        said = saying("correct_offender", offender_id, given, seen_version)
        if already_done(uow, once, said) is not None:
            return
        if offender.row_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        before = texts(offender)
        after = _checked(ctx, uow, offender, given)
        details = changed(before, after)
        if not details:
            raise InvalidError({"": NOTHING_CHANGED})
        for detail in details:
            uow.add(
                OffenderCorrection(
                    id=uow.tokens.uuid(),
                    offender_id=offender.id,
                    field=detail.value,
                    before=before[detail] or None,
                    why=given.why.strip(),
                    recorded_by=actor.name,
                    recorded_at=ctx.now(),
                )
            )
        _apply(uow, offender, after, details)
        uow.flush()
        store.drop_tokens(uow, offender_id=offender.id)
        search.index_offender(uow, offender)
        audit.record(
            uow,
            actor,
            What.OFFENDER_CORRECTED,
            offender=str(offender.id),
            fields=",".join(details),
        )
        _follow(ctx, uow, actor, offender, reached, {one: before[one] for one in details})
        remember(uow, once, str(offender.id), said)
        uow.commit()


def texts(offender: Offender) -> dict[Detail, str]:
    """An offender's details as text, "" for none."""
    return {
        Detail.FIRST_NAME: offender.first_name or "",
        Detail.LAST_NAME: offender.last_name or "",
        Detail.BORN_ON: _iso(offender.born_on),
        Detail.PRISON_NUMBER: offender.prison_number or "",
        Detail.CRN: offender.crn or "",
    }


def _within_reach(uow: UnitOfWork, actor: Actor, offender_id: UUID) -> tuple[Offender, list[Case]]:
    """The offender, and the open cases that the actor may change."""
    offender = uow.get(Offender, offender_id)
    reached = [
        case
        for case in case_store.open_of_offender(uow, offender_id)
        if is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case))
    ]
    if offender is None or not reached:
        raise NotFoundError
    return offender, reached


def _checked(
    ctx: Context, uow: UnitOfWork, offender: Offender, given: OffenderInput
) -> Mapping[Detail, str]:
    checked = check_offender(
        given.first_name,
        given.last_name,
        given.born_on,
        given.prison_number,
        given.crn,
        ctx.today(),
        offender_store.earliest_sentences(uow, [offender.id]).get(offender.id),
    )
    problems = dict(checked.problems)
    why = reason_problem(given.why)
    if why is not None:
        problems["why"] = why
    for detail, index in _indexes(uow, checked.values).items():
        by_number, by_crn = offender_store.by_index(uow, [index], [index])
        found = (by_number if detail is Detail.PRISON_NUMBER else by_crn).get(index)
        if found is not None and found.id != offender.id:
            problems.setdefault(detail.value, TAKEN)
    if problems:
        raise InvalidError(problems)
    return checked.values


def _indexes(uow: UnitOfWork, values: Mapping[Detail, str]) -> dict[Detail, bytes]:
    kinds = {Detail.PRISON_NUMBER: "prison number", Detail.CRN: "crn"}
    return {
        detail: uow.keyring.exact(kind, values[detail])
        for detail, kind in kinds.items()
        if values.get(detail)
    }


def _apply(
    uow: UnitOfWork,
    offender: Offender,
    after: Mapping[Detail, str],
    details: tuple[Detail, ...],
) -> None:
    indexes = _indexes(uow, after)
    if Detail.FIRST_NAME in details:
        offender.first_name = after[Detail.FIRST_NAME] or None
    if Detail.LAST_NAME in details:
        offender.last_name = after[Detail.LAST_NAME]
    if Detail.BORN_ON in details:
        offender.born_on = birth_of(after)
    if Detail.PRISON_NUMBER in details:
        offender.prison_number = after[Detail.PRISON_NUMBER] or None
        offender.prison_number_index = indexes.get(Detail.PRISON_NUMBER)
    if Detail.CRN in details:
        offender.crn = after[Detail.CRN] or None
        offender.crn_index = indexes.get(Detail.CRN)


def _follow(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    offender: Offender,
    reached: list[Case],
    wrong: Mapping[Detail, str],
) -> None:
    cases = case_store.open_of_offender(uow, offender.id)
    recheck_duplicates(ctx, uow, actor, cases)
    for case in cases:
        replan(ctx, uow, actor, case)
        tasks.settle(uow, actor, tasks.CHECK_OFFENDER, case)
        theirs = case.officer_id is not None and case.officer_id != actor.user_id
        if theirs or not may_see_case(actor, reach_of(uow, case)):
            tasks.raise_for_case(
                uow,
                actor,
                case,
                "offender_corrected",
                "The offender's details were put right: check them",
                "The right person before everything",
                soon(ctx),
            )
    look_after(ctx, uow, actor, cases, lambda _: Wrong(offender=wrong))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
