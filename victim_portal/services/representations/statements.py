"""Victim personal statements: a new version each time, withdrawn as a whole."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.representations import WrittenBy, repeated_passages
from victim_portal.domain.richtext import Block, plain_text
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.representations.family import (
    MOST_NOTE,
    SAY_WHY,
    TOO_LONG_A_NOTE,
    needs_note,
)
from victim_portal.services.representations.rows import (
    LONGEST,
    TOO_LONG,
    current_statement,
    date_problem,
    may_take,
    offer_to_officer,
    open_case,
    writing,
)
from victim_portal.services.representations.values import StatementInput
from victim_portal.services.representations.versions import (
    Wishes,
    Words,
    keep_version,
    withdraw_versions,
)
from victim_portal.services.sanitise import sanitise
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

ASK_THE_MANAGER = (
    "Ask your manager to record it: on a case by discretion the manager decides whether a "
    "statement goes to the Parole Board."
)
NEWER_VERSION = (
    "Somebody else recorded a version while this page was open. Read it on the page of the "
    "representations, then save this again if it is to take its place."
)


def record_statement(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: StatementInput,
    once: UUID | None = None,
    replaces: int | None = None,
) -> int:
    """Record a version of the statement and return its number, 1 for the first.

    The version before is replaced and kept. `replaces` is the newest version that the form
    was made from, 0 for none. Raises InvalidError: `statement` where the
    Parole Board doesn't decide (the sentence says what can be done instead), else a
    sentence for each field; NotFoundError out of reach; ConflictError when somebody was
    faster.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        said = saying("record_statement", reference, given, replaces)
        done = already_done(uow, once, said)
        if done is not None:
            return int(done)
        _check_offer(uow, actor, case)
        body, withheld = sanitise(given.body), sanitise(given.withheld)
        reasons = sanitise(given.withheld_reasons)
        problems = _problems(ctx, given, body, withheld, reasons)
        problems |= _family_problem(uow, case, given)
        if problems:
            raise InvalidError(problems)
        before = store.statements(uow, case.id)
        if replaces is not None and replaces != (before[0].version if before else 0):
            raise ConflictError(NEWER_VERSION)
        statement = keep_version(
            ctx,
            uow,
            actor,
            case,
            Words(body, withheld, reasons),
            written_by=given.written_by,
            preference=given.reading_preference,
            language=given.language,
            signed_on=given.signed_on,
            read_back_on=given.read_back_on,
            wishes=Wishes(given.observing, given.support, given.family_note),
        )
        remember(uow, once, str(statement.version), said)
        uow.commit()
        return statement.version


def withdraw_statement(ctx: Context, actor: Actor, reference: str) -> None:
    """Withdraw the statement, every version of it: no older one comes back.

    Leaves a task to tell whoever has it. Raises InvalidError (field `statement`) when
    there is none that stands, NotFoundError, ConflictError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        statements = store.statements(uow, case.id)
        if current_statement(statements) is None:
            raise InvalidError({"statement": "There is no statement to withdraw."})
        withdraw_versions(ctx, uow, actor, case)
        uow.commit()


def _check_offer(uow: UnitOfWork, actor: Actor, case: Case) -> None:
    offer = offer_to_officer(uow, case)
    if not offer.offered:
        raise InvalidError({"statement": offer.reason})
    if not may_take(uow, actor, case, offer):
        raise InvalidError({"statement": ASK_THE_MANAGER})


def _family_problem(uow: UnitOfWork, case: Case, given: StatementInput) -> dict[str, str]:
    if len(given.family_note.strip()) > MOST_NOTE:
        return {"family_note": TOO_LONG_A_NOTE}
    if given.signed_on is None or given.family_note.strip():
        return {}
    review = offender_store.open_review(uow, case.offender_id)
    missing = needs_note(uow, case, review.id if review else None)
    return {"family_note": SAY_WHY} if missing else {}


def _problems(
    ctx: Context,
    given: StatementInput,
    body: tuple[Block, ...],
    withheld: tuple[Block, ...],
    reasons: tuple[Block, ...],
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not body:
        problems["body"] = "Enter the statement."
    if given.written_by is WrittenBy.DICTATED and given.signed_on and not given.read_back_on:
        problems["read_back_on"] = "Enter the day on which it was read back to the victim."
    if given.signed_on and given.read_back_on and given.read_back_on > given.signed_on:
        problems["read_back_on"] = "It is read back before it is signed."
    for name, day in (("read_back_on", given.read_back_on), ("signed_on", given.signed_on)):
        wrong = date_problem(day, ctx.today())
        if wrong:
            problems[name] = wrong
    if withheld and not reasons:
        problems["withheld_reasons"] = (
            "Enter the reasons: whose health, safety or welfare it would harm if the prisoner "
            "read this, and why withholding it is necessary and proportionate."
        )
    if reasons and not withheld:
        problems["withheld"] = "Enter the material that the prisoner must not read."
    repeated = repeated_passages(
        tuple(plain_text(body).splitlines()), tuple(plain_text(withheld).splitlines())
    )
    if repeated:
        problems["withheld"] = (
            f"This stands in the statement as well, which the prisoner reads: “{repeated[0]}”. "
            "Take it out of one of the two."
        )
    texts = (
        ("body", given.body),
        ("withheld", given.withheld),
        ("withheld_reasons", given.withheld_reasons),
    )
    if len(given.support.strip()) > MOST_NOTE:
        problems["support"] = TOO_LONG_A_NOTE
    return problems | {name: TOO_LONG for name, text in texts if len(text) > LONGEST}
