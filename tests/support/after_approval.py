"""What may happen to news between its approval and its sending: by people, time and mistakes.

An act changes rows behind the services' backs, as a rule that was forgotten would, or goes
through a service. Numbers choose what it does, so that a history can be told again.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.oracle import Watched
from tests.support.portal import Portal
from tests.support.updates import EMAIL, MOBILE, Told, told
from tests.support.wrong_news import name_wrong
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.channels import suspend_channel
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.updates import cancel_update
from victim_portal.services.updates.reading import words_digest
from victim_portal.store import updates as update_store
from victim_portal.store.models import (
    Case,
    ContactLog,
    KeyDate,
    KeyDates,
    Message,
    Person,
    Update,
)

REFUSED = (ConflictError, InvalidError, NotAllowedError, NotFoundError)
STAGES = (
    Stage.ANNUAL_CONTACT,
    Stage.PAROLE_REVIEW_STARTED,
    Stage.PRE_RELEASE,
    Stage.LICENCE_VARIED,
    Stage.RECALLED,
)
STARTS = (
    datetime(2026, 11, 18, 12, 0, tzinfo=UTC),
    # The nights in which the clocks change, before and in the hour itself.
    datetime(2027, 3, 27, 22, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 55, tzinfo=UTC),
    datetime(2026, 10, 24, 21, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    # Midnight in London in summer, a year's end, and the end of a February.
    datetime(2027, 6, 30, 22, 59, 58, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 40, tzinfo=UTC),
    datetime(2027, 2, 28, 9, 0, tzinfo=UTC),
)
HOSTILE = (
    "Hello Ana. The prison wrote to us.",
    "Hello Ana. The PRlSON wrote: the pri\u200bson.",
    "Hello Ana. News of Pat Doe.",
    "Hello Ana. News of Mr D\u00f6e.",
    "Hello Ana. News from Winchester Crown Court.",
    "Hello {name}. Please ring.",
    "Hello Ana. Look at https://localhost.example.org/news",
    "Hello Ana. Please ring on 3 March.",
    "Hello Ana. Mae newyddion o'r carchar.",
    "Hello Ana. \uff50\uff41\uff52\uff4f\uff4c\uff45 news.",
    "Hello Ana of 14 Brookside Lane.",
    "Hello Ana Moss-Reed.",
)
LEVELS = ("release_month_only", "annual", "key_stages")
ANSWERS = ("opted_in", "opted_back_in", "opted_out", "declined", "deferred", "do_not_contact",
           "offered", "no_response", "not_offered")  # fmt: skip
KINDS = (ChannelKind.MOBILE, ChannelKind.EMAIL, ChannelKind.POST)
numbers = itertools.count()


@dataclass
class World:
    """One person's news, from its approval on."""

    portal: Portal
    news: Told
    provider: Watched
    done: Counter[str] = field(default_factory=Counter)
    left: list[Message] = field(default_factory=list)

    @classmethod
    def begun(
        cls, portal: Portal, start: int, stage: int, *, by_manager: bool, fuller: bool
    ) -> "World":
        """Approved news on a phone and in a mailbox, at one of the moments to begin at."""
        number = next(numbers)
        years, first = divmod(start, len(STARTS))
        # By whole weeks, so that the clocks of the later years change in the same night.
        portal.clock.set(STARTS[first] + timedelta(weeks=52 * years))
        news = told(portal, kinds=KINDS, stage=STAGES[stage % len(STAGES)], number=number)
        world = cls(portal, news, Watched(portal))
        if fuller:
            for kind in ("mobile", "email"):
                news.change_channel(kind, fuller_words=True)
        with portal.ctx.store.reading() as uow:
            world.provider.approved(uow.session.get_one(Update, news.update_id))
        with suppress(*REFUSED):
            news.approve(portal.manager if by_manager else portal.officer)
        return world

    @property
    def today(self) -> date:
        """The day in London."""
        return self.portal.ctx.today()

    def do(self, act: str, number: int) -> None:
        """One act, chosen in its details by a number."""
        with suppress(*REFUSED, LookupError):
            ACTS[act](self, number)
            self.done[act] += 1

    def work(self) -> None:
        """A round of the worker."""
        deliver_due(self.portal.ctx, self.provider.senders, f"worker {next(numbers)}")

    def end(self) -> None:
        """Take back what still waits: the provider of the next history knows nothing of it."""
        self.left = [one for one in self.news.messages() if one.state in ("queued", "claimed")]
        for one in self.left:
            self.news.change(Message, one.id, state="cancelled")

    def channel(self, number: int, **values: Any) -> None:
        """Change the phone or the mailbox."""
        self.news.change_channel(("mobile", "email")[number % 2], **values)

    def message(self, number: int, **values: Any) -> None:
        """Change a message that waits."""
        found = self.news.messages()
        if not found:
            raise LookupError
        self.news.change(Message, found[number % len(found)].id, **values)

    def update(self, **values: Any) -> None:
        """Change the update."""
        self.news.change(Update, self.news.update_id, **values)


