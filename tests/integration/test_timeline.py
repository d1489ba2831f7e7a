"""The timeline of a case: what happened, what was told and how, what is to come, how sure it is."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.casework import (
    approve,
    dated,
    delivered,
    opted_in,
    ready,
    received,
    update_of,
)
from tests.support.html import elements
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.walls import person, trail
from tests.support.web import MANAGER, STRANGER, client_for
from victim_portal.domain.access import Actor
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import Stage
from victim_portal.domain.timeline import EntryKind
from victim_portal.domain.vocabulary import ContactMethod, MessageState, Role
from victim_portal.services.errors import NotFoundError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.key_dates import import_key_dates
from victim_portal.services.timeline import Entry, timeline_view
from victim_portal.services.updates import cancel_update, record_telling

FIRST, TOLD, PLANNED = Stage.SENTENCE_EXPLAINED, EntryKind.TOLD, EntryKind.PLANNED
HOSTILE = "<script>alert(1)</script> Zoë 😀"


def entries(portal: Portal, reference: str, actor: Actor | None = None) -> list[Entry]:
    """Everything in the timeline, in the order of its page."""
    line = timeline_view(portal.ctx, actor or portal.officer, reference, "all")
    stretch = line.stretch
    months = [some for year in (*stretch.past, *stretch.ahead) for _, some in year.months]
    past = [one for some in months for one in some if one.on <= portal.ctx.today()]
    ahead = [one for some in months for one in some if one.on > portal.ctx.today()]
    return [*past, *stretch.now, *ahead]


def of_kind(portal: Portal, reference: str, kind: EntryKind) -> list[Entry]:
    return [one for one in entries(portal, reference) if one.kind is kind]


def given(portal: Portal, **dates: str) -> None:
    sets = {"prisonerId": "A1234BC", "calculationStatus": "CONFIRMED", "dates": dates}
    import_key_dates(portal.ctx, CLI, json.dumps([sets]).encode())


def test_what_went_says_when_by_which_channel_and_whether_it_arrived(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    [waiting] = [one for one in of_kind(portal, reference, PLANNED) if one.stage is FIRST]
    assert {one.state for one in waiting.messages} == {MessageState.QUEUED}
    assert of_kind(portal, reference, TOLD) == []
    delivered(portal)
    [one] = of_kind(portal, reference, TOLD)
    assert (one.stage, one.on, one.month) == (FIRST, portal.ctx.today(), "November 2031")
    assert {(m.kind, m.state) for m in one.messages} == {
        ("sms", MessageState.HANDED_OVER),
        ("email", MessageState.HANDED_OVER),
    }
    page = client_for(portal).get(f"/cases/{reference}/timeline").text
    assert "Text message to 07700 900123: Handed over Wednesday 18 November 2026" in page


def test_what_a_person_told_says_how(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    on, how = portal.ctx.today(), ContactMethod.TELEPHONE
    record_telling(portal.ctx, portal.officer, reference, update.id, on, how, update.version)
    [one] = of_kind(portal, reference, TOLD)
    assert (one.how, one.messages) == (how, ())
    assert "Told by a person: Telephone" in client_for(portal).get(one_page(reference)).text


def one_page(reference: str) -> str:
    return f"/cases/{reference}/timeline"


def test_what_they_are_not_told_says_who_decided_and_why(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    cancel_update(portal.ctx, portal.officer, reference, update.id, HOSTILE, update.version)
    [one] = of_kind(portal, reference, EntryKind.NOT_TOLD)
    assert (one.words, one.by) == (HOSTILE, "Sam Carter")
    assert HOSTILE not in repr(one)
    page = client_for(portal).get(one_page(reference))
    assert HOSTILE in page.text
    assert not list(elements(page.main, "script"))


def test_what_is_late_is_counted_and_stands_in_today(portal: Portal) -> None:
    reference = ready(portal)
    assert timeline_view(portal.ctx, portal.officer, reference).late == 0
    portal.clock.move(days=60)
    line = timeline_view(portal.ctx, portal.officer, reference)
    assert line.late == 1
    assert [one.stage for one in line.stretch.now if one.late] == [FIRST]
    page = client_for(portal).get(one_page(reference)).text
    assert "1 thing is late." in page


def test_everything_is_in_order_of_time_in_ordered_lists(portal: Portal) -> None:
    reference = ready(portal)
    given(portal, CRD="2032-02-02", SLED="2034-11-01")
    days = [one.on for one in entries(portal, reference)]
    assert days == sorted(days)
    page = client_for(portal).get(one_page(reference))
    times = [
        one.get("datetime")
        for items in elements(page.main, "ol")
        for item in elements(items, "li")
        for one in list(elements(item, "time"))[:1]
    ]
    assert times == sorted(times, key=str)
    assert len(times) == len(days)


def test_an_earlier_year_is_a_page_of_its_own(portal: Portal) -> None:
    reference = ready(portal)
    portal.clock.set(portal.clock.at.replace(year=2029))
    client = client_for(portal)
    page = client.get(one_page(reference))
    assert "Referred to the scheme" not in page.text
    [year] = [words for words in page.links if words.startswith("2026, ")]
    assert "Referred to the scheme" in page.follow(year).text
    assert "Referred to the scheme" in page.follow("Everything, for printing").text
    for strange in ("1999", "<b>", "²⁰²⁶", "9" * 5000):
        assert client.get(one_page(reference), query={"year": strange}).text == page.text


def test_doubt_and_history_stand_in_plain_words(portal: Portal) -> None:
    reference = opted_in(portal)
    given(portal, CRD="2027-05-05")
    portal.clock.move(days=30)
    given(portal, CRD="2027-07-07")
    portal.clock.move(days=10)
    given(portal, CRD="2027-07-07")
    page = client_for(portal).get(one_page(reference)).text
    assert "Release is expected between July and September 2027. It may move because" in page
    assert "it has moved once before" in page
    assert "Last confirmed on 28 December 2026 by the prison's calculation service." in page
    assert "July 2027 since 18 December 2026 (the prison's calculation service)" in page
    assert "May 2027 from 18 November 2026 (the prison's calculation service)" in page
    assert "Conditional release date (CRD): 7 July 2027, was 5 May 2027" in page


def test_typing_the_same_dates_confirms_them(portal: Portal) -> None:
    reference = ready(portal)
    portal.clock.move(days=9)
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    line = timeline_view(portal.ctx, portal.officer, reference)
    assert {one.confirmed_on for one in line.doubts} == {portal.ctx.today()}
    assert len(of_kind(portal, reference, EntryKind.DATES)) == 1


def test_a_case_without_anything_is_a_page_too(portal: Portal) -> None:
    page = client_for(portal).get(one_page(received(portal))).text
    assert "Nothing is planned." in page
    assert "there are no key dates ahead" in page


def test_nothing_of_another_victim_of_the_same_offender(portal: Portal) -> None:
    mine = ready(portal)
    there = replace(portal, officer=portal.stranger)
    theirs = ready(
        there,
        unit=OTHER_UNIT,
        referral_reference="WCU-9",
        victim_first_name="Omar",
        victim_last_name="Tamboli",
    )
    said = EventInput(
        Stage.RECALLED, portal.ctx.today(), "Omar's brother", source=ToldBy.PRISON, note="Omar"
    )
    record_event(portal.ctx, portal.stranger, theirs, said)
    dated(there, theirs, CRD="2032-02-02", SLED="2034-11-01")
    update = update_of(there, theirs, Stage.RECALLED)
    cancel_update(portal.ctx, portal.stranger, theirs, update.id, "Omar knows", update.version)
    for path in ("timeline", "timeline?year=all", "plan-changes"):
        page = client_for(portal).get(f"/cases/{mine}/{path}").text
        for word in ("Omar", "Tamboli", theirs, "Otto", "Lang", OTHER_UNIT):
            assert word not in page, (path, word)
    page = client_for(portal).get(one_page(mine)).text
    assert "Recalled" in page
    assert "recorded by somebody outside this unit" in page
    # Who told it is read where it was written.
    assert "Omar's brother" in client_for(portal, STRANGER).get(one_page(theirs)).text


def test_out_of_reach_it_is_not_there_and_leaves_no_trace(portal: Portal) -> None:
    reference = ready(portal)
    before = len(trail(portal, "case_viewed"))
    for actor in (portal.stranger, person(portal, Role.ADMINISTRATOR)):
        with pytest.raises(NotFoundError):
            timeline_view(portal.ctx, actor, reference)
    client_for(portal, STRANGER).get(one_page(reference), status=404)
    assert len(trail(portal, "case_viewed")) == before
    client_for(portal, MANAGER).get(one_page(reference))
    assert len(trail(portal, "case_viewed")) == before + 1


def test_at_midnight_in_london_what_opens_is_due(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, CRD="2027-03-02", SLED="2034-11-01")
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    eve = update.window_opens - timedelta(days=1)
    for day, is_due in ((eve, False), (update.window_opens, True)):
        assert isinstance(day, date)
        portal.clock.set(portal.clock.at.replace(year=day.year, month=day.month, day=day.day))
        now = timeline_view(portal.ctx, portal.officer, reference).stretch.now
        assert (Stage.PRE_RELEASE in {one.stage for one in now}) is is_due
