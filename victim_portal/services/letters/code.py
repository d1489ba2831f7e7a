"""The letter that carries a code: for an address that is to be verified."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Language, LetterKind
from victim_portal.services import audit, tasks
from victim_portal.services.ages import asking_problem
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.letter_tasks import POST
from victim_portal.services.letters.choosing import wants_large_print
from victim_portal.services.letters.making import keep
from victim_portal.services.letters.rules import case_doubts, refusal
from victim_portal.services.letters.values import LetterShape
from victim_portal.services.letters.words import write
from victim_portal.services.usable_ways import address_problem
from victim_portal.store import letters as letter_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork


def make_code_letter(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    channel: Channel,
    verification_id: UUID,
    code: str,
    valid_until: date,
) -> UUID:
    """Make the letter that carries `code`, in the caller's transaction; its id.

    It says only: please ring me and read me this code, which counts until that day. It is
    in the language of the channel, and in large print for who needs it. An older letter with
    a code to the same address that wasn't posted is discarded. Raises InvalidError with
    sentences, under `language` or "", where it can't be written.
    """
    stands_against = [refusal(case) or address_problem(channel)]
    stands_against.append(asking_problem(uow, case, channel))
    stands_against += case_doubts(ctx, uow, case, LetterKind.CODE)
    problem = next(filter(None, stands_against), "")
    if problem:
        raise InvalidError({"": problem})
    for older in letter_store.waiting(uow, case.id, LetterKind.CODE):
        if older.channel_id == channel.id:
            older.discarded_at = ctx.now()
            audit.record(uow, actor, What.LETTER_DISCARDED, case.id, letter=str(older.id))
            tasks.settle(uow, actor, POST, case, key=str(older.id))
    person = uow.get(Person, channel.person_id)
    shape = LetterShape(
        LetterKind.CODE,
        Language(channel.language),
        neutral=True,
        large_print=person is not None and wants_large_print(person),
    )
    text = write(ctx, uow, case, channel, shape, code=code, valid_until=valid_until)
    return keep(ctx, uow, actor, case, channel, shape, text, verification_id).id
