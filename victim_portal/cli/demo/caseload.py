"""Filling the demo through the same use cases that staff use, with invented people."""

from collections.abc import Callable
from datetime import date, timedelta

from victim_portal.cli.demo.beside import bring_supporter, note_needs
from victim_portal.cli.demo.channels import agree_on_channels
from victim_portal.cli.demo.contacts import make_first_letter, offer_by_letter, try_by_telephone
from victim_portal.cli.demo.hearing import hear
from victim_portal.cli.demo.people import CASES, STAFF, UNIT, DemoCase
from victim_portal.cli.demo.referrals import ask_back, put_name_right, withdraw
from victim_portal.cli.demo.walls import ask_to_lift, look_elsewhere, restrict
from victim_portal.cli.demo.words import CONFLICT
from victim_portal.domain.access import Actor, command_line
from victim_portal.domain.calendar import add_months
from victim_portal.domain.csv_text import encode_table
from victim_portal.domain.referrals import COLUMNS
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Language,
    Level,
    Role,
)
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.cases import CaseFilter, case_view, list_cases, take_case
from victim_portal.services.context import Context
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.key_dates import type_key_dates
from victim_portal.services.offenders import ConflictInput, declare_conflict
from victim_portal.services.referrals import import_referrals
from victim_portal.services.updates import approve_update, update_view

ORDER = ("queue", "mine", "offered", "declined", "opted_in", "dated", "planned", "told", "heard")
MAKER = command_line("demo")
Team = dict[tuple[Role, str], list[Actor]]
CONSENT = "Yes. I want to know, and you may write to me at the address I gave."


def fill(ctx: Context, password: str, advance: Callable[[int, int], None] | None) -> None:
    """Make the staff, the referrals and everything that came of them."""
    team: Team = {}
    for person in STAFF:
        new = NewUser(
            person.email,
            person.first_name,
            person.last_name,
            person.role,
            person.unit,
            password,
            person.telephone,
            person.hours,
            person.hours_welsh,
            languages=person.languages,
            demo=True,
        )
        made = accounts.actor_for(ctx, accounts.add_user(ctx, MAKER, new))
        team.setdefault((person.role, person.unit), []).append(made)
    rows = [_row(ctx.today(), number, case) for number, case in enumerate(CASES)]
    import_referrals(ctx, MAKER, encode_table(COLUMNS, rows))
    references: dict[str, str] = {}
    for number, case in enumerate(CASES):
        officer = team[Role.OFFICER, case.unit][0]
        references[case.name] = _reference(ctx, officer, case)
        _bring_on(ctx, officer, references[case.name], case)
        if advance is not None:
            advance(number + 1, len(CASES))
    _fill_the_day(ctx, team, references)


def _row(today: date, number: int, case: DemoCase) -> list[str]:
    values = {
        "referral_reference": f"WCU-{2026}-{number + 1:04d}",
        "received_on": (today - timedelta(days=case.came)).isoformat(),
        "referred_by": "Witness care unit",
        "victim_first_name": case.victim[0],
        "victim_last_name": case.misspelt or case.victim[1],
        "victim_date_of_birth": case.victim[2],
        "relationship": case.relationship,
        "email": f"{case.victim[0]}.{case.victim[1]}@example.org".lower(),
        "mobile": f"07700 900{100 + number * 7:03d}",
        "address": f"{number + 3} Cobbler's Row, Wexley",
        "postcode": "",
        "language": case.language,
        "offender_first_name": case.offender[0],
        "offender_last_name": case.offender[1],
        "offender_date_of_birth": case.offender[2],
        "prison_number": prison_number(case),
        "offence": case.offence,
        "offence_category": case.category,
        "sentence_type": case.sentence,
        "sentenced_on": (today - timedelta(days=case.sentenced)).isoformat(),
        "court": "Wexley Crown Court",
        "custodial_term": case.term,
        "unit": case.unit,
    }
    return [values.get(column, "") for column in COLUMNS]


def prison_number(case: DemoCase) -> str:
    """Invented, and the same for the same offender."""
    number = sum(ord(letter) * place for place, letter in enumerate("".join(case.offender), 3))
    return f"A{number % 9000 + 1000}ZZ"


