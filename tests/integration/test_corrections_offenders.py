"""An offender put right, for every case at once and without a word about anybody's victim."""

from datetime import date

import pytest

from tests.support.casework import (
    FIRST,
    approve,
    delivered,
    ready,
    received,
    task_kinds,
    update_of,
)
from tests.support.corrections import (
    asked,
    case_of,
    corrected_offender,
    offender_input,
    rows,
)
from tests.support.portal import CLI, Portal
from tests.support.referral_files import OMAR, imported, row
from victim_portal.domain.corrections import Detail, SentKind
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import audit
from victim_portal.services.cases import case_view
from victim_portal.services.corrections import (
    OffenderNow,
    correct_offender,
    corrections_view,
    offender_for_form,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.referrals import receive_typed
from victim_portal.store import offenders as offender_store
from victim_portal.store import search
from victim_portal.store.models import (
    AuditEvent,
    ConflictOfInterest,
    Document,
    Offender,
    OffenderCorrection,
    Submission,
)
from victim_portal.store.search import TokenKind
from victim_portal.store.unit_of_work import UnitOfWork

SECOND = {
    "referral_reference": "WCU-7",
    "victim_first_name": "Omar",
    "victim_last_name": "Tamboli",
    "victim_date_of_birth": "1971-06-30",
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def now(portal: Portal, reference: str) -> OffenderNow:
    return offender_for_form(portal.ctx, portal.officer, case_of(portal, reference).offender_id)


def offender_of(portal: Portal, reference: str) -> dict[Detail, str]:
    return dict(now(portal, reference).values)


def test_every_detail_is_put_right_and_kept(portal: Portal, reference: str) -> None:
    changes = {
        "first_name": "Jon",
        "last_name": "Oake",
        "born_on": date(1981, 1, 1),
        "prison_number": "a9999zz",
        "crn": " y 1 ",
    }
    corrected_offender(portal, reference, **changes)
    assert offender_of(portal, reference) == {
        Detail.FIRST_NAME: "Jon",
        Detail.LAST_NAME: "Oake",
        Detail.BORN_ON: "1981-01-01",
        Detail.PRISON_NUMBER: "A9999ZZ",
        Detail.CRN: "Y1",
    }
    assert len(rows(portal, OffenderCorrection)) == 5
    history = corrections_view(portal.ctx, portal.officer, reference).corrections
    assert {(one.detail, one.before) for one in history} == {
        (Detail.FIRST_NAME, "John"),
        (Detail.LAST_NAME, "Oak"),
        (Detail.BORN_ON, "1980-01-01"),
        (Detail.PRISON_NUMBER, "A1234BC"),
        (Detail.CRN, "X123456"),
    }
    assert all(one.offender for one in history)
    (event,) = rows(portal, AuditEvent, what=audit.What.OFFENDER_CORRECTED.value)
    assert event.details["fields"] == "first_name,last_name,born_on,prison_number,crn"


def test_they_are_found_by_the_new_numbers_and_name_only(portal: Portal, reference: str) -> None:
    corrected_offender(portal, reference, last_name="Beech", prison_number="B2222CC", crn="")

    def look(uow: UnitOfWork) -> tuple[list[int], list[int]]:
        keys = uow.keyring
        numbers = [keys.exact("prison number", one) for one in ("A1234BC", "B2222CC")]
        crns = [keys.exact("crn", "X123456")]
        by_number, by_crn = offender_store.by_index(uow, numbers, crns)
        names = [
            search.make_token(keys, "offender", TokenKind.SURNAME, one) for one in ("oak", "beech")
        ]
        held = [
            len(search.holders(uow, "offender", [(TokenKind.SURNAME, one)], 9)) for one in names
        ]
        return [len(by_number), len(by_crn)], held

    assert asked(portal, look) == ([1, 0], [0, 1])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"why": ""}, "why"),
        ({"last_name": " "}, "last_name"),
        ({"prison_number": "A-1"}, "prison_number"),
        ({"crn": "X1234567890"}, "crn"),
        ({"born_on": date(2026, 11, 3)}, "born_on"),
    ],
)
def test_what_cannot_stand_is_refused(
    portal: Portal, reference: str, changes: dict[str, object], field: str
) -> None:
    seen = now(portal, reference)
    given = offender_input(**{"first_name": "Jon", **changes})
    offender_id = case_of(portal, reference).offender_id
    with pytest.raises(InvalidError) as refused:
        correct_offender(portal.ctx, portal.officer, offender_id, given, seen.version)
    assert set(refused.value.problems) == {field}


@pytest.mark.parametrize(("detail", "value"), [("prison_number", "b7654cd"), ("crn", "Y654321")])
def test_somebody_elses_number_is_refused_without_saying_whose(
    portal: Portal, reference: str, detail: str, value: str
) -> None:
    imported(portal, CLI, row(OMAR, unit="Northumbria"))
    with pytest.raises(InvalidError) as refused:
        corrected_offender(portal, reference, **{detail: value})
    said = refused.value.problems[detail]
    assert "somebody else" in said
    assert not {"Gethin", "Prys", "Omar", "Northumbria"} & set(said.split())
    assert rows(portal, OffenderCorrection) == []


