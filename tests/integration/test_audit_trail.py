"""What an auditor reads of one case, and what stands behind glass."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.support import casework
from tests.support.auditors import AUDITOR, auditor
from tests.support.portal import CLI, Portal
from tests.support.senders import FakeSender
from tests.support.updates import SMS, TEXT, Told, told
from tests.support.walls import restricted, tasks_of
from tests.support.web import MANAGER, OFFICER, app_for, signed_in
from victim_portal import worker
from victim_portal.domain.access import Actor
from victim_portal.domain.glass import GlassReason
from victim_portal.domain.seals import Fault
from victim_portal.services.audit_trail import (
    export_looks,
    find_case,
    looks_of,
    read_words,
    told_of,
)
from victim_portal.services.cases import case_view
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.glass import GlassInput, break_glass, list_glass, look_at_glass
from victim_portal.services.tasks import list_tasks
from victim_portal.store.models import GlassBreaking

WHY = "Complaint 12 of November: what did the text say?"


@pytest.fixture
def watcher(portal: Portal) -> Actor:
    return auditor(portal)


@pytest.fixture
def sent(portal: Portal) -> Told:
    """A case whose approved update went by text and e-mail."""
    case = told(portal).approve()
    worker.run(portal.ctx, FakeSender().senders, once=True)
    return case


def _broken(
    portal: Portal, actor: Actor, reference: str, why: str = WHY, token: UUID | None = None
) -> None:
    break_glass(portal.ctx, actor, GlassInput(GlassReason.AUDIT, why, reference), token)


def _events(portal: Portal, what: str) -> list[str]:
    with portal.engine.connect() as connection:
        query = text("SELECT actor FROM audit_event WHERE what = :what AND case_id IS NOT NULL")
        return list(connection.scalars(query, {"what": what}))


def test_who_told_her_what_on_whose_authority_and_did_it_arrive(
    portal: Portal, watcher: Actor, sent: Told
) -> None:
    reference, entries = told_of(portal.ctx, watcher, sent.reference.lower())
    assert reference == sent.reference
    assert {one.how for one in entries} == {one.kind for one in sent.messages()}
    for one in entries:
        assert one.at == portal.clock.now()
        assert one.who == "worker"
        assert one.version == 1
        assert one.digest is not None
        assert len(one.digest) == 64
        assert [each.who for each in one.authority] == ["Sam Carter"]
        assert one.state == "handed_over"
        assert one.template
    assert _events(portal, "trail_viewed") == ["Iris Wells"]


def test_what_has_not_gone_stands_first_and_says_why_not(portal: Portal, watcher: Actor) -> None:
    case = told(portal).approve()
    _, entries = told_of(portal.ctx, watcher, case.reference)
    assert [one.at for one in entries] == [None] * len(entries)
    assert {one.state for one in entries} == {"queued"}


def test_every_view_is_there_with_who_when_and_from_where(
    portal: Portal, watcher: Actor, sent: Told
) -> None:
    case_view(portal.ctx, portal.manager, sent.reference)
    portal.clock.move(minutes=5)
    case_view(portal.ctx, portal.officer, sent.reference)
    page = looks_of(portal.ctx, watcher, sent.reference, None)
    assert [(one.who, one.what.value) for one in page.lines[:2]] == [
        ("Sam Carter", "case_viewed"),
        ("Moira Hughes", "case_viewed"),
    ]
    assert page.lines[0].at - page.lines[1].at == timedelta(minutes=5)
    assert page.lines[0].came_from == portal.officer.came_from


def test_pages_of_views_hold_each_one_once(portal: Portal, watcher: Actor) -> None:
    reference = casework.received(portal)
    for _ in range(120):
        case_view(portal.ctx, portal.officer, reference)
    seen: list[int] = []
    before = None
    while True:
        page = looks_of(portal.ctx, watcher, reference, before)
        seen += [one.seq for one in page.lines if one.what.value == "case_viewed"]
        if page.older is None:
            break
        before = page.older
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)


def test_the_file_is_safe_in_a_spreadsheet_and_its_taking_is_recorded(
    portal: Portal, watcher: Actor
) -> None:
    reference = casework.received(portal)
    from dataclasses import replace

    hostile = replace(portal.officer, name='=HYPERLINK("http://example.org")')
    case_view(portal.ctx, hostile, reference)
    content = export_looks(portal.ctx, watcher, reference).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert rows[0]["what"] == "case_viewed"
    assert rows[0]["who"].startswith("'=")
    assert _events(portal, "trail_exported") == ["Iris Wells"]
    assert "case_viewed" in export_looks(portal.ctx, watcher, reference).decode()


def test_nobody_but_an_auditor_reads_it(portal: Portal, watcher: Actor, sent: Told) -> None:
    others = (portal.officer, portal.manager, portal.stranger, CLI)
    for actor in others:
        for ask in (
            lambda one: told_of(portal.ctx, one, sent.reference),
            lambda one: looks_of(portal.ctx, one, sent.reference, None),
            lambda one: export_looks(portal.ctx, one, sent.reference),
            lambda one: read_words(portal.ctx, one, sent.reference),
            lambda one: find_case(portal.ctx, one, sent.reference),
        ):
            with pytest.raises(NotAllowedError):
                ask(actor)
    assert find_case(portal.ctx, watcher, "VC-00000000") is None
    with pytest.raises(NotFoundError):
        told_of(portal.ctx, watcher, "VC-00000000")


def test_the_words_stand_behind_glass_for_an_hour(
    portal: Portal, watcher: Actor, sent: Told
) -> None:
    assert read_words(portal.ctx, watcher, sent.reference).texts == ()
    for nothing in ("", "   ", "because"):
        with pytest.raises(InvalidError):
            _broken(portal, watcher, sent.reference, nothing)
    token = portal.tokens.uuid()
    for _ in range(2):
        _broken(portal, watcher, sent.reference, WHY, token)
    opened = read_words(portal.ctx, watcher, sent.reference)
    assert {one.body for one in opened.texts} >= {SMS}
    # One task and one page for whoever breaks the glass, and no case on it.
    [task] = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "broken_glass"]
    assert (task.case_reference, task.may_finish) == (None, False)
    assert task.due_on == portal.ctx.today()
    [line] = list_glass(portal.ctx, portal.manager)
    assert (line.name, line.why, line.reason) == ("Iris Wells", WHY, GlassReason.AUDIT)
    assert [one.what for one in line.viewed] == ["trail_words_read"]
    look_at_glass(portal.ctx, portal.manager, line.id, True, "")
    assert tasks_of(portal, "broken_glass") == []
    assert len(_events(portal, "glass_broken")) == 1
    assert len(_events(portal, "trail_words_read")) == 1
    with portal.ctx.store.reading() as uow:
        from sqlalchemy import select

        [row] = uow.session.scalars(select(GlassBreaking))
        assert (row.why, row.found_by, row.user_id) == (f"audit\n{WHY}", "ref", watcher.user_id)
    # What was written stays sealed, and out of the trail.
    with portal.engine.connect() as connection:
        rows = [str(row) for row in connection.execute(text("SELECT * FROM audit_event"))]
    assert not [row for row in rows if "Complaint" in row or "Hello" in row]
    portal.clock.move(minutes=61)
    assert read_words(portal.ctx, watcher, sent.reference).texts == ()


def test_one_auditors_glass_opens_nothing_for_another_case(
    portal: Portal, watcher: Actor, sent: Told
) -> None:
    other = told(portal, number=3)
    _broken(portal, watcher, other.reference)
    assert read_words(portal.ctx, watcher, sent.reference).texts == ()
    assert read_words(portal.ctx, watcher, other.reference).texts


def test_the_words_of_a_restricted_case_stay_shut(
    portal: Portal, watcher: Actor, sent: Told
) -> None:
    _broken(portal, watcher, sent.reference)
    assert read_words(portal.ctx, watcher, sent.reference).texts
    restricted(portal, sent.reference)
    assert read_words(portal.ctx, watcher, sent.reference).texts == ()
    with pytest.raises(InvalidError):
        _broken(portal, watcher, sent.reference)
    # Who was told what and when is read all the same.
    assert told_of(portal.ctx, watcher, sent.reference)[1]


def test_the_pages_name_no_victim_and_no_offender(
    portal: Portal, watcher: Actor, sent: Told
) -> None:
    app = app_for(portal)
    client = signed_in(app, AUDITOR)
    start = client.get("/").follow()
    assert start.h1 == "Audit of a case"
    assert start.submit({"reference": ""}).errors == ["Enter a case reference"]
    assert start.submit({"reference": "VC-ZZZZZZZZ"}).errors == [
        "There is no case with this reference"
    ]
    page = start.submit({"reference": sent.reference.lower()}).follow()
    assert "Sam Carter" in page.text
    looks = client.get(f"/audit/{sent.reference}/looks")
    shut = client.get(f"/audit/{sent.reference}/words")
    for shown in (page, looks, shut):
        for secret in ("Ana", "Doe", "ana@example.org", "07700", TEXT[:20], SMS):
            assert secret not in shown.text, (shown.path, secret)
    client.get("/audit/VC-00000000", status=404)
    client.get(f"/audit/{sent.reference}?page=x")
    client.get(f"/audit/{sent.reference}/looks?before=-1")
    client.get(f"/audit/{sent.reference}/looks?before={'9' * 40}")
    for email in (OFFICER, MANAGER):
        signed_in(app, email).get(f"/audit/{sent.reference}", status=403)


def test_the_glass_is_broken_on_its_page(portal: Portal, watcher: Actor, sent: Told) -> None:
    client = signed_in(app_for(portal), AUDITOR)
    here = f"/audit/{sent.reference}/words"
    assert client.get(here).submit({"why": ""}).errors == ["Say why"]
    assert client.get(here).submit({"why": "Because"}).errors == [
        "Say why in at least 20 characters"
    ]
    page = client.get(here).submit({"why": WHY}).follow()
    assert SMS in page.text
    assert "Open to you until" in page.text


def test_every_kind_of_thing_has_its_words() -> None:
    from victim_portal.domain.unusual import Unusual
    from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, MessageState
    from victim_portal.services.audit import VIEWS
    from victim_portal.web.auditor import saying

    assert set(saying.RULES) == set(Unusual)
    assert {*ContactOutcome, *MessageState} <= set(saying.STATES)
    assert set(ContactMethod) <= set(saying.WAYS)
    for what in VIEWS:
        assert saying.looked(what)
    assert len(set(Fault)) == 10
