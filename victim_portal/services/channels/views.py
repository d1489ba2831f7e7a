"""A channel as staff see it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.contact import Allowed, Never, Window, may_use
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.safe_contact import plan_of, standing_of
from victim_portal.store.models import Channel


@dataclass(frozen=True)
class ChannelView:
    """One number or address with its plan, and what may be done with it right now.

    `answers` says for each use that the plan allows whether it may be used at this
    moment, in a sentence; `code_word` and `who_else` are for the screen only.
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
    language: Language
    verified_at: datetime | None
    verified_how: str
    confirmed_at: datetime | None
    review_on: date | None
    suspended_at: datetime | None
    suspended_why: str = field(repr=False)
    plan_version: int
    answers: tuple[tuple[ChannelUse, bool, str], ...]

    @property
    def has_plan(self) -> bool:
        """Whether anything was agreed for this channel yet."""
        return bool(self.uses)


def channel_views(channels: list[Channel], now: datetime) -> tuple[ChannelView, ...]:
    """Channel rows as plain values."""
    return tuple(_view(channel, now) for channel in channels)


def shown_value(channel: Channel) -> str:
    """A channel's value as a person would write it."""
    value = channel.value or ""
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
        language=Language(channel.language),
        verified_at=channel.verified_at,
        verified_how=channel.verified_how or "",
        confirmed_at=channel.confirmed_at,
        review_on=channel.review_on,
        suspended_at=channel.suspended_at,
        suspended_why=channel.suspended_why or "",
        plan_version=channel.plan_version,
        answers=tuple(_answer(channel, use, now) for use in ChannelUse if use in plan.uses),
    )


def _answer(channel: Channel, use: ChannelUse, now: datetime) -> tuple[ChannelUse, bool, str]:
    answer = may_use(standing_of(channel), use, now)
    if isinstance(answer, Allowed):
        return use, True, "Safe to use now."
    if isinstance(answer, Never):
        return use, False, answer.sentence
    return use, False, "Not at this hour."
