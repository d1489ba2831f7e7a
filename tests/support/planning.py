"""Short ways to make the facts of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from victim_portal.domain.plan import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    LeadTimes,
    PlannedUpdate,
    PreferenceFacts,
    SentenceFacts,
    Settled,
    plan,
)
from victim_portal.domain.policy import load_policy
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, Level, SentenceType

TODAY = date(2026, 11, 21)
POLICY = load_policy((files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8"))
BANK_HOLIDAYS = frozenset(
    {
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
    }
)
CASE = CaseFacts(
    enrolment=Enrolment.OPTED_IN,
    enrolment_version=4,
    opted_in_on=date(2026, 10, 5),
    referred_on=date(2026, 9, 14),
)
SDS = SentenceFacts(SentenceType.SDS, date(2026, 8, 31))


def day(text: str) -> date:
    """`2027-03-05` as a date."""
    return date.fromisoformat(text)


def settled(planned: PlannedUpdate, *, sent: bool = True) -> Settled:
    """`planned` as it stands once it was sent, or else cancelled by a person."""
    return Settled(planned.plan_key, sent, planned.anchor_code, planned.anchor_month)


def after(planned: PlannedUpdate, *, sent: bool = True) -> CaseFacts:
    """The usual case once `planned` is settled."""
    return replace(CASE, settled=(settled(planned, sent=sent),))


def preference(level: Level = Level.KEY_STAGES) -> PreferenceFacts:
    """A preference at its second version."""
    return PreferenceFacts(level=level, version=2)


def key_dates(
    dates: Mapping[str, str],
    *,
    disclosed: Mapping[str, str] | None = None,
    changed_in: Mapping[str, int] | None = None,
) -> KeyDateFacts:
    """Key dates at their seventh version."""
    return KeyDateFacts(
        version=7,
        dates={code: day(text) for code, text in dates.items()},
        changed_in=changed_in or {},
        disclosed={code: day(text) for code, text in (disclosed or {}).items()},
        received_on=TODAY - timedelta(days=1),
    )


def event(stage: Stage, happened_on: str, id: str = "", version: int = 1) -> EventFacts:  # noqa: A002 - the field's own name
    """An event that bears its stage's name unless another is given."""
    return EventFacts(id or f"e-{stage}", stage, day(happened_on), version)


def make(
    dates: Mapping[str, str] | KeyDateFacts,
    events: Sequence[EventFacts] = (),
    *,
    case: CaseFacts = CASE,
    wants: PreferenceFacts | None = None,
    policy: LeadTimes = POLICY,
    today: date = TODAY,
    sentence: SentenceFacts | None = SDS,
) -> tuple[PlannedUpdate, ...]:
    """The plan for these facts, everything else as it usually is."""
    known = dates if isinstance(dates, KeyDateFacts) else key_dates(dates)
    wants = wants or preference()
    return plan(case, sentence, known, events, wants, policy, BANK_HOLIDAYS, today)


def stages(planned: Sequence[PlannedUpdate]) -> set[Stage]:
    """The stages that a plan holds."""
    return {update.stage for update in planned}


def update(planned: Sequence[PlannedUpdate], stage: Stage) -> PlannedUpdate:
    """The one update of a stage; fails when there is none or more than one."""
    (found,) = [one for one in planned if one.stage is stage]
    return found
