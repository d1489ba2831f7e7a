"""Putting a person right: their name, their birth, and who they are to the offence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.corrections import Detail, changed, check_person, reason_problem
from victim_portal.domain.vocabulary import Relationship
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.corrections.aftermath import look_after
from victim_portal.services.corrections.asking import ask_about_greeting, ask_about_route
from victim_portal.services.corrections.sent import Wrong, already_sent
from victim_portal.services.corrections.values import (
    CHANGED_MEANWHILE,
    MERGED,
    NOTHING_CHANGED,
    DetailsNow,
    PersonInput,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.referrals.rechecking import recheck_duplicates
from victim_portal.store import cases as case_store
from victim_portal.store import corrections as store
from victim_portal.store import search
from victim_portal.store.models import Case, Person, PersonCorrection
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork


def person_for_form(ctx: Context, actor: Actor, reference: str) -> DetailsNow:
    """A person's details as they stand, and what went out so far; the view is recorded."""
    with ctx.store.writing() as uow:
        case, person = _within_reach(uow, actor, reference)
        reached = [
            one
            for one in case_store.of_person(uow, person.id)
            if is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, one))
        ]
        if case not in reached:
            reached.append(case)
        shown = DetailsNow(texts(person, case), person.row_version, already_sent(uow, reached))
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def correct_person(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: PersonInput,
    seen_version: int,
    seen_relationship: str,
    once: UUID | None = None,
) -> None:
    """Put a person's details right; the old ones stay in the history.

    `seen_version` and `seen_relationship` are what the form showed. Every open case of the
    person is planned again, and likely duplicates are looked for anew. Raises InvalidError
    with a sentence by detail (under "" when nothing was changed), ConflictError when somebody
    else changed them in between, NotFoundError out of reach.
    """
    with no_lost_details(), ctx.store.writing() as uow:
        case, person = _within_reach(uow, actor, reference)
        said = saying("correct_person", reference, given, seen_version, seen_relationship)
        if already_done(uow, once, said) is not None:
            return
        before = texts(person, case)
        if (person.row_version, case.relationship) != (seen_version, seen_relationship):
            raise ConflictError(CHANGED_MEANWHILE)
        after = _checked(ctx, uow, person, given)
        details = changed(before, after)
        if not details:
            raise InvalidError({"": NOTHING_CHANGED})
        wrong = {one: before[one] for one in details}
        keep_history(ctx, uow, actor, case, person.id, wrong, given.why)
        _apply(person, case, after, details)
        uow.flush()
        if set(details) - {Detail.RELATIONSHIP}:
            store.drop_tokens(uow, person_id=person.id)
            search.index_person(uow, person)
        audit.record(uow, actor, What.PERSON_CORRECTED, case.id, fields=",".join(details))
        if Detail.RELATIONSHIP in details:
            ask_about_route(ctx, uow, actor, case, Relationship(before[Detail.RELATIONSHIP]))
        _follow(ctx, uow, actor, case, wrong)
        remember(uow, once, case.reference, said)
        uow.commit()


def texts(person: Person, case: Case) -> dict[Detail, str]:
    """A person's details as text, "" for none."""
    return {
        Detail.FIRST_NAME: person.first_name or "",
        Detail.LAST_NAME: person.last_name or "",
        Detail.BORN_ON: person.born_on.isoformat() if person.born_on else "",
        Detail.RELATIONSHIP: case.relationship,
    }


def birth_of(values: Mapping[Detail, str]) -> date | None:
    """The date of birth among details as text."""
    text = values[Detail.BORN_ON]
    return date.fromisoformat(text) if text else None


@contextmanager
def no_lost_details() -> Iterator[None]:
    """Say in words that somebody else changed the same in between."""
    try:
        yield
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def _within_reach(uow: UnitOfWork, actor: Actor, reference: str) -> tuple[Case, Person]:
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    person = uow.get(Person, case.person_id)
    if person is None:
        raise NotFoundError
    return case, person


def _checked(
    ctx: Context, uow: UnitOfWork, person: Person, given: PersonInput
) -> Mapping[Detail, str]:
    checked = check_person(
        given.first_name,
        given.last_name,
        given.born_on,
        given.relationship,
        ctx.today(),
        store.earliest_sentence(uow, person.id),
    )
    problems = dict(checked.problems)
    why = reason_problem(given.why)
    if why is not None:
        problems["why"] = why
    if person.merged_into_id is not None:
        problems = {"": MERGED}
    if problems:
        raise InvalidError(problems)
    return checked.values


def keep_history(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    person_id: UUID,
    before: Mapping[Detail, str],
    why: str,
) -> None:
    """Keep what stood about a person of a case before, in the caller's transaction."""
    for detail, value in before.items():
        uow.add(
            PersonCorrection(
                id=uow.tokens.uuid(),
                person_id=person_id,
                case_id=case.id,
                field=detail.value,
                before=value or None,
                why=why.strip(),
                recorded_by=actor.name,
                recorded_at=ctx.now(),
            )
        )


def _apply(
    person: Person, case: Case, after: Mapping[Detail, str], details: tuple[Detail, ...]
) -> None:
    if Detail.FIRST_NAME in details:
        person.first_name = after[Detail.FIRST_NAME] or None
    if Detail.LAST_NAME in details:
        person.last_name = after[Detail.LAST_NAME]
    if Detail.BORN_ON in details:
        person.born_on = birth_of(after)
    if Detail.RELATIONSHIP in details:
        case.relationship = after[Detail.RELATIONSHIP]


def _follow(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, wrong: Mapping[Detail, str]
) -> None:
    """What hangs on the details: likenesses, plans, and what went out with the old ones."""
    cases = case_store.of_person(uow, case.person_id)
    if wrong.keys() - {Detail.RELATIONSHIP}:
        recheck_duplicates(ctx, uow, actor, cases)
    for one in cases:
        replan(ctx, uow, actor, one)
    ask_about_greeting(ctx, uow, actor, case, wrong)
    # Who they are to the offence is said on this case alone, and a closed one counts as well.
    everywhere = Wrong({d: value for d, value in wrong.items() if d is not Detail.RELATIONSHIP})
    concerned = cases if case in cases else [*cases, case]
    look_after(
        ctx,
        uow,
        actor,
        concerned,
        lambda one: Wrong(wrong) if one.id == case.id else everywhere,
    )
