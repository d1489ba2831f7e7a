"""Putting a supporter right: their name, their birth, and what they are to the victim."""

from collections.abc import Mapping
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.corrections import Detail, changed, check_supporter, reason_problem
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.corrections.aftermath import look_after
from victim_portal.services.corrections.persons import birth_of, keep_history, no_lost_details
from victim_portal.services.corrections.sent import Wrong, sent_on
from victim_portal.services.corrections.values import (
    CHANGED_MEANWHILE,
    MERGED,
    NOTHING_CHANGED,
    DetailsNow,
    SupporterDetails,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters.likeness import check_who
from victim_portal.store import corrections as store
from victim_portal.store import people as people_store
from victim_portal.store import search
from victim_portal.store.models import Case, Person, Supporter
from victim_portal.store.unit_of_work import UnitOfWork

NOT_HERE = "Their name and birth can't be put right on this case. Ask your manager."
IDENTITY = frozenset({Detail.FIRST_NAME, Detail.LAST_NAME, Detail.BORN_ON})


def supporter_details_for_form(
    ctx: Context, actor: Actor, reference: str, supporter_id: UUID
) -> DetailsNow:
    """A supporter's details, and what went to them on the case so far; the view is recorded."""
    with ctx.store.writing() as uow:
        case, supporter, person = _within_reach(uow, actor, reference, supporter_id)
        sent = tuple(one.view for one in sent_on(uow, [case]) if one.person_id == person.id)
        shown = DetailsNow(supporter_texts(person, supporter), person.row_version, sent)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def correct_supporter(
    ctx: Context,
    actor: Actor,
    reference: str,
    supporter_id: UUID,
    given: SupporterDetails,
    seen_version: int,
    seen_role: str,
    once: UUID | None = None,
) -> None:
    """Put a supporter's details right; the old ones stay in the history of the case.

    `seen_version` and `seen_role` are what the form showed. Whether it is the offender, or
    somebody who is there already, is asked as when somebody is added; what waits for them under
    a wrong name is stopped, and what went to them is looked at. Raises InvalidError with a
    sentence by detail (under "" when nothing was changed), ConflictError when somebody else
    changed them in between, NotFoundError out of reach.
    """
    with no_lost_details(), ctx.store.writing() as uow:
        case, supporter, person = _within_reach(uow, actor, reference, supporter_id)
        if already_done(uow, once) is not None:
            return
        uow.only_one_for(case.id)
        before = supporter_texts(person, supporter)
        if (person.row_version, supporter.role) != (seen_version, seen_role):
            raise ConflictError(CHANGED_MEANWHILE)
        after = _checked(ctx, case, given)
        details = changed(before, after)
        if not details:
            raise InvalidError({"": NOTHING_CHANGED})
        wrong = {one: before[one] for one in details}
        if wrong.keys() & IDENTITY:
            _check_who(uow, case, supporter, given)
        keep_history(ctx, uow, actor, case, person.id, wrong, given.why)
        _apply(person, supporter, after, details)
        uow.flush()
        if wrong.keys() & IDENTITY:
            store.drop_tokens(uow, person_id=person.id)
            search.index_person(uow, person)
        audit.record(
            uow,
            actor,
            What.SUPPORTER_CORRECTED,
            case.id,
            supporter=str(supporter.id),
            fields=",".join(details),
        )
        look_after(ctx, uow, actor, [case], lambda _: Wrong(wrong), to=person.id)
        remember(uow, once, str(supporter.id))
        uow.commit()


def supporter_texts(person: Person, supporter: Supporter) -> dict[Detail, str]:
    """A supporter's details as text, "" for none."""
    return {
        Detail.FIRST_NAME: person.first_name or "",
        Detail.LAST_NAME: person.last_name or "",
        Detail.BORN_ON: person.born_on.isoformat() if person.born_on else "",
        Detail.ROLE: supporter.role,
    }


def _within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, supporter_id: UUID
) -> tuple[Case, Supporter, Person]:
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    supporter = people_store.locked_supporter(uow, supporter_id)
    if supporter is None or supporter.case_id != case.id:
        raise NotFoundError
    person = uow.get(Person, supporter.supporter_id)
    if person is None:
        raise NotFoundError
    return case, supporter, person


def _checked(ctx: Context, case: Case, given: SupporterDetails) -> Mapping[Detail, str]:
    checked = check_supporter(
        given.first_name, given.last_name, given.born_on, given.role, ctx.today()
    )
    problems = dict(checked.problems)
    why = reason_problem(given.why)
    if why is not None:
        problems["why"] = why
    if case.merged_into_id is not None:
        problems = {"": MERGED}
    if problems:
        raise InvalidError(problems)
    return checked.values


def _check_who(uow: UnitOfWork, case: Case, supporter: Supporter, given: SupporterDetails) -> None:
    """Who is in the scheme themselves, or beside somebody else, is another case's to put right.

    Whose case that is isn't told: the reader may not know of it.
    """
    if people_store.is_needed_elsewhere(uow, supporter):
        raise InvalidError({"": NOT_HERE})
    victim = uow.get(Person, case.person_id)
    if victim is None:
        raise NotFoundError
    check_who(uow, case, victim, given, supporter.supporter_id)


def _apply(
    person: Person,
    supporter: Supporter,
    after: Mapping[Detail, str],
    details: tuple[Detail, ...],
) -> None:
    if Detail.FIRST_NAME in details:
        person.first_name = after[Detail.FIRST_NAME] or None
    if Detail.LAST_NAME in details:
        person.last_name = after[Detail.LAST_NAME]
    if Detail.BORN_ON in details:
        person.born_on = birth_of(after)
    if Detail.ROLE in details:
        supporter.role = after[Detail.ROLE]
