"""An offender's page: for whoever has a case of theirs, and nothing about cases elsewhere."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import event, select

from tests.support.casework import dated, received, view
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.referral_files import MARY, OMAR, imported, many, row
from tests.support.supporters import events
from tests.support.web import client_for
from victim_portal.domain.access import Actor
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role
from victim_portal.services.errors import NotFoundError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.offenders import OffenderView, offender_view
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.store.models import Case

# Another person hurt by the same man, whose case another unit has.
ELSEWHERE = row(
    OMAR,
    offender_first_name="John",
    offender_last_name="Oak",
    offender_date_of_birth="1980-01-01",
    prison_number="A1234BC",
    crn="X123456",
    unit=OTHER_UNIT,
)


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def offender_of(portal: Portal, reference: str) -> UUID:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(
            select(Case.offender_id).where(Case.reference == reference)
        ).one()


def seen(portal: Portal, reference: str, actor: Actor | None = None) -> OffenderView:
    return offender_view(portal.ctx, actor or portal.officer, offender_of(portal, reference))


def test_another_units_words_about_who_told_stay_there(portal: Portal, reference: str) -> None:
    imported(portal, CLI, ELSEWHERE)
    with portal.ctx.store.reading() as uow:
        query = select(Case.reference).where(Case.reference != reference)
        other = uow.session.scalars(query).one()
    happened = EventInput(
        Stage.RECALLED,
        portal.ctx.today(),
        "Zoe Quill, his victim at 3 Elm Road",
        source=ToldBy.POLICE,
    )
    record_event(portal.ctx, portal.stranger, other, happened)
    for one in (*seen(portal, reference).events, *view(portal, reference).events):
        assert (one.source, one.told_by) == (ToldBy.POLICE, "")
    assert [one.told_by for one in seen(portal, other, portal.stranger).events] == [
        "Zoe Quill, his victim at 3 Elm Road"
    ]
    for path in (f"/cases/{reference}", f"/offenders/{offender_of(portal, reference)}"):
        text = client_for(portal).get(path).text
        assert "The police" in text
        assert "Quill" not in text


def test_everything_about_the_sentence_and_the_cases_in_reach(
    portal: Portal, reference: str
) -> None:
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    dated(portal, reference, CRD="2031-12-01", SLED="2034-11-01")
    happened = EventInput(Stage.APPEAL, date(2026, 11, 12), "the court")
    record_event(portal.ctx, portal.officer, reference, happened)
    review = ReviewInput(ReviewKind.FIRST, hearing_on=date(2027, 6, 1))
    record_review(portal.ctx, portal.officer, reference, review)
    page = seen(portal, reference)
    assert (page.name, page.born_on) == ("John Oak", date(1980, 1, 1))
    assert (page.prison_number, page.crn) == ("A1234BC", "X123456")
    [sentence] = page.sentences
    assert (sentence.offence, sentence.custodial_term) == ("Wounding with intent", "8 years")
    assert page.key_dates.newest is not None
    assert [one.before for one in page.key_dates.newest.dates] == [date(2031, 11, 1), None]
    assert len(page.key_dates.earlier) == 1
    assert Stage.APPEAL in {one.stage for one in page.events}
    assert [(one.kind, one.hearing_on, one.over) for one in page.reviews] == [
        (ReviewKind.FIRST, date(2027, 6, 1), False)
    ]
    [case] = page.cases
    assert (case.reference, case.person_name, case.officer_name, case.closed) == (
        reference,
        "Mary Ash",
        "Sam Carter",
        False,
    )
    assert page.may_correct
    assert not page.another_victim
    assert not page.more_cases
    assert page.conflicts == ()
    assert events(portal, "offender_viewed")[-1]["cases"] == 1


def test_another_victim_elsewhere_is_not_hinted_at(portal: Portal, reference: str) -> None:
    alone = seen(portal, reference)
    imported(portal, CLI, ELSEWHERE)
    assert seen(portal, reference) == alone
    there = seen(portal, reference, portal.stranger)
    assert not there.another_victim, "who holds one of them hears nothing of the other"
    assert [case.person_name for case in there.cases] == ["Omar Tamboli"]


def test_a_double_is_no_other_victim_and_a_closed_case_is(portal: Portal, reference: str) -> None:
    again = received(portal, referral_reference="WCU-4", victim_date_of_birth="")
    assert seen(portal, reference).another_victim
    for why, another in (("double", False), ("over", True)):
        with portal.ctx.store.writing() as uow:
            case = case_within_reach(uow, portal.officer, again)
            case.closed_at, case.closed_why = portal.ctx.now(), why
            uow.commit()
        assert seen(portal, reference).another_victim is another
    assert [case.closed for case in seen(portal, reference).cases] == [False, True]


def test_only_closed_cases_can_be_read_and_not_corrected(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        case.closed_at, case.closed_why = portal.ctx.now(), "over"
        uow.commit()
    assert not seen(portal, reference).may_correct


def test_without_a_case_in_reach_the_offender_is_not_there(portal: Portal, reference: str) -> None:
    offender_id = offender_of(portal, reference)
    administrator = Actor(
        portal.officer.kind, "A", portal.officer.user_id, Role.ADMINISTRATOR, portal.officer.unit_id
    )
    for actor, one in (
        (portal.stranger, offender_id),
        (portal.officer, UUID(int=9)),
        (administrator, offender_id),
        (CLI, offender_id),
    ):
        with pytest.raises(NotFoundError):
            offender_view(portal.ctx, actor, one)
    with portal.ctx.store.writing() as uow:
        case_within_reach(uow, portal.officer, reference).restricted = True
        uow.commit()
    for actor in (portal.colleague, portal.manager):
        with pytest.raises(NotFoundError):
            offender_view(portal.ctx, actor, offender_id)
    assert seen(portal, reference).cases
    assert len(events(portal, "offender_viewed")) == 1


def test_many_cases_ask_as_much_as_one(portal: Portal) -> None:
    same = {k: v for k, v in MARY.items() if k.startswith(("offender", "prison", "crn"))}
    people = [row(person, **same, unit="Hampshire") for person in many(21)]
    imported(portal, CLI, people[0])
    with portal.ctx.store.reading() as uow:
        reference = uow.session.scalars(select(Case.reference)).one()
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def how_many() -> int:
        offender_id = offender_of(portal, reference)
        asked.clear()
        event.listen(portal.engine, "before_cursor_execute", note)
        try:
            offender_view(portal.ctx, portal.officer, offender_id)
        finally:
            event.remove(portal.engine, "before_cursor_execute", note)
        return len(asked)

    for_one = how_many()
    imported(portal, CLI, *people[1:])
    assert len(seen(portal, reference).cases) == 21
    assert for_one == how_many() <= 14


def test_nothing_of_a_person_shows_in_a_repr(portal: Portal, reference: str) -> None:
    shown = repr(seen(portal, reference))
    for secret in ("Oak", "Ash", "A1234BC", "X123456", "Wounding", "Winchester"):
        assert secret not in shown
