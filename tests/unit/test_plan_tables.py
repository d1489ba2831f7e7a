"""Every stage and every sentence type as tables that a policy officer can read.

They stand in `tests/golden/plan/`. Set UPDATE_GOLDEN=1 to write them anew, then read the
difference: each changed line is a change of what victims are told, or when.
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.planning import BANK_HOLIDAYS, CASE, POLICY, event, key_dates, preference
from victim_portal.domain.plain_words import STAGE
from victim_portal.domain.plan import EventFacts, SentenceFacts, deadlines, plan
from victim_portal.domain.plan.tariff import row_of
from victim_portal.domain.policy import LeadTimeRule, Side
from victim_portal.domain.stages import OUTCOMES, STAGES, EventOutcome, Stage
from victim_portal.domain.vocabulary import Level, SentenceType
from victim_portal.web.words.tables import EVENT_OUTCOME

GOLDEN = Path(__file__).parents[1] / "golden" / "plan"
SENTENCED = date(2026, 1, 12)
SINCE = replace(CASE, opted_in_on=date(2026, 2, 9), referred_on=date(2026, 1, 26))
AHEAD = {
    Stage.PRE_RELEASE: "pre_release",
    Stage.PAROLE_REVIEW_STARTED: "parole_review_started",
    Stage.LICENCE_ENDED: "licence_ended",
    Stage.STATEMENT_DUE: "statement_due",
    Stage.RE_RELEASED: "released",
    Stage.DEPORTED: "removed_from_uk",
    Stage.OFFENDER_DEATH: "offender_died",
    **dict.fromkeys(
        (
            Stage.HOSPITAL_TRANSFER,
            Stage.TRIBUNAL,
            Stage.CONDITIONAL_DISCHARGE,
            Stage.ABSOLUTE_DISCHARGE,
            Stage.COMMUNITY_TREATMENT_ORDER,
            Stage.HOSPITAL_RECALL,
        ),
        "hospital_change",
    ),
}

# What the calculator gives for a sentence of each type (domain.md, 4.3), and what happens to it.
FIXED_TERM = replace(event(Stage.RECALLED, "2027-04-05"), outcome=EventOutcome.FIXED_TERM_56)
SENTENCES: dict[str, tuple[dict[str, str], tuple[EventFacts, ...]]] = {
    "SDS": ({"CRD": "2027-03-05", "SLED": "2029-01-11"}, ()),
    "SDS, under 12 months and under 18: no licence": (
        {"ARD": "2026-06-12", "SED": "2026-11-11"},
        (),
    ),
    "SDS, recalled for a fixed term of 56 days": (
        {"CRD": "2027-03-05", "PRRD": "2027-05-31", "SLED": "2029-01-11"},
        (event(Stage.RELEASED, "2027-03-05"), FIXED_TERM),
    ),
    "SDS, recalled until the sentence ends": (
        {"CRD": "2027-03-05", "PRRD": "2029-01-11", "SLED": "2029-01-11"},
        (
            event(Stage.RELEASED, "2027-03-05"),
            replace(event(Stage.RECALLED, "2027-04-05"), outcome=EventOutcome.STANDARD),
        ),
    ),
    "SDS, a terrorist offence: the Parole Board decides from two thirds on": (
        {"PED": "2028-05-11", "CRD": "2029-07-11", "SLED": "2030-07-11"},
        (),
    ),
    "SDS, with supervision after its end": (
        {"CRD": "2026-07-12", "SLED": "2027-01-11", "TUSED": "2027-07-12"},
        (),
    ),
    "SDS_PLUS": ({"CRD": "2030-05-11", "SLED": "2032-07-11"}, ()),
    "EDS": ({"PED": "2030-05-11", "CRD": "2032-07-11", "SLED": "2036-07-11"}, ()),
    "SOPC": ({"PED": "2030-05-11", "CRD": "2032-07-11", "SLED": "2033-07-11"}, ()),
    "LIFE": ({"Tariff": "2041-01-11"}, ()),
    "LIFE, released": ({"Tariff": "2041-01-11"}, (event(Stage.RELEASED, "2041-03-01"),)),
    "LIFE, a tariff of three years or less: no review before it ends": (
        {"Tariff": "2028-12-20"},
        (),
    ),
    "LIFE, the review before the end of the tariff has begun": (
        {"Tariff": "2041-01-11"},
        (event(Stage.OPEN_CONDITIONS_CONSIDERED, "2037-11-02"),),
    ),
    "IPP": ({"Tariff": "2028-01-11"}, ()),
    "IPP, its tariff has passed": ({"Tariff": "2012-01-11"}, ()),
    "IPP, on licence, whose end is considered": (
        {"Tariff": "2012-01-11"},
        (
            event(Stage.RELEASED, "2027-01-05"),
            event(Stage.LICENCE_TERMINATION_CONSIDERED, "2030-02-04"),
        ),
    ),
    "DPP": ({"Tariff": "2028-01-11"}, ()),
    "HMP_DETENTION": ({"Tariff": "2038-01-11"}, ()),
    "DTO": (
        {"ETD": "2026-06-12", "MTD": "2026-07-12", "LTD": "2026-08-12", "SED": "2027-01-11"},
        (),
    ),
    "S250": ({"CRD": "2028-01-11", "SLED": "2030-01-11"}, ()),
    "S45A": ({"CRD": "2029-01-11", "SLED": "2032-01-11"}, (event(Stage.TRIBUNAL, "2027-02-01"),)),
    "S47": (
        {"CRD": "2029-01-11", "SLED": "2032-01-11"},
        (event(Stage.HOSPITAL_TRANSFER, "2027-02-01"),),
    ),
    "HOSPITAL_RESTRICTED": (
        {},
        (
            event(Stage.TRIBUNAL, "2027-02-01"),
            replace(event(Stage.CONDITIONAL_DISCHARGE, "2027-03-01"), outcome=EventOutcome.STARTED),
        ),
    ),
    "HOSPITAL_UNRESTRICTED": ({}, (event(Stage.COMMUNITY_TREATMENT_ORDER, "2027-02-01"),)),
}


def _happened(one: EventFacts) -> str:
    outcome = f": {EVENT_OUTCOME[one.outcome]}" if one.outcome else ""
    return f"{STAGE[one.stage]}{outcome}"


def sentence_of(name: str) -> SentenceFacts:
    """The sentence of a row: its name begins with the type."""
    return SentenceFacts(SentenceType(name.partition(",")[0]), SENTENCED)


def _lead(rule: LeadTimeRule) -> str:
    amount, unit = rule.lead_time.amount, rule.lead_time.unit.replace("_", " ")
    if amount == 0:
        return "the same day"
    side = "before" if rule.lead_time.side is Side.BEFORE else "after"
    what = {
        "news": "we hear of it",
        "tariff": "the tariff ends",
        "last_contact": "the last contact",
        "referral": "the referral",
        "parole_eligibility": "parole is possible",
        "release": "release",
        "licence_end": "the licence ends",
        "hearing": "the hearing",
    }[rule.event]
    return f"{amount} {unit[:-1] if amount == 1 else unit} {side} {what}"


def _before_tariff() -> str:
    """The types of sentence with a first review before the tariff ends, and when it comes."""
    rows = {rule.stage: rule for rule in POLICY.lead_times}
    found = [f"{_lead(rows[row_of(t)])} for {t}" for t in SentenceType if row_of(t) in rows]
    return f"from TED, as before a parole review that comes {', '.join(found)}"


def _who(stage: Stage) -> str:
    rule = STAGES[stage]
    if rule.urgent:
        return "everybody, above any choice: safety"
    if rule.statutory:
        return "everybody, above any choice: statutory"
    if rule.levels == frozenset(Level):
        return "everybody"
    yearly = Level.ANNUAL in rule.levels
    return "yearly and each key stage" if yearly else "each key stage"


def stages_table() -> str:
    lines = []
    for stage, rule in STAGES.items():
        lead = POLICY.lead_time_rule(AHEAD.get(stage, stage.value), date(2027, 1, 4))
        manager = "a manager approves" if rule.needs_manager or rule.urgent else "the officer"
        anchors = f"from {', '.join(rule.anchors)}" if rule.anchors else "when it is recorded"
        if stage is Stage.OPEN_CONDITIONS_CONSIDERED:
            anchors = f"when it is recorded; {_before_tariff()}"
        outcomes = "; ".join(EVENT_OUTCOME[one] for one in OUTCOMES.get(stage, ()))
        lines += [
            f"{STAGE[stage]} ({stage.value})",
            f"  who hears:   {_who(stage)}",
            f"  due:         {_lead(lead)}",
            f"  approved by: {manager}{'; counts for the surge breaker' * rule.release_type}",
            f"  planned:     {anchors}",
            f"  says:        {rule.discloses}",
            f"  never says:  {'; '.join(rule.never_says)}",
        ]
        lines += [f"  outcomes:    {outcomes}", ""] if outcomes else [""]
    return "\n".join(lines)


def sentences_table() -> str:
    lines = []
    for name, (dates, events) in SENTENCES.items():
        today = max([date(2026, 2, 9), *(one.happened_on for one in events)])
        known, sentence = key_dates(dates), sentence_of(name)
        told = " ".join(f"{code} {day}" for code, day in dates.items()) or "no dates"
        lines += [name, f"  {told}; looked at on {today}"]
        lines += [f"  {e.happened_on} {_happened(e)}" for e in events]
        wants = preference()
        for one in plan(SINCE, sentence, known, events, wants, POLICY, BANK_HOLIDAYS, today):
            month = f" ({one.anchor_month.in_words()})" if one.anchor_month else ""
            window = f"{one.window_opens} to {one.window_closes}"
            lines.append(f"    {window}  {STAGE[one.stage]}{month}")
        for due in deadlines(SINCE, sentence, known, events, POLICY, BANK_HOLIDAYS, today):
            lines.append(f"    {due.opens_on} by {due.due_on}  For the officer: {due.what}")
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "made"), [("stages", stages_table()), ("sentences", sentences_table())]
)
def test_the_tables_say_what_the_rules_do(name: str, made: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made


def test_every_sentence_type_has_a_row() -> None:
    assert {name.partition(",")[0] for name in SENTENCES} == set(SentenceType)


def test_no_window_of_the_table_opens_before_the_sentence() -> None:
    for name, (dates, events) in SENTENCES.items():
        sentence = sentence_of(name)
        for day in (SENTENCED + timedelta(weeks=n) for n in range(0, 160, 20)):
            known = key_dates(dates)
            wants = preference()
            for one in plan(SINCE, sentence, known, events, wants, POLICY, BANK_HOLIDAYS, day):
                assert one.window_opens >= day
