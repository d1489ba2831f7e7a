"""A channel as staff see it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.contact import Allowed, Never, Window, london_date, may_use
from victim_portal.domain.verification import CALLS, MOST_TRIES, WithCare, may_ring
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    Language,
    SupporterRole,
    VerificationWay,
)
from victim_portal.services.channels.reviews import kept_review
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.names import UNREADABLE, shown_name
from victim_portal.services.safe_contact import plan_of, standing_of
from victim_portal.store import people as people_store
from victim_portal.store import verification as code_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, Person, Verification
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CodeView:
    """The newest code of a channel, but for the code: nobody sees that.

    `lives` is whether it would verify the channel now; `sent_at` is None until it was handed
    over (a letter's posting isn't noted here).
    """

    id: UUID
    way: VerificationWay
    made_at: datetime
    sent_at: datetime | None
    expires_at: datetime
    tries_left: int
    locked: bool
    lives: bool
    ended_why: str


@dataclass(frozen=True)
class ChannelView:
    """One number or address with its plan, and what may be done with it right now.

    `answers` says for each use that the plan allows whether it may be used at this
    moment, in a sentence. `whose` and `role` name the supporter whose it is; they are
    empty for the person of the case. `review_kept` is the day to ask again where it lies so
    well ahead that a yes today leaves it. What people said of it is for the screen only.
    """

    id: UUID
    kind: ChannelKind
    shown: str = field(repr=False)
    uses: frozenset[ChannelUse]
    windows: tuple[Window, ...]
    any_time: bool
    fuller_words: bool
    who_else: str = field(repr=False)
    code_word: str = field(repr=False)
    if_answered: str = field(repr=False)
    if_dropped: str = field(repr=False)
    name_to_give: str = field(repr=False)
    danger: str = field(repr=False)
    language: Language
    verified_at: datetime | None
    verified_how: str
    confirmed_at: datetime | None
    review_on: date | None
    review_kept: date | None
    suspended_at: datetime | None
    suspended_why: str = field(repr=False)
    plan_version: int
    answers: tuple[tuple[ChannelUse, bool, str], ...]
    person_id: UUID
    whose: str = field(default="", repr=False)
    role: SupporterRole | None = None
    code: CodeView | None = None

    @property
    def has_plan(self) -> bool:
        """Whether anything was agreed for this channel yet."""
        return bool(self.uses)

    @property
    def takes_code(self) -> bool:
        """Whether it is verified by a code; a landline is rung."""
        return self.kind is not ChannelKind.LANDLINE


def channel_views(channels: list[Channel], now: datetime) -> tuple[ChannelView, ...]:
    """Channel rows as plain values."""
    return tuple(_view(channel, now) for channel in channels)


def case_channels(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[ChannelView, ...]:
    """Every live channel of a case: the person's own first, then the supporters'."""
    channels = people_store.channels_of(uow, case.person_id)
    shown = views_on_case(ctx, uow, case, channels)
    for one in people_store.live_supporters(uow, case.id):
        # A supporter who can't be read any more mustn't keep the person's own from sight.
        with suppress(UnreadableError):
            theirs = people_store.channels_of(uow, one.supporter_id)
            shown += views_on_case(ctx, uow, case, theirs)
    return shown


def views_on_case(
    ctx: Context, uow: UnitOfWork, case: Case, channels: Sequence[Channel]
) -> tuple[ChannelView, ...]:
    """Channels of a case as values, with whose they are and how their codes stand."""
    roles = {
        one.supporter_id: SupporterRole(one.role)
        for one in people_store.live_supporters(uow, case.id)
        if one.supporter_id != case.person_id
    }
    uow.vault.fetch({case.person_id, *(channel.person_id for channel in channels)})
    codes = code_store.newest(uow, [channel.id for channel in channels])
    found = []
    for channel in channels:
        view, role = _view(channel, ctx.now()), roles.get(channel.person_id)
        person = uow.get(Person, channel.person_id) if role is not None else None
        code = codes.get(channel.id)
        found.append(
            replace(
                view,
                whose=shown_name(person) if person is not None else "",
                role=role,
                code=_code(channel, code, ctx.now()) if code is not None else None,
            )
        )
    return tuple(found)


def shown_value(channel: Channel) -> str:
    """A channel's value as a person would write it, in a list that it mustn't take down."""
    try:
        value = channel.value or ""
    except UnreadableError:
        return UNREADABLE
    if channel.kind in (ChannelKind.MOBILE, ChannelKind.LANDLINE):
        return shown_phone(value)
    return value


def _view(channel: Channel, now: datetime) -> ChannelView:
    plan = plan_of(channel)
    return ChannelView(
        id=channel.id,
        kind=ChannelKind(channel.kind),
        shown=shown_value(channel),
        uses=plan.uses,
        windows=plan.windows,
        any_time=plan.any_time,
        fuller_words=plan.fuller_words,
        who_else=plan.who_else,
        code_word=plan.code_word,
        if_answered=channel.if_answered or "",
        if_dropped=channel.if_dropped or "",
        name_to_give=channel.name_to_give or "",
        danger=channel.danger or "",
        language=Language(channel.language),
        verified_at=channel.verified_at,
        verified_how=channel.verified_how or "",
        confirmed_at=channel.confirmed_at,
        review_on=channel.review_on,
        review_kept=kept_review(channel.review_on, london_date(now)),
        suspended_at=channel.suspended_at,
        suspended_why=channel.suspended_why or "",
        plan_version=channel.plan_version,
        answers=tuple(_answer(channel, use, now) for use in ChannelUse if use in plan.uses),
        person_id=channel.person_id,
    )


def _answer(channel: Channel, use: ChannelUse, now: datetime) -> tuple[ChannelUse, bool, str]:
    standing = standing_of(channel)
    answer = may_ring(standing, use, now) if use in CALLS else may_use(standing, use, now)
    if isinstance(answer, Allowed):
        return use, True, "Safe to use now."
    if isinstance(answer, Never | WithCare):
        return use, False, answer.sentence
    return use, False, "Not at this hour."


def _code(channel: Channel, code: Verification, now: datetime) -> CodeView:
    locked = code.locked_at is not None
    return CodeView(
        id=code.id,
        way=VerificationWay(code.way),
        made_at=code.made_at,
        sent_at=code.sent_at,
        expires_at=code.expires_at,
        tries_left=max(MOST_TRIES - code.tries, 0),
        locked=locked,
        lives=code.ended_at is None
        and not locked
        and now < code.expires_at
        and code.plan_version == channel.plan_version,
        ended_why=code.ended_why or "",
    )
