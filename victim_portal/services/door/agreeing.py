"""What an officer agrees with the person: a passphrase or a code, and that a link goes out."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.link_codes import Proof, way_for_code
from victim_portal.domain.secure_link import (
    passphrase_problem,
    plain_passphrase,
)
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.domain.wording import WordingError
from victim_portal.services import audit
from victim_portal.services.ages import must_ask
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.links.issuing import end_links
from victim_portal.services.links.sending import KIND, cancel_waiting, queue_link
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import message_channels, standing_of
from victim_portal.store import door as door_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Offender, Passphrase, Person
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

NOT_IN_SCHEME = "They aren't in the scheme now, so they have no pages of their own."
CLOSED = "This case is closed, so they have no pages of their own."
ASK_FIRST = "The young person has turned 18: ask them before anyone else is told."
NOT_AGREED = "Agree a passphrase or a code with them first."
TWO_WAYS = (
    "A code needs two verified numbers or addresses that carry messages: one for the link, and "
    "another for the code."
)
MEANWHILE = "Somebody else changed this at the same moment. Look again."


def agree_passphrase(
    ctx: Context, actor: Actor, reference: str, typed: str, once: UUID | None = None
) -> None:
    """Keep the passphrase that was agreed with the person; an older one counts no more.

    What it opened before is shut: visits end, and so does a link that lives. Drafts are
    written anew, so that their notices carry a link. Raises InvalidError for `passphrase`
    with why it won't do, NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            if already_done(uow, once) is not None:
                return
            _check(uow, case)
            problem = passphrase_problem(typed, _easy(uow, case))
            if problem:
                raise InvalidError({"passphrase": problem})
            _agree(ctx, uow, actor, case, Proof.WORDS, plain_passphrase(typed))
            remember(uow, once, "agreed")
            uow.commit()
    except (LostUpdateError, ConstraintError):
        raise ConflictError(MEANWHILE) from None


def agree_code(ctx: Context, actor: Actor, reference: str) -> None:
    """Keep that a code, sent another way than the link, opens their pages from now on.

    What a passphrase opened before is shut. Agreed twice is agreed. Raises InvalidError with a
    sentence where the person hasn't two verified ways for messages, NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            _check(uow, case)
            agreed = door_store.passphrase(uow, case.id)
            if agreed is not None and agreed.proof == Proof.CODE:
                return
            if not _has_two_ways(ctx, uow, case):
                raise InvalidError({"": TWO_WAYS})
            # The hash is of a secret that nobody knows: no words open what a code opens.
            _agree(ctx, uow, actor, case, Proof.CODE, ctx.tokens.secret(32).hex())
            uow.commit()
    except (LostUpdateError, ConstraintError):
        raise ConflictError(MEANWHILE) from None


def end_passphrase(ctx: Context, actor: Actor, reference: str) -> None:
    """Shut a person's own pages: the passphrase, links and visits end at once.

    Ended twice is ended. Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        if shut(ctx, uow, actor, case, "ended"):
            replan(ctx, uow, actor, case)
        uow.commit()


def send_link(
    ctx: Context, actor: Actor, reference: str, channel_id: UUID, once: UUID | None = None
) -> None:
    """Queue a message with a link for one of the person's channels.

    It meets the last look like every other: where that holds it, there is a task. Raises
    InvalidError with a sentence where there is nothing to send, NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        if already_done(uow, once) is not None:
            return
        _check(uow, case)
        if door_store.passphrase(uow, case.id) is None:
            raise InvalidError({"": NOT_AGREED})
        channel = next((c for c in message_channels(uow, case) if c.id == channel_id), None)
        if channel is None:
            raise NotFoundError
        try:
            message = queue_link(ctx, uow, actor, case, channel)
        except WordingError as error:
            raise InvalidError({"": str(error)}) from None
        remember(uow, once, str(message.id))
        uow.commit()


def shut(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, why: str) -> bool:
    """End what opens a person's own pages, in the caller's transaction; whether anything did."""
    cancel_waiting(uow, actor, case)
    ended = end_links(ctx, uow, case.id, why)
    for visit in door_store.open_visits(uow, case.id):
        visit.ended_at = ctx.now()
    agreed = door_store.passphrase(uow, case.id)
    if agreed is not None:
        agreed.ended_at, agreed.ended_by = ctx.now(), actor.name
        audit.record(uow, actor, What.PASSPHRASE_ENDED, case.id, passphrase=str(agreed.id))
        uow.flush()
    return ended or agreed is not None


def _agree(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, proof: Proof, secret: str
) -> None:
    shut(ctx, uow, actor, case, "passphrase_changed")
    kept = uow.add(
        Passphrase(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            proof=proof.value,
            hash=ctx.passwords.hash(secret),
            agreed_by=actor.name,
            agreed_at=ctx.now(),
        )
    )
    uow.flush()
    audit.record(
        uow,
        actor,
        What.PASSPHRASE_AGREED,
        case.id,
        passphrase=str(kept.id),
        proof=proof.value,
    )
    replan(ctx, uow, actor, case)


def _has_two_ways(ctx: Context, uow: UnitOfWork, case: Case) -> bool:
    ways = [
        (one.id, one.value_index, standing_of(one))
        for one in message_channels(uow, case)
        if one.kind in KIND
    ]
    return any(way_for_code(ways, value, ctx.now()) is not None for _, value, _ in ways)


def why_not(uow: UnitOfWork, case: Case) -> str:
    """Why the person of a case can have no pages, as a sentence; "" where they can."""
    if case.closed_at is not None:
        return CLOSED
    if not receives_updates(Enrolment(case.enrolment)):
        return NOT_IN_SCHEME
    return ASK_FIRST if must_ask(uow, case) else ""


def _check(uow: UnitOfWork, case: Case) -> None:
    if problem := why_not(uow, case):
        raise InvalidError({"": problem})


def _easy(uow: UnitOfWork, case: Case) -> frozenset[str]:
    """What whoever is near would try first: everybody's names, the place, the year of birth."""
    person = uow.get(Person, case.person_id)
    offender = uow.get(Offender, case.offender_id)
    words: list[str] = []
    if person is not None:
        words += [person.first_name or "", person.last_name or "", person.called or ""]
        if person.born_on:
            born = person.born_on
            words += [str(born.year), f"{born.day}", f"{born.month}", f"{born:%d}", f"{born:%m}"]
    if offender is not None:
        words += [offender.first_name or "", offender.last_name or ""]
    for channel in people_store.channels_of(uow, case.person_id):
        words += (channel.value or "").replace("\n", " ").split()
        words += (channel.code_word or "").split()
    return frozenset(part for word in words for part in word.split() if part)
