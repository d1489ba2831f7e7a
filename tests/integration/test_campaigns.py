"""A file that moves many dates: what it does, twice, broken off, and who sees whom."""

import pytest

from tests.support import casework
from tests.support.campaigns import (
    HEADER,
    MOVED,
    NAME,
    brought_in,
    dated_cases,
    file_of,
    id_of,
    moving,
    prisoner,
    states,
)
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.walls import person, restricted, tasks_of, trail
from victim_portal.domain.campaigns import Direction, NewsStanding, Nothing
from victim_portal.domain.csv_text import FileRefused
from victim_portal.domain.vocabulary import Role
from victim_portal.services import campaigns, tasks
from victim_portal.services.campaigns import importing, isolating, taking_in
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)


def test_a_file_moves_dates_and_drafts_the_news_in_months(portal: Portal) -> None:
    references = dated_cases(portal, 2)
    report = brought_in(portal, moving(2))
    assert report.counts() == {
        **{"read": 2, "added": 0, "changed": 2, "unchanged": 0, "refused": 0},
        **{"flagged": 0, "unknown": 0},
    }
    seen = campaigns.campaign_view(portal.ctx, portal.manager, id_of(report))
    assert [(one.name, one.own, one.offenders, one.victims) for one in seen.units] == [
        ("Hampshire", True, 2, 2)
    ]
    assert (seen.told, seen.to_be_told, seen.knew) == (0, 2, 2)
    [line, _] = seen.not_told
    assert line.standing is NewsStanding.TO_READ
    assert (str(line.before), str(line.after), str(line.told)) == ("2031-11", "2030-05", "2031-11")
    assert line.direction is Direction.EARLIER
    assert states(portal, references) == ["draft", "draft"]
    assert casework.delivered(portal) == []
    # The other dates of the prisoner stay as they were.
    newest = casework.view(portal, references[0]).key_dates.newest
    assert newest is not None
    assert {one.code: str(one.falls_on) for one in newest.dates} == {
        "CRD": MOVED,
        "SLED": "2034-11-01",
    }
    assert len(trail(portal, "campaign_imported")) == 1


def test_the_same_file_twice_adds_nothing(portal: Portal) -> None:
    dated_cases(portal, 2)
    first = brought_in(portal, moving(2))
    again = brought_in(portal, moving(2))
    assert again.id == first.id
    assert (again.counts()["changed"], again.counts()["unchanged"]) == (0, 2)
    with pytest.raises(ConflictError, match=NAME):
        brought_in(portal, moving(2), "Another name")
    with pytest.raises(ConflictError, match="Another file"):
        brought_in(portal, moving(1), NAME.upper())
    assert len(campaigns.list_campaigns(portal.ctx, portal.manager)) == 1


