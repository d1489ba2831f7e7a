"""A supporter put right: the old name and role are kept, and who it is is asked again."""

from datetime import date
from uuid import UUID

import pytest

from tests.support.casework import received, task_kinds
from tests.support.corrections import WHY, case_of, rows
from tests.support.duplicates import AGAIN, merged
from tests.support.portal import Portal
from tests.support.supporters import add, beside, events, with_channel
from tests.support.web import COLLEAGUE, OFFICER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.corrections import Detail
from victim_portal.domain.vocabulary import SupporterRole
from victim_portal.services.callers import find_caller
from victim_portal.services.corrections import (
    SupporterDetails,
    correct_supporter,
    corrections_view,
    supporter_details_for_form,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.supporters import end_supporter
from victim_portal.store.models import Case, Letter, PersonCorrection, Supporter

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} שלום"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def details(**changes: object) -> SupporterDetails:
    """Ruth Birch as she was added, with changes."""
    start: dict[str, object] = {
        "first_name": "Ruth",
        "last_name": "Birch",
        "role": "supporter",
        "why": WHY,
    }
    return SupporterDetails(**{**start, **changes})  # type: ignore[arg-type]  # whatever the test gives


def put_right(
    portal: Portal, reference: str, supporter_id: UUID, once: UUID | None = None, **changes: object
) -> None:
    now = supporter_details_for_form(portal.ctx, portal.officer, reference, supporter_id)
    correct_supporter(
        portal.ctx,
        portal.officer,
        reference,
        supporter_id,
        details(**changes),
        now.version,
        now.values[Detail.ROLE],
        once,
    )


def test_the_old_name_and_role_stay_in_the_history_sealed(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    put_right(portal, reference, supporter_id, last_name="Beech", role="advocate")
    (one,) = beside(portal, reference)
    assert (one.name, one.role) == ("Ruth Beech", SupporterRole.ADVOCATE)
    told = corrections_view(portal.ctx, portal.officer, reference).corrections
    assert {(t.detail, t.whose, t.before, t.became) for t in told} == {
        (Detail.LAST_NAME, "Ruth Beech", "Birch", "Beech"),
        (Detail.ROLE, "Ruth Beech", "supporter", "advocate"),
    }
    assert all(b"Birch" not in (row.before_sealed or b"") for row in rows(portal, PersonCorrection))
    assert events(portal, "supporter_corrected") == [
        {"supporter": str(supporter_id), "fields": "last_name,role"}
    ]
    found = find_caller(portal.ctx, portal.officer, "Ruth Beech")
    assert [case.reference for case in found.cases] == [reference]
    assert not find_caller(portal.ctx, portal.officer, "Ruth Birch").cases


def test_each_role_of_two_supporters_has_the_one_that_came_after(
    portal: Portal, reference: str
) -> None:
    first = add(portal, reference)
    second = add(portal, reference, first_name="Tom", last_name="Reed")
    put_right(portal, reference, first, role="advocate")
    portal.clock.move(hours=1)
    put_right(portal, reference, second, first_name="Tom", last_name="Reed", role="representative")
    put_right(portal, reference, first, role="representative")
    told = corrections_view(portal.ctx, portal.officer, reference).corrections
    assert {(t.whose, t.before, t.became) for t in told} == {
        ("Ruth Birch", "supporter", "advocate"),
        ("Ruth Birch", "advocate", "representative"),
        ("Tom Reed", "supporter", "representative"),
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, ""),
        ({"last_name": " "}, "last_name"),
        ({"role": "boss"}, "role"),
        ({"last_name": "Beech", "why": " "}, "why"),
        ({"born_on": date(2030, 1, 1)}, "born_on"),
        ({"first_name": "John", "last_name": "Oak", "born_on": date(1980, 1, 1)}, "last_name"),
        ({"first_name": "Jon", "last_name": "Oak"}, "not_the_offender"),
        ({"first_name": "Mary", "last_name": "Ash", "born_on": date(1990, 1, 2)}, "last_name"),
        ({"first_name": "Tom", "last_name": "Reed"}, "another_person"),
    ],
)
def test_what_cannot_stand_is_refused(
    portal: Portal, reference: str, changes: dict[str, object], field: str
) -> None:
    supporter_id = add(portal, reference)
    add(portal, reference, first_name="Tom", last_name="Reed")
    with pytest.raises(InvalidError) as refused:
        put_right(portal, reference, supporter_id, **changes)
    assert set(refused.value.problems) == {field}
    assert rows(portal, PersonCorrection) == []
    assert beside(portal, reference)[0].name == "Ruth Birch"


