"""A safe-contact plan as it was given, judged and put on its row."""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.contact import ContactPlan, Window, plan_problems
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, ContactMethod, Language
from victim_portal.services.channels.reviews import check_review_on
from victim_portal.services.contact_values import normal_value
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.safe_contact import value_index, window_to
from victim_portal.store import people as people_store
from victim_portal.store.models import Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork

AGREED_BY = (
    ContactMethod.TELEPHONE,
    ContactMethod.VISIT,
    ContactMethod.LETTER,
    ContactMethod.EMAIL,
)
"""By which ways a plan can have been agreed with the person."""


@dataclass(frozen=True)
class ChannelInput:
    """A safe-contact plan as it was agreed; `value` counts only for a new channel.

    `agreed` is by which way it was agreed with the person, None while it wasn't.
    `review_on` is when they asked to be asked again, None for the usual period.
    """

    kind: ChannelKind
    value: str = field(default="", repr=False)
    uses: frozenset[ChannelUse] = frozenset()
    windows: tuple[Window, ...] = ()
    any_time: bool = False
    fuller_words: bool = False
    who_else: str = field(default="", repr=False)
    code_word: str = field(default="", repr=False)
    if_answered: str = field(default="", repr=False)
    if_dropped: str = field(default="", repr=False)
    name_to_give: str = field(default="", repr=False)
    danger: str = field(default="", repr=False)
    language: Language = Language.ENGLISH
    agreed: ContactMethod | None = None
    review_on: date | None = None


def check(ctx: Context, given: ChannelInput) -> None:
    """Raise InvalidError with a sentence for each field that is wrong."""
    plan = ContactPlan(given.uses, given.windows, given.any_time)
    problems: dict[str, str] = {}
    for sentence in plan_problems(given.kind, plan):
        name = "hours" if "hour" in sentence else "uses"
        problems[name] = f"{problems.get(name, '')} {sentence}".strip()
    for name, text in (("code_word", given.code_word), ("name_to_give", given.name_to_give)):
        if len(text.strip().splitlines()) > 1:
            problems[name] = "A code word has one line." if name == "code_word" else "One line."
    if given.agreed is not None and given.agreed not in AGREED_BY:
        problems["agreed"] = "Choose how you agreed it with them."
    problems |= check_review_on(ctx, given.review_on)
    if problems:
        raise InvalidError(problems)


def value_of(given: ChannelInput) -> str:
    """The number or address in its normal form; InvalidError for `value`."""
    try:
        return normal_value(given.kind, given.value)
    except ValueError as error:
        raise InvalidError({"value": str(error)}) from None


def apply(channel: Channel, given: ChannelInput) -> None:
    """Put a plan on its row."""
    for name, value in _columns(given).items():
        setattr(channel, name, value)


def says_what_stands(channel: Channel, given: ChannelInput) -> bool:
    """Whether a plan is, word for word, the one on the row already."""
    return all(getattr(channel, name) == value for name, value in _columns(given).items())


def _columns(given: ChannelInput) -> dict[str, object]:
    return {
        "uses": sorted(use.value for use in given.uses),
        "windows": [window_to(window) for window in given.windows],
        "any_time": given.any_time,
        "fuller_words": given.fuller_words,
        "who_else": given.who_else.strip() or None,
        "code_word": given.code_word.strip() or None,
        "if_answered": given.if_answered.strip() or None,
        "if_dropped": given.if_dropped.strip() or None,
        "name_to_give": given.name_to_give.strip() or None,
        "danger": given.danger.strip() or None,
        "language": given.language.value,
    }


def is_looser(before: ContactPlan, given: ChannelInput) -> bool:
    """Whether a plan allows a use, an hour or words that it didn't; a doubt is a yes."""
    hours_narrowed = before.any_time or set(given.windows) <= set(before.windows)
    return (
        not given.uses <= before.uses
        or (given.fuller_words and not before.fuller_words)
        or (given.any_time and not before.any_time)
        or not hours_narrowed
    )


def is_known(uow: UnitOfWork, person: Person, kind: ChannelKind, value: str) -> bool:
    """Whether the person has this already; a number is one number, by whatever name."""
    phones = (ChannelKind.MOBILE, ChannelKind.LANDLINE)
    kinds = phones if kind in phones else (kind,)
    indexes = {value_index(uow, one, value) for one in kinds}
    return any(c.value_index in indexes for c in people_store.channels_of(uow, person.id))
