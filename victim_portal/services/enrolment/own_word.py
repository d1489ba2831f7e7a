"""The answer of a young person who has come of age: theirs alone, and nothing carries over."""

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.coming_of_age import ONLY_THEIRS, access_ends_at, is_to_be_asked
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.ages import AGREE_AGAIN, ages_of
from victim_portal.services.channels.verifying import ask_to_confirm
from victim_portal.services.context import Context
from victim_portal.services.enrolment.values import AnswerInput, LevelInput
from victim_portal.store import people as people_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

ONLY_THEY = (
    "They are 18, and only they can answer. Speak to the young person alone, then tick that they "
    "said it themselves."
)


def own_word_problem(
    uow: UnitOfWork, case: Case, given: AnswerInput | LevelInput
) -> dict[str, str]:
    """What stands against an answer that somebody else may have given; empty where nothing.

    An answer of a day before the birthday was a parent's to give, and decides nothing now.
    """
    age = ages_of(uow, case)
    ends = access_ends_at(age)
    state = given.state if isinstance(given, AnswerInput) else Enrolment(case.enrolment)
    theirs = state in ONLY_THEIRS and is_to_be_asked(age, uow.clock.now())
    if not theirs or ends is None or given.on < london_date(ends) or given.own_word:
        return {}
    return {"own_word": ONLY_THEY}


def agree_ways_again(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Have each number and address agreed with them that a parent or guardian had agreed.

    One that they called still right and safe in the same talk is theirs already.
    """
    uow.flush()
    ends = access_ends_at(ages_of(uow, case))
    for channel in people_store.channels_of(uow, case.person_id):
        if channel.confirmed_at is None or ends is None or channel.confirmed_at >= ends:
            continue
        ask_to_confirm(ctx, uow, actor, case, channel, AGREE_AGAIN)