def _bring_on(ctx: Context, officer: Actor, reference: str, case: DemoCase) -> None:
    step = ORDER.index(case.far)
    if step == 0:
        return
    take_case(ctx, officer, reference)
    if case.misspelt:
        put_name_right(ctx, officer, reference, case.victim[1])
    today = ctx.today()
    offered = today - timedelta(days=max(case.came - 5, 0))
    if case.far == "offered":
        offer_by_letter(ctx, officer, reference)
        try_by_telephone(ctx, officer, reference)
    elif step > ORDER.index("offered"):
        _answer(ctx, officer, reference, Enrolment.OFFERED, offered, ContactMethod.LETTER)
    if case.far == "declined":
        _answer(ctx, officer, reference, Enrolment.DECLINED, offered, ContactMethod.TELEPHONE)
        return
    if step >= ORDER.index("opted_in"):
        record_answer(
            ctx,
            officer,
            reference,
            AnswerInput(
                Enrolment.OPTED_IN,
                min(offered + timedelta(days=4), today),
                ContactMethod.TELEPHONE,
                level=Level.KEY_STAGES,
                shown_in=Language(case.language),
                consent_words=CONSENT,
            ),
        )
    if step >= ORDER.index("dated") and (dates := _dates(today, case)):
        type_key_dates(ctx, officer, reference, dates, 0)
    if step >= ORDER.index("planned"):
        agree_on_channels(ctx, officer, reference)
    if case.far == "dated":
        agree_on_channels(ctx, officer, reference, read_back=False)
    if case.far == "told":
        first = case_view(ctx, officer, reference).updates[0]
        seen = update_view(ctx, officer, reference, first.id)
        approve_update(ctx, officer, reference, first.id, seen.version)
    if case.far == "heard":
        hear(ctx, officer, reference)


def _fill_the_day(ctx: Context, team: Team, references: dict[str, str]) -> None:
    """What lies on the desks this morning, beside how far each case has come."""
    [manager] = team[Role.MANAGER, UNIT]
    officer, colleague = team[Role.OFFICER, UNIT]
    note_needs(ctx, officer, references["Joan Fairley"])
    make_first_letter(ctx, officer, references["Joan Fairley"])
    bring_supporter(ctx, officer, references["Grace Adeyemi"])
    ask_back(ctx, officer, references["Yusuf Rahman"])
    withdraw(ctx, manager, references["Colin Marsh"])
    offender_id = case_view(ctx, officer, references["Tom Whitcombe"]).offender_id
    declare_conflict(ctx, colleague, offender_id, ConflictInput(why=CONFLICT))
    for name in ("Hannah Lister", "Ruth Ellison"):
        restrict(ctx, manager, references[name])
    ask_to_lift(ctx, manager, references["Ruth Ellison"])
    look_elsewhere(ctx, officer, references["Owen Prothero"])


def _reference(ctx: Context, officer: Actor, case: DemoCase) -> str:
    name = f"{case.victim[0]} {case.misspelt or case.victim[1]}"
    after = None
    while True:
        page = list_cases(ctx, officer, CaseFilter.QUEUE, after)
        for line in page.lines:
            if line.person_name == name:
                return line.reference
        after = page.older
        if after is None:
            raise LookupError("an invented case is not in its queue")


def _answer(
    ctx: Context, officer: Actor, reference: str, state: Enrolment, on: date, how: ContactMethod
) -> None:
    record_answer(ctx, officer, reference, AnswerInput(state, on, how))


def _dates(today: date, case: DemoCase) -> dict[str, date]:
    def ahead(months: int) -> date:
        return add_months(today, months).replace(day=14)

    dates: dict[str, date] = {}
    if case.parole_in:
        dates["TED" if case.sentence == "LIFE" else "PED"] = ahead(case.parole_in)
    if case.release_in:
        dates["CRD"] = ahead(case.release_in)
    if case.ends_in:
        dates["SLED"] = ahead(case.ends_in)
    return dates