def test_a_name_alike_stands_when_somebody_says_so(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    put_right(portal, reference, supporter_id, last_name="Oak", not_the_offender=True)
    assert beside(portal, reference)[0].name == "Ruth Oak"


def test_twice_somebody_faster_and_out_of_reach(portal: Portal, reference: str) -> None:
    supporter_id, once = add(portal, reference), portal.tokens.uuid()
    now = supporter_details_for_form(portal.ctx, portal.officer, reference, supporter_id)
    for _ in range(2):
        put_right(portal, reference, supporter_id, once, last_name="Beech")
    assert len(rows(portal, PersonCorrection)) == 1
    late = details(last_name="Elm")
    with pytest.raises(ConflictError):
        correct_supporter(
            portal.ctx, portal.colleague, reference, supporter_id, late, now.version, "supporter"
        )
    put_right(portal, reference, supporter_id, last_name="Beech", role="advocate")
    now = supporter_details_for_form(portal.ctx, portal.officer, reference, supporter_id)
    with pytest.raises(ConflictError):
        correct_supporter(
            portal.ctx, portal.colleague, reference, supporter_id, late, now.version, "supporter"
        )
    with pytest.raises(NotFoundError):
        supporter_details_for_form(portal.ctx, portal.stranger, reference, supporter_id)
    with pytest.raises(NotFoundError):
        correct_supporter(
            portal.ctx, portal.stranger, reference, supporter_id, late, now.version, "advocate"
        )
    other = received(portal, referral_reference="WCU-3", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    with pytest.raises(NotFoundError):
        supporter_details_for_form(portal.ctx, portal.officer, other, supporter_id)


def _letter(portal: Portal, reference: str, person_id: UUID, posted_on: date | None) -> UUID:
    channel_id = with_channel(portal, person_id)
    with portal.ctx.store.writing() as uow:
        letter = Letter(
            id=uow.tokens.uuid(), case_id=case_of(portal, reference).id, person_id=person_id,
            channel_id=channel_id, kind="first", language="en", large_print=False, neutral=True,
            words={"address": ["Somebody", "1 High Street"], "parts": []},
            made_by="Sam Carter", made_at=portal.ctx.now(), posted_on=posted_on,
        )  # fmt: skip
        uow.add(letter)
        uow.commit()
        return letter.id


def test_what_went_to_them_is_told_and_looked_at_and_nothing_of_the_victims(
    portal: Portal, reference: str
) -> None:
    supporter_id = add(portal, reference)
    (one,) = beside(portal, reference)
    victim_id = case_of(portal, reference).person_id
    theirs = _letter(portal, reference, one.person_id, None)
    hers = _letter(portal, reference, victim_id, None)
    gone = _letter(portal, reference, one.person_id, portal.ctx.today())
    now = supporter_details_for_form(portal.ctx, portal.officer, reference, supporter_id)
    assert [sent.name for sent in now.sent] == ["Ruth Birch"]
    portal.clock.move(hours=1)
    put_right(portal, reference, supporter_id, role="advocate")
    assert "sent_before_correction" not in task_kinds(portal, reference)
    put_right(portal, reference, supporter_id, last_name="Beech", role="advocate")
    discarded = {row.id: row.discarded_at is not None for row in rows(portal, Letter)}
    assert discarded == {theirs: True, hers: False, gone: False}
    assert "sent_before_correction" in task_kinds(portal, reference)
    sent = corrections_view(portal.ctx, portal.officer, reference).sent
    assert [each.name for each in sent] == ["Ruth Birch"]


def test_who_is_in_the_scheme_themselves_is_put_right_there(portal: Portal, reference: str) -> None:
    other = received(portal, referral_reference="WCU-3", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    supporter_id = add(portal, reference)
    with portal.ctx.store.writing() as uow:
        row = uow.get(Supporter, supporter_id)
        case = uow.get(Case, case_of(portal, other).id)
        assert row is not None
        assert case is not None
        row.supporter_id = case.person_id
        uow.commit()
    with pytest.raises(InvalidError, match="Ask your manager") as refused:
        put_right(portal, reference, supporter_id, last_name="Beech")
    assert other not in str(refused.value)
    put_right(portal, reference, supporter_id, first_name="Mary", last_name="Elm",
              born_on=date(1970, 1, 1), role="advocate")  # fmt: skip
    assert corrections_view(portal.ctx, portal.officer, other).corrections == ()


def test_on_a_double_nothing_is_put_right_and_an_ended_part_may_be(portal: Portal) -> None:
    known = received(portal)
    new = received(portal, **AGAIN)
    supporter_id = add(portal, new)
    assert merged(portal, new, known) == known
    with pytest.raises(InvalidError, match="double"):
        put_right(portal, new, supporter_id, last_name="Beech")
    ended = add(portal, known)
    end_supporter(portal.ctx, portal.officer, known, ended, portal.ctx.today())
    put_right(portal, known, ended, last_name="Beech")
    assert beside(portal, known)[0].name == "Ruth Beech"


def test_the_page_keeps_what_was_typed_beside_what_stands(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    app = app_for(portal)
    path = f"/cases/{reference}/supporters/{supporter_id}/correct"
    mine, theirs = (signed_in(app, who).get(path) for who in (OFFICER, COLLEAGUE))
    assert mine.h1 == f"Case {reference} Put a supporter's details right"
    assert mine.value("last_name") == ["Birch"]
    assert mine.submit({}, status=200).errors == ["Enter why it is wrong, and who told you"]
    theirs.submit({"role": "advocate", "why": WHY}).follow()
    page = mine.submit({"last_name": HOSTILE, "why": WHY}, status=200)
    assert "Somebody else changed these details" in page.errors[0]
    assert page.rows == [
        ["Last name", "Birch", HOSTILE],
        ["What they are to the victim", "Advocate", "Supporter"],
    ]
    after = page.submit({"role": "advocate"}, button="Save over what stands now").follow()
    assert after.path == f"/cases/{reference}/corrections"
    assert after.rows[0][:3] == [f"Last name of the supporter Ruth {HOSTILE}", "Birch", HOSTILE]
    assert "<script>alert" not in after.html
    page = client_for(portal).get(path).submit({"last_name": "Oak", "why": WHY}, status=200)
    assert "Check that this isn't the offender" in page.errors[0]
    page.submit({"not_the_offender": "y"}).follow()
    assert beside(portal, reference)[0].name == "Ruth Oak"
    client_for(portal, STRANGER).get(path, status=404)
