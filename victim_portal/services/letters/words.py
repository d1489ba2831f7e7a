"""Writing a letter's words for one case, and giving them to the printer."""

from datetime import date

from victim_portal.domain.calendar import london_date
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import WordingError
from victim_portal.domain.wording.first_contact import LetterFacts, LetterWords, letter_words
from victim_portal.domain.wording.news_letter import news_letter
from victim_portal.ports import LetterContent
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.cover import cover_of
from victim_portal.services.errors import InvalidError
from victim_portal.services.letters.values import LetterShape, LetterText
from victim_portal.services.names import full_name
from victim_portal.store.models import Case, Channel, Letter, Person, Update, User
from victim_portal.store.unit_of_work import UnitOfWork

NOBODY = (
    "Nobody has this case yet. A letter names the officer to ring: the case is given out first."
)
NO_NUMBER = "The officer's telephone number isn't recorded. An administrator has to add it first."
NO_HOURS = "The officer's hours aren't recorded in {}. An administrator has to add them first."
UNREVIEWED = "The Welsh letters haven't been reviewed yet. Ask whether they would read English."


def write(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    channel: Channel,
    shape: LetterShape,
    made_on: date | None = None,
    code: str = "",
    valid_until: date | None = None,
) -> LetterText:
    """The words of a letter to an address, as they are on this case now.

    It has the date of `made_on`, or today's. Raises InvalidError with sentences, under
    `language` or "", where somebody, something or a reviewed text is missing.
    """
    language = shape.language
    person = uow.get(Person, channel.person_id)
    officer = uow.get(User, case.officer_id)
    problems = _missing(ctx, officer, language)
    if problems or person is None or officer is None:
        raise InvalidError(problems)
    welsh = language is Language.WELSH
    facts = LetterFacts(
        person_name=person.called or person.first_name or person.last_name or "",
        officer_first_name=officer.first_name,
        officer_phone=shown_phone(officer.telephone),
        officer_hours=officer.hours_welsh if welsh else officer.hours,
        **_other_ways(ctx, uow, officer),
        made_on=made_on or ctx.today(),
        code=code,
        valid_until=valid_until,
    )
    speaker = ctx.speaker(language)
    try:
        words = letter_words(shape.kind, shape.neutral, facts, language, speaker)
    except WordingError as error:
        raise InvalidError({"": str(error)}) from None
    if not ctx.may_speak(language, speaker.heard):
        raise InvalidError({"language": UNREVIEWED})
    return _addressed(person, channel, words, code, valid_until)


def write_news(
    ctx: Context, uow: UnitOfWork, channel: Channel, update: Update, made_on: date | None = None
) -> LetterText:
    """The words of a letter with the news of an update: those that were approved, and no others.

    It has the date of `made_on`, or today's. Raises InvalidError under "" with a sentence.
    """
    language = Language(update.language)
    person = uow.get(Person, channel.person_id)
    speaker = ctx.speaker(language)
    if person is None or not ctx.may_speak(language, update.text_versions):
        raise InvalidError({"": UNREVIEWED})
    try:
        words = news_letter(
            update.content_subject or "",
            update.content or "",
            made_on or ctx.today(),
            language,
            speaker,
        )
    except WordingError as error:
        raise InvalidError({"": str(error)}) from None
    if not ctx.may_speak(language, speaker.heard):
        raise InvalidError({"": UNREVIEWED})
    return _addressed(person, channel, words)


def _addressed(
    person: Person,
    channel: Channel,
    words: LetterWords,
    code: str = "",
    valid_until: date | None = None,
) -> LetterText:
    name = full_name(person.first_name, person.last_name)
    lines = [line.strip() for line in (channel.value or "").splitlines()]
    return LetterText(
        name=words.name,
        day=words.day,
        address=(name, *filter(None, lines)),
        parts=tuple((part.kind.value, part.text) for part in words.parts),
        code=code,
        valid_until=valid_until,
    )


def _other_ways(ctx: Context, uow: UnitOfWork, officer: User) -> dict[str, str]:
    """Who is rung when the officer is away, and where a text is read."""
    cover = cover_of(uow, officer)
    found = {"text_number": shown_phone(ctx.text_number) if ctx.text_number else ""}
    if cover is not None:
        found["cover_first_name"] = cover.first_name
        found["cover_phone"] = shown_phone(cover.telephone)
    return found


def content_of(letter: Letter) -> LetterContent:
    """A letter for the printer, exactly as it was made."""
    text = LetterText.from_json(letter.words)
    return LetterContent(
        letter_id=letter.id,
        made_on=london_date(letter.made_at),
        language=Language(letter.language),
        large_print=letter.large_print,
        name=text.name,
        day=text.day,
        address=text.address,
        parts=text.parts,
    )


def _missing(ctx: Context, officer: User | None, language: Language) -> dict[str, str]:
    """What stands against writing in a language, by the field that it belongs to."""
    if officer is None:
        return {"": NOBODY}
    if not officer.telephone.strip():
        return {"": NO_NUMBER}
    if language is Language.WELSH:
        return {} if officer.hours_welsh.strip() else {"language": NO_HOURS.format("Welsh")}
    return {} if officer.hours.strip() else {"": NO_HOURS.format("English")}