def test_nothing_changed_somebody_faster_and_a_double_click(portal: Portal, reference: str) -> None:
    offender_id, seen = case_of(portal, reference).offender_id, now(portal, reference)
    with pytest.raises(InvalidError) as refused:
        correct_offender(portal.ctx, portal.officer, offender_id, offender_input(), seen.version)
    assert set(refused.value.problems) == {""}
    once = portal.tokens.uuid()
    for _ in range(2):
        given = offender_input(first_name="Jon")
        correct_offender(portal.ctx, portal.officer, offender_id, given, seen.version, once)
    assert len(rows(portal, OffenderCorrection)) == 1
    with pytest.raises(ConflictError):
        correct_offender(
            portal.ctx, portal.colleague, offender_id, offender_input(crn="X9"), seen.version
        )


def test_whoever_reaches_no_open_case_gets_the_answer_for_nothing(
    portal: Portal, reference: str
) -> None:
    offender_id = case_of(portal, reference).offender_id
    for asked_for in (offender_id, portal.tokens.uuid()):
        with pytest.raises(NotFoundError):
            offender_for_form(portal.ctx, portal.stranger, asked_for)
        with pytest.raises(NotFoundError):
            correct_offender(portal.ctx, portal.stranger, asked_for, offender_input(crn="X"), 1)
    assert portal.officer.user_id is not None
    with portal.ctx.store.writing() as uow:
        uow.add(
            ConflictOfInterest(
                id=uow.tokens.uuid(),
                offender_id=offender_id,
                user_id=portal.officer.user_id,
                why="He is her cousin",
                declared_by="Moira Hughes",
                declared_at=portal.ctx.now(),
            )
        )
        uow.commit()
    with pytest.raises(NotFoundError):
        now(portal, reference)


def test_every_open_case_is_planned_again_and_the_others_are_asked_to_check(
    portal: Portal,
) -> None:
    mine = ready(portal)
    theirs = receive_typed(portal.ctx, portal.stranger, row(**SECOND, unit=""))
    approve(portal, mine)
    corrected_offender(portal, mine, last_name="Beech")
    update = update_of(portal, mine, FIRST)
    assert update.state is UpdateState.DRAFT
    assert "Beech" in update.content
    assert delivered(portal) == []
    assert "offender_corrected" not in task_kinds(portal, mine)
    elsewhere = case_view(portal.ctx, portal.stranger, theirs).tasks
    (task,) = [one for one in elsewhere if one.kind == "offender_corrected"]
    assert task.what == "The offender's details were put right: check them"
    assert "Mary" not in f"{task.what} {task.rule} {task.about}"


def test_the_other_units_case_is_not_shown_with_what_went_out(portal: Portal) -> None:
    theirs = receive_typed(portal.ctx, portal.stranger, row(unit=""))
    mine = received(portal, **SECOND)
    seen = now(portal, mine)
    assert seen.references == (mine,)
    assert theirs not in repr(seen)


def test_the_doubt_about_who_it_is_is_settled(portal: Portal, reference: str) -> None:
    new = received(portal, **SECOND, offender_first_name="Jonathan", offender_last_name="Elm")
    assert "check_offender" in task_kinds(portal, new)
    corrected_offender(portal, new, first_name="Jonathan", last_name="Elm")
    assert "check_offender" not in task_kinds(portal, new)
    assert case_of(portal, new).offender_id == case_of(portal, reference).offender_id
    assert len(rows(portal, Offender)) == 1


def test_a_file_with_the_wrong_prisoner_is_looked_at(portal: Portal, reference: str) -> None:
    case = case_of(portal, reference)
    with portal.ctx.store.writing() as uow:
        submission = Submission(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            for_whom="Parole Board",
            made_by="Sam Carter",
            made_at=portal.ctx.now(),
            document_ids=[],
        )
        uow.add(submission)
        uow.add(
            Document(
                id=uow.tokens.uuid(),
                submission_id=submission.id,
                case_id=case.id,
                person_id=case.person_id,
                part="statement",
                version=1,
                language="en",
                large_print=False,
                file_name="x.pdf",
                source_digest="a",
                content_digest="b",
                sha256="c",
                content="",
                made_on=portal.ctx.today(),
            )
        )
        uow.commit()
    portal.clock.move(hours=1)
    corrected_offender(portal, reference, crn="X9")
    assert "sent_before_correction" not in task_kinds(portal, reference)
    corrected_offender(portal, reference, prison_number="A1234BD")
    assert "sent_before_correction" in task_kinds(portal, reference)
    (told,) = corrections_view(portal.ctx, portal.officer, reference).sent
    assert (told.kind, told.to) == (SentKind.DOCUMENT, "Parole Board")
