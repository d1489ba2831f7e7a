"""What they choose of how they are told: it holds at once, and the officer sees it."""

from collections.abc import Callable

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.avoided_days import read_avoided
from victim_portal.domain.own_choices import Liked, liked_in
from victim_portal.domain.vocabulary import ContactMethod, Language, Level
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.again import again_where_lost
from victim_portal.services.door.values import OwnChoices, Visitor
from victim_portal.services.enrolment import (
    LevelInput,
    change_own_level,
    consent_words,
    level_now,
)
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.planning import replan
from victim_portal.services.preferences import note_changed
from victim_portal.services.safe_contact import window_from, window_to
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Person, Preference
from victim_portal.store.unit_of_work import UnitOfWork


def own_choices(ctx: Context, visitor: Visitor) -> OwnChoices:
    """What stands of their choices; `liked` is None for hours that no page can show."""
    with ctx.store.reading() as uow:
        row = case_store.preference(uow, visitor.case_id)
        person = uow.get(Person, visitor.person_id)
        return OwnChoices(
            level=Level(row.level) if row else None,
            call_first=row.call_first if row else False,
            liked=liked_in([window_from(one) for one in row.windows]) if row else Liked(),
            avoided=tuple(row.dates_to_avoid or ()) if row else (),
            language=Language(person.language) if person else Language.ENGLISH,
        )


def words_of_level(ctx: Context, level: Level, language: Language) -> str:
    """The words to which they say yes; "" where they can't be shown in that language."""
    return consent_words(ctx, level, language)


def choose_level(
    ctx: Context, visitor: Visitor, level: Level, shown_in: Language, said: str
) -> None:
    """How much they hear from now on: consent, with the words that were shown and theirs.

    Chosen again is chosen. Raises InvalidError where it can't be recorded now.
    """

    def work() -> None:
        with ctx.store.writing() as uow:
            case = _case(uow, visitor)
            if level_now(uow, case) is level:
                return
            given = LevelInput(level, ctx.today(), ContactMethod.VICTIM_PAGES, shown_in, said)
            change_own_level(ctx, uow, THE_PERSON, case, given)
            uow.commit()

    again_where_lost(work)


def choose_hours(ctx: Context, visitor: Visitor, liked: Liked) -> None:
    """On which days and at which hours they like to hear: never more than each plan allows."""

    def put(row: Preference) -> None:
        row.windows = [window_to(one) for one in liked.windows]

    _change(ctx, visitor, put)


def choose_ring_first(ctx: Context, visitor: Visitor, *, wanted: bool) -> None:
    """Whether they are rung before hard news comes by message."""

    def put(row: Preference) -> None:
        row.call_first = wanted

    _change(ctx, visitor, put)


def avoid_day(ctx: Context, visitor: Visitor, typed: str) -> None:
    """One more day on which nothing comes, as `domain.avoided_days` reads it.

    Raises InvalidError for `day` where it is none, or where there are too many.
    """
    try:
        (more,) = read_avoided(typed)
    except ValueError as error:
        raise InvalidError({"day": str(error)}) from None

    def put(row: Preference) -> None:
        row.dates_to_avoid = list(_checked([*(row.dates_to_avoid or ()), more]))

    _change(ctx, visitor, put)


def stop_avoiding(ctx: Context, visitor: Visitor, day: str) -> None:
    """Something may come on a day again; one that isn't avoided changes nothing."""

    def put(row: Preference) -> None:
        left = [one for one in row.dates_to_avoid or () if one != day]
        row.dates_to_avoid = left or None

    _change(ctx, visitor, put)


def choose_language(ctx: Context, visitor: Visitor, language: Language) -> None:
    """In which language they are written to and read their pages, whatever is queued.

    Their own numbers and addresses get it too; codes on their way to be verified end.
    """

    def work() -> None:
        with ctx.store.writing() as uow:
            case, person = _case(uow, visitor), uow.get(Person, visitor.person_id)
            if person is None:
                raise NotFoundError
            person.pages_language = language.value
            person.language = language.value
            changed = 0
            for channel in people_store.channels_of(uow, person.id):
                if channel.language != language:
                    end_live_code(ctx, uow, THE_PERSON, channel.id, "plan_changed")
                    channel.language = language.value
                    changed += 1
            uow.flush()
            audit.record(uow, THE_PERSON, What.LANGUAGE_CHOSEN, case.id, channels=changed)
            for one in case_store.of_person(uow, person.id):
                replan(ctx, uow, THE_PERSON, one)
            uow.commit()

    again_where_lost(work)


def read_in(ctx: Context, visitor: Visitor, language: Language) -> None:
    """In which language their pages are shown from now on; their messages stay as they are."""

    def work() -> None:
        with ctx.store.writing() as uow:
            person = uow.get(Person, visitor.person_id)
            if person is not None and person.pages_language != language:
                person.pages_language = language.value
            uow.commit()

    again_where_lost(work)


def _checked(days: list[str]) -> tuple[str, ...]:
    """Days as they are kept, in order and each once; InvalidError where there are too many."""
    try:
        return read_avoided("\n".join(_readable(day) for day in days))
    except ValueError as error:
        raise InvalidError({"day": str(error)}) from None


def _readable(stored: str) -> str:
    return "/".join(str(int(part)) for part in reversed(stored.split("-")))


def _change(ctx: Context, visitor: Visitor, put: Callable[[Preference], None]) -> None:
    def work() -> None:
        with ctx.store.writing() as uow:
            case = _case(uow, visitor)
            row = case_store.locked_preference(uow, case.id)
            if row is None:
                raise NotFoundError
            before = _standing(row)
            put(row)
            if _standing(row) != before:
                note_changed(ctx, uow, THE_PERSON, case, row)
            uow.commit()

    again_where_lost(work)


def _standing(row: Preference) -> tuple[object, ...]:
    return (row.call_first, list(row.windows), list(row.dates_to_avoid or ()))


def _case(uow: UnitOfWork, visitor: Visitor) -> Case:
    case = uow.get(Case, visitor.case_id)
    if case is None:
        raise NotFoundError
    return case
