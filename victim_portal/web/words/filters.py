"""Any member of a closed list in words and in the colour of its tag, for templates."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask import Flask

from victim_portal.domain import plain_words
from victim_portal.domain.avoided_days import avoided_in_words
from victim_portal.domain.campaigns import (
    Alone,
    CampaignReason,
    Direction,
    Dropped,
    NewsStanding,
    Nothing,
)
from victim_portal.domain.clocks import ClockState
from victim_portal.domain.closing import ClosingReason
from victim_portal.domain.enrolment import PLAIN_WORDS as ENROLMENT
from victim_portal.domain.glass import GlassReason, Identifier
from victim_portal.domain.incidents import IncidentClock, IncidentKind
from victim_portal.domain.ladder import LadderEnd, LadderStep, Rung
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.parole import AskKind, AskState, DeadlineKind, HearingMove, ReviewKind
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.reconciliation import Gap, ListedState, ListedStep
from victim_portal.domain.reconciliation import Outcome as ListedOutcome
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.retention import Kept, RetentionKind
from victim_portal.domain.silence import Silence
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Road, Stage
from victim_portal.domain.submissions import DocumentStanding
from victim_portal.domain.templates import TextKind
from victim_portal.domain.timeline import ChangeKind, Milestone
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
    FirstContactStep,
    Language,
    LetterKind,
    Level,
    MessageState,
    Need,
    OffenceCategory,
    Relationship,
    RequestState,
    ReturnReason,
    Role,
    Route,
    SentenceType,
    SubmissionPart,
    SupporterRole,
    TwoPersonAct,
    UpdateState,
    VerificationWay,
)
from victim_portal.domain.wrong_news import Reached, Siblings, WayOn, WhyNot
from victim_portal.domain.wrong_news import Standing as WrongStanding
from victim_portal.services.policy import ChangeState, Standing
from victim_portal.services.reconciliation import Likeness
from victim_portal.services.templates import TextState, WordingState
from victim_portal.web.words import (
    campaigns,
    keeping,
    ladder,
    plan,
    policy,
    reconciliation,
    reviews,
    silence,
    submissions,
    tables,
    templates,
    walls,
    wrong_news,
)
from victim_portal.web.words.contacts import contact_in_words
from victim_portal.web.words.hours import days_in_words, window_in_words
from victim_portal.web.words.preferences import small_move

_TABLES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Enrolment: ENROLMENT,
    Gap: reconciliation.GAP,
    Silence: silence.SILENCE,
    ListedState: reconciliation.STATE,
    ListedStep: reconciliation.STEP,
    ListedOutcome: reconciliation.OUTCOME,
    Likeness: reconciliation.LIKENESS,
    Language: tables.LANGUAGE,
    Relationship: plain_words.RELATIONSHIP,
    OffenceCategory: plain_words.OFFENCE_CATEGORY,
    SentenceType: plain_words.SENTENCE_TYPE,
    Route: plain_words.ROUTE,
    ContactMethod: tables.METHOD,
    ContactOutcome: tables.OUTCOME,
    Level: tables.LEVEL,
    ChannelKind: tables.CHANNEL_KIND,
    ChannelUse: tables.CHANNEL_USE,
    UpdateState: tables.UPDATE_STATE,
    MessageState: tables.MESSAGE_STATE,
    RequestState: tables.REQUEST_STATE,
    SubmissionPart: tables.SUBMISSION_PART,
    Role: tables.ROLE,
    Stage: plain_words.STAGE,
    EventOutcome: tables.EVENT_OUTCOME,
    ToldBy: tables.TOLD_BY,
    ChangeKind: plan.CHANGE_KIND,
    Milestone: plan.MILESTONE,
    SpokenWith: tables.SPOKEN_WITH,
    ClockKind: tables.CLOCK_KIND,
    ClockState: tables.CLOCK_STATE,
    WrittenBy: {**tables.WRITTEN_BY},
    ReadingPreference: {**tables.READING_PREFERENCE},
    ReviewKind: {**tables.REVIEW_KIND},
    DeadlineKind: {**tables.DEADLINE},
    HearingMove: reviews.HEARING_MOVE,
    AskKind: reviews.ASK_KIND,
    AskState: reviews.ASK_STATE,
    Need: tables.NEED,
    Rung: ladder.RUNG,
    LadderStep: ladder.STEP,
    LadderEnd: ladder.END,
    SupporterRole: tables.SUPPORTER_ROLE,
    VerificationWay: tables.VERIFICATION_WAY,
    LetterKind: tables.LETTER_KIND,
    FirstContactStep: tables.FIRST_CONTACT_STEP,
    ReturnReason: tables.RETURN_REASON,
    GlassReason: walls.GLASS_REASON,
    CampaignReason: campaigns.CAMPAIGN_REASON,
    Road: campaigns.ROAD,
    Direction: campaigns.DIRECTION,
    NewsStanding: campaigns.NEWS_STANDING,
    Nothing: campaigns.NOTHING,
    Alone: campaigns.ALONE,
    Dropped: campaigns.DROPPED,
    TwoPersonAct: walls.TWO_PERSON_ACT,
    ClosingReason: keeping.CLOSING_REASON,
    IncidentKind: keeping.INCIDENT_KIND,
    IncidentClock: keeping.INCIDENT_CLOCK,
    Kept: keeping.KEPT,
    RetentionKind: keeping.RETENTION_KIND,
    TextState: templates.TEXT_STATE,
    TextKind: templates.TEXT_KIND,
    WordingState: templates.WORDING_STATE,
    Standing: policy.STANDING,
    Reached: wrong_news.REACHED,
    Siblings: wrong_news.SIBLINGS,
    WayOn: wrong_news.WAY_ON,
    WhyNot: wrong_news.WHY_NOT,
    WrongStanding: wrong_news.STANDING,
    ChangeState: policy.CHANGE_STATE,
    **submissions.TABLES,
}
# By kind first: members of two lists may be the same text, and so the same key.
_COLOURS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    DocumentStanding: submissions.COLOURS,
    WrongStanding: wrong_news.COLOURS,
    Gap: reconciliation.COLOURS,
    Silence: silence.COLOURS,
    ListedState: reconciliation.COLOURS,
    Enrolment: {
        Enrolment.OFFERED: "yellow",
        Enrolment.OPTED_IN: "green",
        Enrolment.OPTED_BACK_IN: "green",
        Enrolment.DEFERRED: "yellow",
        Enrolment.NO_RESPONSE: "orange",
        Enrolment.DO_NOT_CONTACT: "red",
    },
    Route: {Route.STATUTORY: "blue", Route.DISCRETIONARY: "blue", Route.UNDECIDED: "orange"},
    UpdateState: {
        UpdateState.DRAFT: "yellow",
        UpdateState.APPROVED: "blue",
        UpdateState.SENT: "green",
    },
    ChangeKind: {
        ChangeKind.ADDED: "green",
        ChangeKind.MOVED: "blue",
        ChangeKind.BACK_TO_DRAFT: "orange",
    },
    MessageState: {
        MessageState.DELIVERED: "green",
        MessageState.HANDED_OVER: "green",
        MessageState.QUEUED: "blue",
        MessageState.CLAIMED: "blue",
        MessageState.FAILED_FOR_NOW: "orange",
        MessageState.UNCERTAIN: "red",
        MessageState.FAILED_FOR_GOOD: "red",
        MessageState.HELD: "orange",
    },
    NewsStanding: {
        NewsStanding.NO_WORDS: "orange",
        NewsStanding.TO_READ: "yellow",
        NewsStanding.PROPOSED: "yellow",
        NewsStanding.APPROVED: "blue",
        NewsStanding.TO_TELEPHONE: "orange",
        NewsStanding.HELD: "orange",
        NewsStanding.FAILED: "red",
        NewsStanding.SENT: "green",
        NewsStanding.TOLD_BY_PERSON: "green",
    },
    ClockState: {
        ClockState.DUE_SOON: "yellow",
        ClockState.OVERDUE: "red",
        ClockState.RUNNING: "blue",
        ClockState.STOPPED_IN_TIME: "green",
        ClockState.STOPPED_LATE: "orange",
        ClockState.ENDED_WITHOUT_CONTACT: "orange",
    },
    IncidentClock: {
        IncidentClock.RUNNING: "blue",
        IncidentClock.DUE_SOON: "yellow",
        IncidentClock.OVERDUE: "red",
        IncidentClock.REPORTED: "green",
        IncidentClock.REPORTED_LATE: "orange",
    },
    RequestState: {
        RequestState.ASKED_FOR: "yellow",
        RequestState.PUT_FORWARD: "blue",
        RequestState.GRANTED: "green",
        RequestState.AMENDED: "green",
        RequestState.REFUSED: "red",
    },
    HearingMove: reviews.HEARING_MOVE_COLOUR,
    AskState: reviews.ASK_STATE_COLOUR,
    TextState: templates.TEXT_STATE_COLOUR,
    WordingState: templates.WORDING_STATE_COLOUR,
    Standing: policy.STANDING_COLOUR,
    ChangeState: policy.CHANGE_STATE_COLOUR,
}


def in_words(value: StrEnum) -> str:
    """A member of a closed list as staff read it; KeyError for a list without words."""
    return _TABLES[type(value)][value]


def colour(value: StrEnum) -> str:
    """The colour of a member's tag: grey where none is given."""
    return _COLOURS.get(type(value), {}).get(value, "grey")


def by_whom(name: str) -> str:
    """Who did something, as the audit names them, for a sentence."""
    if name in ("worker", "provider"):
        return "the portal"
    kind, _, login = name.partition(":")
    return f"the command line ({login})" if kind == "cli" else name


def glass_identifier(code: str) -> str:
    """By what a case was named when its glass was broken."""
    return walls.IDENTIFIER[Identifier(code)]


def install(app: Flask) -> None:
    """Give the templates of `app` the filters of this package."""
    app.jinja_env.filters.update(
        in_words=in_words,
        glass_identifier=glass_identifier,
        colour=colour,
        by_whom=by_whom,
        contact_in_words=contact_in_words,
        days_in_words=days_in_words,
        window_in_words=window_in_words,
        small_move=small_move,
        avoided_day=avoided_in_words,
    )
