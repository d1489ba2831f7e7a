"""The letter with an update's news: chosen, read in its exact words, and made."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ChannelKind, Language, LetterKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.views import shown_value
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters.choosing import (
    WAITS,
    by_sign_or_speech,
    reads_easy_words,
    seen_of,
    wants_large_print,
    who_else,
)
from victim_portal.services.letters.making import CHOOSE, MAKE_AGAIN, READ_AGAIN, keep
from victim_portal.services.letters.news_rules import news_problem, news_way_problem
from victim_portal.services.letters.rules import case_doubts, refusal
from victim_portal.services.letters.values import (
    AddressChoice,
    LetterForm,
    LetterInput,
    LetterShape,
    LetterText,
)
from victim_portal.services.letters.words import write_news
from victim_portal.services.minors import spoken_with
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.updates.reading import update_within_reach, words_digest
from victim_portal.store import letters as letter_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person, Update
from victim_portal.store.unit_of_work import UnitOfWork

KIND = LetterKind.UPDATE
AGREED = (
    "Somebody else may open the post there. Tick this once you have agreed with them that this "
    "letter may come."
)


def news_letter_form(
    ctx: Context,
    actor: Actor,
    reference: str,
    update_id: UUID,
    given: LetterInput | None = None,
) -> LetterForm:
    """What the page of a letter with news shows, with the words of the update as they stand.

    The view is recorded. NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, person, update = _asked(uow, actor, reference, update_id)
        usable, not_usable = _addresses(ctx, uow, case, update)
        chosen = replace(given, language=Language(update.language)) if given else None
        chosen = chosen or _preset(person, update, usable)
        channel = next((one for one in usable if one.id == chosen.channel_id), None)
        text, problems = _written(ctx, uow, update, channel)
        shown = LetterForm(
            kind=KIND,
            refused=_refusals(ctx, uow, case, update, usable),
            addresses=tuple(
                AddressChoice(one.id, shown_value(one), bool(who_else(one)), who_else(one))
                for one in usable
            ),
            not_usable=not_usable,
            posted_before=_posted(uow, case, update),
            given=chosen,
            text=text,
            seen=seen_of(text),
            problems=problems,
            by_sign_or_speech=by_sign_or_speech(person),
            spoken_with=spoken_with(ctx, person),
            easy_read=reads_easy_words(person),
        )
        audit.update_viewed(uow, actor, update)
        uow.commit()
        return shown


def make_news_letter(
    ctx: Context,
    actor: Actor,
    reference: str,
    update_id: UUID,
    given: LetterInput,
    once: UUID | None = None,
) -> UUID:
    """Make the letter with exactly the words that were approved and read; it waits to be posted.

    Raises InvalidError with sentences (fields `channel`, `checked` or ""), ConflictError where
    the words aren't the ones that were read, NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, _, update = _asked(uow, actor, reference, update_id)
        said = saying("make_news_letter", reference, update_id, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        # Two officers who make one letter in the same moment make one.
        uow.only_one_for(case.id)
        usable, _ = _addresses(ctx, uow, case, update)
        channel = next((one for one in usable if one.id == given.channel_id), None)
        refused = _refusals(ctx, uow, case, update, usable)
        problems = {"": " ".join(refused)} if refused else {}
        if channel is None:
            problems["channel"] = CHOOSE
        elif who_else(channel) and not given.checked:
            problems["checked"] = AGREED
        if channel is None or problems:
            raise InvalidError(problems)
        text = write_news(ctx, uow, channel, update)
        if given.seen != seen_of(text):
            raise ConflictError(READ_AGAIN)
        shape = LetterShape(KIND, Language(update.language), large_print=given.large_print)
        letter = keep(ctx, uow, actor, case, channel, shape, text, update=update)
        audit.record(
            uow,
            actor,
            What.UPDATE_PRINTED,
            case.id,
            update=str(update.id),
            version=update.version,
            digest=words_digest(update),
            letter=str(letter.id),
        )
        for older in letter_store.of_update(uow, case.id, update.id):
            if older.discarded_at is not None:
                tasks.settle(uow, actor, MAKE_AGAIN, case, key=str(older.id))
        remember(uow, once, str(letter.id), said)
        uow.commit()
        return letter.id


def _asked(
    uow: UnitOfWork, actor: Actor, reference: str, update_id: UUID
) -> tuple[Case, Person, Update]:
    case, update = update_within_reach(uow, actor, reference, update_id)
    person = uow.get(Person, case.person_id)
    if person is None:
        raise NotFoundError
    return case, person, update


def _addresses(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update
) -> tuple[list[Channel], tuple[tuple[str, str], ...]]:
    """The addresses to which this news may go, and the others as shown, each with why not."""
    usable, not_usable = [], []
    for channel in people_store.channels_of(uow, case.person_id):
        if channel.kind != ChannelKind.POST:
            continue
        problem = news_way_problem(ctx, uow, case, update, channel)
        if problem:
            not_usable.append((shown_value(channel), problem))
        else:
            usable.append(channel)
    return usable, tuple(not_usable)


def _refusals(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update, usable: list[Channel]
) -> tuple[str, ...]:
    """Why no letter can be made of this update at all, as sentences."""
    no = refusal(case)
    found = [no] if no else case_doubts(ctx, uow, case, KIND)
    # The way is the same question for each: whichever may be used answers for the news.
    if not found and usable:
        found = list(filter(None, [news_problem(ctx, uow, case, update, usable[0])]))
    if any(one.update_id == update.id for one in letter_store.waiting(uow, case.id, KIND)):
        found.append(WAITS)
    return tuple(found)


def _preset(person: Person, update: Update, usable: list[Channel]) -> LetterInput:
    return LetterInput(
        channel_id=usable[0].id if len(usable) == 1 else None,
        language=Language(update.language),
        large_print=wants_large_print(person),
    )


def _written(
    ctx: Context, uow: UnitOfWork, update: Update, channel: Channel | None
) -> tuple[LetterText | None, dict[str, str]]:
    if channel is None:
        return None, {}
    try:
        return write_news(ctx, uow, channel, update), {}
    except InvalidError as error:
        return None, error.problems


def _posted(uow: UnitOfWork, case: Case, update: Update) -> tuple[date, ...]:
    return tuple(
        one.posted_on
        for one in letter_store.of_update(uow, case.id, update.id)
        if one.posted_on is not None and one.returned_on is None
    )