def test_bad_rows_are_refused_alone(portal: Portal) -> None:
    dated_cases(portal, 2)
    data = file_of(
        (prisoner(0), "CRD", MOVED, ""),
        (prisoner(1), "CRD", "soon", ""),
        ("", "CRD", MOVED, ""),
        ("B9999ZZ", "CRD", MOVED, ""),
        ("=cmd()", "CRD", MOVED, "<b>x</b>"),
        ("C1", "CRD", MOVED, ""),
        ("C1", "CRD", "2031-01-01", ""),
    )
    report = brought_in(portal, data)
    assert [(row.place, row.column) for row in report.refused_rows] == [
        (3, "date"),
        (4, "prison_number"),
        (7, "date"),
        (8, "date"),
    ]
    assert report.batch.unknown == ["B9999ZZ", "=CMD()"]
    assert report.counts()["changed"] == 1
    back = campaigns.rejected_csv(report).decode("utf-8-sig").splitlines()
    assert back[0].replace('"', "").endswith(HEADER)
    assert len(back) == 5


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\r\n1,2\r\n", b"[1, 2", b"{}"])
def test_a_file_that_is_none_is_refused_whole(portal: Portal, data: bytes) -> None:
    with pytest.raises(FileRefused):
        brought_in(portal, data)
    assert campaigns.list_campaigns(portal.ctx, portal.manager) == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x07b"])
def test_a_campaign_has_a_name(portal: Portal, name: str) -> None:
    with pytest.raises(InvalidError):
        brought_in(portal, moving(1), name)


def test_an_import_that_broke_off_goes_on(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    dated_cases(portal, 3)
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    done = []

    def breaks(*given: object) -> taking_in.Batch:
        if len(done) == 1:
            raise RuntimeError("the power went")
        done.append(given)
        return taking_in.take_in(*given)  # type: ignore[arg-type]  # as it was called

    with monkeypatch.context() as patch:
        patch.setattr(isolating, "take_in", breaks)
        with pytest.raises(RuntimeError):
            brought_in(portal, moving(3))
    [line] = campaigns.list_campaigns(portal.ctx, portal.manager)
    assert (line.finished, line.moved) == (False, 1)
    report = brought_in(portal, moving(3))
    assert (report.counts()["changed"], report.counts()["unchanged"]) == (2, 1)
    [line] = campaigns.list_campaigns(portal.ctx, portal.manager)
    assert (line.finished, line.moved) == (True, 3)


def test_who_is_no_manager_imports_and_sees_none(portal: Portal) -> None:
    dated_cases(portal, 1)
    for actor in (portal.officer, person(portal, Role.ADMINISTRATOR), person(portal, Role.AUDITOR)):
        with pytest.raises(NotAllowedError):
            brought_in(portal, moving(1), actor=actor)
        with pytest.raises(NotAllowedError):
            campaigns.list_campaigns(portal.ctx, actor)
    report = brought_in(portal, moving(1))
    with pytest.raises(NotAllowedError):
        campaigns.campaign_view(portal.ctx, portal.officer, id_of(report))
    with pytest.raises(NotFoundError):
        campaigns.campaign_view(portal.ctx, portal.manager, portal.tokens.uuid())


def test_another_unit_is_numbers_and_a_small_one_is_none(portal: Portal) -> None:
    dated_cases(portal, 2)
    report = brought_in(portal, moving(2))
    theirs = campaigns.campaign_view(portal.ctx, portal.stranger, id_of(report))
    [unit] = theirs.units
    assert (unit.own, unit.offenders, unit.victims) == (False, None, None)
    assert (theirs.not_told, theirs.others, theirs.told, theirs.to_be_told) == ((), (), 0, 0)
    assert portal.stranger.unit_id != portal.manager.unit_id, OTHER_UNIT


def test_a_restricted_case_is_no_number_to_who_is_not_named(portal: Portal) -> None:
    references = dated_cases(portal, 2)
    other = person(portal, Role.MANAGER)
    restricted(portal, references[0])
    report = brought_in(portal, moving(2))
    assert campaigns.campaign_view(portal.ctx, portal.manager, id_of(report)).to_be_told == 2
    theirs = campaigns.campaign_view(portal.ctx, other, id_of(report))
    assert [one.reference for one in theirs.not_told] == [references[1]]
    assert [one.victims for one in theirs.units] == [1]


def test_a_move_within_the_month_is_no_news(portal: Portal) -> None:
    dated_cases(portal, 1)
    report = brought_in(portal, moving(1, "2031-11-20"))
    seen = campaigns.campaign_view(portal.ctx, portal.manager, id_of(report))
    assert seen.to_be_told == 0
    [line] = seen.others
    assert (line.standing, line.why_nothing) == (NewsStanding.NO_NEWS, Nothing.SAME_MONTH)


def test_who_was_not_told_before_the_nearest_date_is_asked_about_once(portal: Portal) -> None:
    [reference] = dated_cases(portal, 1)
    soon = portal.ctx.today().replace(year=portal.ctx.today().year + 1)
    brought_in(portal, moving(1, soon.isoformat()))
    assert campaigns.ask_about_untold(portal.ctx) == 0
    portal.clock.move(days=350)
    assert campaigns.ask_about_untold(portal.ctx) == 1
    assert campaigns.ask_about_untold(portal.ctx) == 0
    [task] = tasks_of(portal, tasks.NOT_TOLD)
    assert task.due_on == soon
    assert tasks.NOT_TOLD in casework.task_kinds(portal, reference)