def new_dates(world: World, number: int) -> None:
    """A new version of the key dates: the date moves, goes, or stands as it was."""
    with world.portal.ctx.store.writing() as uow:
        case = uow.session.get_one(Case, world.news.case_id)
        versions = uow.session.query(KeyDates).filter_by(offender_id=case.offender_id).count()
        made = KeyDates(
            id=uow.tokens.uuid(), offender_id=case.offender_id, version=versions + 1,
            source="typed", status="TYPED", flags=[], received_at=uow.clock.now(),
            recorded_by="tester",
        )  # fmt: skip
        uow.add(made)
        uow.flush()
        code, since = (("CRD", versions + 1), ("SED", versions + 1), ("CRD", 1))[number % 3]
        uow.add(KeyDate(id=uow.tokens.uuid(), key_dates_id=made.id, code=code,
                        falls_on=date(2027, 2 + number % 9, 10), since_version=since))  # fmt: skip
        uow.commit()


def contact(world: World, number: int) -> None:
    """Somebody is rung: the person, or a person who isn't theirs; it may be undone."""
    with world.portal.ctx.store.writing() as uow:
        case = uow.session.get_one(Case, world.news.case_id)
        outcome = ("spoke", "no_answer", "spoke", "spoke")[number % 4]
        uow.add(
            ContactLog(
                id=uow.tokens.uuid(), case_id=case.id, person_id=case.person_id,
                on=world.today, inward=False, method="telephone", outcome=outcome,
                with_id=case.person_id if number % 4 == 2 else None, recorded_by="tester",
                recorded_at=uow.clock.now(), undone_at=uow.clock.now() if number % 4 == 3 else None,
                undone_by="tester" if number % 4 == 3 else None,
            )
        )  # fmt: skip
        uow.commit()


def coming_of_age(world: World, number: int) -> None:
    """A parent holds the case, and the 18th birthday is yesterday, today, tomorrow or far off."""
    off = (-1, 0, 1, 400)[number % 4]
    day = world.today + timedelta(days=off)
    with suppress(ValueError):
        day = day.replace(year=day.year - 18)
        world.news.change(Person, world.news.person_id, born_on=day)
        world.news.change_case(relationship="parent_or_guardian")


def hostile_words(world: World, number: int) -> None:
    """Words that got past the approval: their digest, their message and who read them fit."""
    words = HOSTILE[number % len(HOSTILE)]
    with world.portal.ctx.store.writing() as uow:
        update = uow.session.get_one(Update, world.news.update_id)
        update.notice_sms = update.notice_email = words
        found = uow.session.query(Message).filter_by(update_id=update.id).all()
        for message in found:
            message.body = words
        for approval in update_store.approvals(uow, update.id):
            approval.words_digest = words_digest(update)
        world.provider.approved(update)
        uow.commit()


def found_wrong(world: World, number: int) -> None:
    """Somebody finds it wrong, finds that it wasn't, or found a version before it wrong."""
    days_ago = 30 if number % 3 == 2 else 0
    name_wrong(world.portal, world.news, days_ago, dropped=number % 3 == 1)


def hours(number: int, world: World) -> list[dict[str, Any]]:
    """Safe or preferred hours: around now, around the change of the clocks, or at another time."""
    local = world.portal.clock.now().astimezone(UTC)
    start = f"{local.hour:02d}:00"
    days = ([local.weekday()], list(range(7)), [(local.weekday() + 3) % 7])[number % 3]
    spans = ((start, "23:59"), ("01:00", "02:00"), ("00:30", "01:30"), ("09:00", "17:00"))
    begin, end = spans[number % len(spans)]
    return [{"days": days, "start": begin, "end": end}] if begin < end else []


