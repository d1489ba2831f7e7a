"""May this letter be made, and may it still go? Every doubt is a sentence."""

from victim_portal.domain.calendar import london_date
from victim_portal.domain.contact import Allowed, may_use
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.first_contact import (
    LAST_LETTER_SAID,
    OFFERS_NOTHING,
    standing,
    was_posted,
)
from victim_portal.domain.vocabulary import (
    ChannelUse,
    Enrolment,
    Language,
    LetterKind,
)
from victim_portal.domain.wording.first_contact import day_in_words
from victim_portal.services.ages import asking_problem
from victim_portal.services.contacts.tried import round_of
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.letters.news_rules import news_doubts
from victim_portal.services.letters.values import LetterShape, LetterText
from victim_portal.services.letters.words import write, write_news
from victim_portal.services.minors import doubt_about_age
from victim_portal.services.safe_contact import standing_of
from victim_portal.services.usable_ways import address_problem, referral_doubt
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, Channel, Letter, Update, Verification
from victim_portal.store.unit_of_work import UnitOfWork

SAID_NO = {
    Enrolment.DECLINED: "They said no. Nothing is posted to them about the scheme.",
    Enrolment.OPTED_OUT: "They opted out. Nothing is posted to them about the scheme.",
    Enrolment.DO_NOT_CONTACT: "They asked not to be contacted. Nothing is posted to them.",
}
CLOSED = "This case is closed."


def refusal(case: Case) -> str:
    """Why nothing at all may be posted on a case, as a sentence; "" where it may."""
    return SAID_NO.get(Enrolment(case.enrolment), "")


def case_doubts(ctx: Context, uow: UnitOfWork, case: Case, kind: LetterKind) -> list[str]:
    """What about a case stands against a letter of this kind, as sentences."""
    found = [CLOSED] if case.closed_at is not None else []
    found += filter(None, [doubt_about_age(ctx, uow, case), referral_doubt(uow, case)])
    if kind in OFFERS_NOTHING:
        return found
    if case.enrolment in IN_SCHEME:
        found.append("They have joined already. This letter is for people who haven't answered.")
    if kind in (LetterKind.FIRST, LetterKind.SECOND) and last_letter_went(uow, case):
        found.append(LAST_LETTER_SAID)
    until = case.deferred_until
    if case.enrolment == Enrolment.DEFERRED and until is not None and until > ctx.today():
        in_words = day_in_words(until, Language.ENGLISH)
        found.append(f"They asked to decide later. Don't write before {in_words}.")
    return found


def last_letter_went(uow: UnitOfWork, case: Case) -> bool:
    """Whether the letter went, and hasn't come back, that says that nobody writes again.

    Whoever answered or was heard of since, or is offered the scheme again, begins anew.
    """
    now = round_of(uow, case, case_store.steps(uow, case.id))
    return any(
        one.kind is LetterKind.DOOR_OPEN
        and was_posted(one)
        and (now.reached_on is None or now.reached_on <= one.on)
        for one in standing(now.tried)
    )


def must_check(ctx: Context, channel: Channel) -> bool:
    """Whether somebody has to look first: nobody has confirmed that letters are safe there."""
    answer = may_use(standing_of(channel), ChannelUse.LETTER, ctx.now())
    return not isinstance(answer, Allowed)


def letter_doubts(
    ctx: Context, uow: UnitOfWork, case: Case, letter: Letter, channel: Channel
) -> tuple[str, ...]:
    """Why a letter that was made shouldn't go out any more, as sentences."""
    kind = LetterKind(letter.kind)
    found = case_doubts(ctx, uow, case, kind)
    if kind is LetterKind.UPDATE:
        return (
            *found,
            *news_doubts(ctx, uow, case, letter, channel),
            *_changed(ctx, uow, case, letter, channel),
        )
    problem = address_problem(channel) or asking_problem(uow, case, channel)
    if problem:
        found.append(problem)
    code = uow.get(Verification, letter.verification_id)
    if code is not None and (
        code.ended_at is not None
        or code.locked_at is not None
        or code.used_at is not None
        or code.expires_at <= ctx.now()
    ):
        found.append("The code in it doesn't count any more.")
    return (*found, *_changed(ctx, uow, case, letter, channel))


def _changed(
    ctx: Context, uow: UnitOfWork, case: Case, letter: Letter, channel: Channel
) -> list[str]:
    """What the same letter would say otherwise, were it made now."""
    made, made_on = LetterText.from_json(letter.words), london_date(letter.made_at)
    shape = LetterShape(LetterKind(letter.kind), Language(letter.language), letter.neutral)
    update = uow.get(Update, letter.update_id)
    try:
        if update is not None:
            now = write_news(ctx, uow, channel, update, made_on)
        else:
            now = write(ctx, uow, case, channel, shape, made_on, made.code, made.valid_until)
    except InvalidError as error:
        return list(error.problems.values())
    found = []
    if now.address != made.address:
        found.append("The name or the address has been changed since it was made.")
    if now.parts != made.parts:
        found.append("Its words would be different now: a name, a number or hours have changed.")
    return found
