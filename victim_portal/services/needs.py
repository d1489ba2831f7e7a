"""What a person needs to read, hear and follow, what they are called, and their language.

The needs travel with the person through all of their cases (Victims' Code, Right 1: to
understand and to be understood).
"""

from dataclasses import dataclass, field

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Language, Need
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.views import ChannelView, channel_views
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Person
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

DOUBLE = "This case is a double. Record it on the case that stays in its place."
CHANGED_MEANWHILE = "Somebody else changed what is recorded of this person. Nothing was saved."
AGREE_LANGUAGE = "agree_language"
LONGEST_CALLED = 80


@dataclass(frozen=True)
class NeedsInput:
    """What a person needs, as they said it. The two texts count only with their need."""

    called: str = field(default="", repr=False)
    language: Language = Language.ENGLISH
    needs: frozenset[Need] = field(default=frozenset(), repr=False)
    interpreter: str = field(default="", repr=False)
    advocate: str = field(default="", repr=False)


@dataclass(frozen=True)
class NeedsView:
    """What a person needs; `interpreter` is a language, `advocate` is who it is.

    `version` is that of the person's record, which a form shows back.
    """

    called: str = field(repr=False)
    language: Language
    needs: tuple[Need, ...] = field(repr=False)
    interpreter: str = field(repr=False)
    advocate: str = field(repr=False)
    version: int

    def has(self, need: Need) -> bool:
        """Whether they need this."""
        return need in self.needs


@dataclass(frozen=True)
class NeedsForm:
    """The needs for their form, with the channels, since each has a language of its own."""

    needs: NeedsView
    channels: tuple[ChannelView, ...]


def needs_of(person: Person) -> NeedsView:
    """What is recorded of a person's needs."""
    kept = person.needs or {}
    codes = set(kept.get("needs", ()))
    return NeedsView(
        called=person.called or "",
        language=Language(person.language),
        needs=tuple(need for need in Need if need.value in codes),
        interpreter=kept.get("interpreter", ""),
        advocate=kept.get("advocate", ""),
        version=person.row_version,
    )


def needs_for_form(ctx: Context, actor: Actor, reference: str) -> NeedsForm:
    """The needs of the person of a case; the view is recorded."""
    with ctx.store.writing() as uow:
        case, person = _within_reach(uow, actor, reference)
        own = people_store.channels_of(uow, person.id)
        shown = NeedsForm(needs_of(person), channel_views(own, ctx.now()))
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def record_needs(
    ctx: Context, actor: Actor, reference: str, given: NeedsInput, seen_version: int
) -> bool:
    """Keep what a person needs; `seen_version` is the record that was shown.

    What they are called and their language stand in words that are still to go, so all of
    their cases are planned again. True when the language changed and a number or address
    keeps another: then a task asks to agree it with them. Raises InvalidError, and
    ConflictError when somebody changed the record in between.
    """
    try:
        with ctx.store.writing() as uow:
            case, person = _within_reach(uow, actor, reference)
            if person.merged_into_id is not None:
                raise InvalidError({"": DOUBLE})
            _check(given)
            before, wanted = needs_of(person), _kept(given)
            if _same(before, given, wanted):
                return False
            if person.row_version != seen_version:
                raise ConflictError(CHANGED_MEANWHILE)
            person.called = " ".join(given.called.split()) or None
            person.language = given.language.value
            person.needs = wanted
            uow.flush()
            audit.record(uow, actor, What.NEEDS_CHANGED, case.id, needs=len(given.needs))
            to_agree = _ask_about_language(ctx, uow, actor, case, person, before.language)
            for one in case_store.of_person(uow, person.id):
                replan(ctx, uow, actor, one)
            uow.commit()
            return to_agree
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def _within_reach(uow: UnitOfWork, actor: Actor, reference: str) -> tuple[Case, Person]:
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    person = uow.get(Person, case.person_id)
    if person is None:
        raise NotFoundError
    return case, person


def _check(given: NeedsInput) -> None:
    problems: dict[str, str] = {}
    if Need.INTERPRETER in given.needs and not given.interpreter.strip():
        problems["interpreter"] = "Enter the language to interpret into."
    if Need.ADVOCATE in given.needs and not given.advocate.strip():
        problems["advocate"] = "Enter who their advocate is."
    if len(given.called) > LONGEST_CALLED:
        problems["called"] = f"The name must have at most {LONGEST_CALLED} characters."
    if problems:
        raise InvalidError(problems)


def _kept(given: NeedsInput) -> dict[str, object]:
    """The needs as they are stored."""
    interpreter = given.interpreter.strip() if Need.INTERPRETER in given.needs else ""
    advocate = given.advocate.strip() if Need.ADVOCATE in given.needs else ""
    codes = [need.value for need in Need if need in given.needs]
    return {"needs": codes, "interpreter": interpreter, "advocate": advocate}


def _same(before: NeedsView, given: NeedsInput, wanted: dict[str, object]) -> bool:
    """Whether it stands so already: sent twice, the second time changes nothing."""
    stands = {
        "needs": [need.value for need in before.needs],
        "interpreter": before.interpreter,
        "advocate": before.advocate,
    }
    called = " ".join(given.called.split())
    return (before.called, before.language, stands) == (called, given.language, wanted)


def _ask_about_language(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, person: Person, before: Language
) -> bool:
    """Each number and address has its own language: the new one isn't forced on them.

    Nobody who chose Welsh is written to in English without being asked, and the other way.
    """
    others = [
        one for one in people_store.channels_of(uow, person.id) if one.language != person.language
    ]
    if not others:
        for one in case_store.of_person(uow, person.id):
            tasks.settle(uow, actor, AGREE_LANGUAGE, one)
        return False
    if before == person.language:
        return False
    tasks.raise_for_case(
        uow,
        actor,
        case,
        AGREE_LANGUAGE,
        "Their language was changed, but a number or address keeps another: agree it with them",
        "Nobody is written to in a language they didn't choose",
        ctx.today(),
    )
    return True