def _suspend(world: World, number: int) -> None:
    suspend_channel(
        world.portal.ctx, world.portal.officer, world.news.reference,
        world.news.channels[("mobile", "email")[number % 2]], "Somebody else answered.",
    )  # fmt: skip


def _cancel(world: World, number: int) -> None:
    update = world.news.update()
    cancel_update(
        world.portal.ctx, world.portal.officer, world.news.reference, update.id,
        "Told by telephone.", update.version,
    )  # fmt: skip


def _another_persons(world: World, number: int) -> None:
    other = told(world.portal, kinds=KINDS, number=next(numbers))
    world.message(number, channel_id=other.channels[("mobile", "email")[number % 2]])


def _at(world: World, number: int) -> datetime | None:
    """Never, a while ago, or not yet."""
    return (None, world.portal.clock.now() + timedelta(hours=3))[number % 2]


ACTS: dict[str, Callable[[World, int], Any]] = {
    "dates": new_dates,
    "answer": lambda w, n: w.news.change_case(enrolment=ANSWERS[n % len(ANSWERS)]),
    "answered again": lambda w, n: w.news.change_case(enrolment_version=3 + n % 3),
    "asked again": lambda w, n: w.news.change_preference(version=2 + n % 3),
    "closed": lambda w, n: w.news.change_case(
        closed_at=w.portal.clock.now(), closed_why="ended", officer_id=None, officer_active=None
    ),
    "level": lambda w, n: w.news.change_preference(level=LEVELS[n % 3]),
    "call first": lambda w, n: w.news.change_preference(call_first=n % 3 > 0),
    "rung": contact,
    "days to avoid": lambda w, n: w.news.change_preference(
        dates_to_avoid=[
            (w.today + timedelta(days=n % 3)).strftime(("%Y-%m-%d", "%m-%d")[n % 2]),
            "02-29",
        ]
    ),
    "preferred hours": lambda w, n: w.news.change_preference(windows=hours(n, w)),
    "turns 18": coming_of_age,
    "safe hours": lambda w, n: w.channel(n, any_time=n % 5 == 0, windows=hours(n, w)),
    "any time": lambda w, n: w.channel(n, any_time=True, windows=[]),
    "suspended": lambda w, n: w.channel(n, suspended_at=w.portal.clock.now()),
    "suspended by staff": _suspend,
    "ended": lambda w, n: w.channel(n, ended_at=w.portal.clock.now()),
    "verified": lambda w, n: w.channel(n, verified_at=_at(w, n // 2)),
    "confirmed": lambda w, n: w.channel(n, confirmed_at=_at(w, n // 2)),
    "review": lambda w, n: w.channel(n, review_on=w.today + timedelta(days=n % 4 - 1)),
    "uses": lambda w, n: w.channel(n, uses=(["call"], [], ["sms", "email"])[n % 3]),
    "fuller words": lambda w, n: w.channel(n, fuller_words=n % 4 > 1),
    "language": lambda w, n: w.channel(n, language=("en", "cy")[n // 2 % 2]),
    "another's channel": _another_persons,
    "other words": lambda w, n: w.message(n, body="Other words. Please ring."),
    "words edited": lambda w, n: w.update(notice_sms="Edited.", notice_email="Edited."),
    "unseen words": lambda w, n: w.update(content="Edited."),
    "hostile words": hostile_words,
    "version": lambda w, n: w.update(version=2, approved_version=2),
    "back to draft": lambda w, n: w.update(state="draft", approved_version=None),
    "a manager's": lambda w, n: w.update(needs_manager=True),
    "rests on nothing": lambda w, n: w.update(facts={}),
    "cancelled": _cancel,
    "found wrong": found_wrong,
    "deadline": lambda w, n: w.message(n, deadline_on=w.today + timedelta(days=n % 4 - 1)),
    "number": lambda w, n: w.channel(n, value=(MOBILE, EMAIL)[n % 2]),
}
