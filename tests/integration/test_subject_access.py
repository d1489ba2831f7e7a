"""Subject access: all of one's own, nothing of anybody else's, by construction."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.campaigns import MOVED, brought_in, dated_cases, file_of, prisoner
from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.keeping import case_row, events
from tests.support.portal import CLI, Portal
from tests.support.supporters import add as add_supporter
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.errors import NotAllowedError, NotFoundError
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.services.subject_access import export_offender, export_person
from victim_portal.services.subject_access.offender import LISTED as OFFENDERS_LIST
from victim_portal.services.subject_access.offender import TO_CHECK as OFFENDERS_TO_CHECK
from victim_portal.services.subject_access.person import LISTED, SUBJECTS, TO_CHECK
from victim_portal.services.subject_access.reading import Listed, sections
from victim_portal.services.texts import match_text, take_text
from victim_portal.store.columns import Subject
from victim_portal.store.models import (
    METADATA,
    Case,
    KeyDates,
    Offender,
    Person,
    Row,
    Sentence,
    UnmatchedText,
)

MARK = "Zephyrine"
HOSTILE = "<script>alert(1)</script> & 'x'"
SEALED = {
    table.name: [c.name for c in table.columns if c.info["protection"].sealed]
    for table in METADATA.sorted_tables
}


def mark_everything_of(portal: Portal, subjects: set[Subject]) -> int:
    """Write a marked value into every sealed text of persons (or of offenders)."""
    marked = 0
    with portal.ctx.store.writing() as uow:
        for mapper in Row.registry.mappers:
            model = mapper.class_
            for row in uow.session.scalars(select(model)):
                for column in SEALED[model.__tablename__]:
                    subject = model.__table__.c[column].info["protection"].subject
                    own = subject in subjects and model is not Offender
                    if (own or (model is Person and Subject.PERSON in subjects)) and getattr(
                        row, column
                    ):
                        text = row.open_sealed(column)
                        if text and not text.startswith(("{", "[", "19", "20")):
                            row.seal(column, f"{MARK} {text}")
                            marked += 1
        uow.commit()
    return marked


def full(portal: Portal) -> str:
    """A case with something of everything."""
    reference = casework.ready(portal)
    casework.approve(portal, reference)
    casework.delivered(portal)
    add_supporter(portal, reference)
    record_note(portal.ctx, portal.officer, reference, NoteInput("His brother knows her street."))
    return reference


def test_a_person_gets_what_is_theirs(portal: Portal) -> None:
    reference = full(portal)
    made = export_person(portal.ctx, portal.manager, reference)
    text = made.as_json()
    for own in ("Mary", "Ash", "1990-01-02", "+447700900123", "mary.ash@example.org"):
        assert own in text, own
    assert "Yes, please tell me." in text
    assert json.loads(text)["sections"]
    [event] = events(portal, "subject_exported")
    assert event.details["kind"] == "person"
    assert event.details["values"] == made.values > 40


def test_others_are_left_out_of_a_persons_export(portal: Portal) -> None:
    reference = full(portal)
    sibling = casework.opted_in(
        portal,
        referral_reference="W2",
        victim_first_name="Marigold",
        victim_last_name="Thistlewood",
    )
    assert case_row(portal, sibling).offender_id == case_row(portal, reference).offender_id
    made = export_person(portal.ctx, portal.manager, reference)
    text = made.as_json() + made.as_html()
    # Another victim; a supporter; the offender's numbers and birth; staff's surnames.
    for foreign in (
        *("Thistlewood", "Marigold", sibling, "Ruth", "Birch"),
        *("A1234BC", "X123456", "1980-01-01", "Winchester"),
        *("Carter", "Hughes", "sam.carter"),
        "His brother knows",
    ):
        assert foreign not in text, foreign
    # What staff noted is apart, for somebody to read first.
    assert "His brother knows her street." in made.as_html(made.to_check)


def test_offenders_export_cannot_hold_a_victims_value(portal: Portal) -> None:
    full(portal)
    assert mark_everything_of(portal, {Subject.PERSON}) > 15
    made = export_offender(portal.ctx, CLI, " a1234bc ")
    text = made.as_json() + made.as_html()
    assert MARK not in text
    for victims in ("Mary", "Ash", "447700900", "example.org", "VC-"):
        assert victims not in text, victims
    for own in ("John", "Oak", "1980-01-01", "A1234BC", "X123456", "2034-11-01", "Winchester"):
        assert own in text, own
    [event] = events(portal, "subject_exported")
    assert (event.case_id, event.details["kind"]) == (None, "offender")


def test_a_file_that_gave_the_dates_again_is_told_and_its_words_are_read_first(
    portal: Portal,
) -> None:
    [_] = dated_cases(portal, 1)
    brought_in(portal, file_of((prisoner(0), "CRD", MOVED, "Added days by the governor")))
    made = export_offender(portal.ctx, CLI, prisoner(0))
    [files] = [one for one in made.sections if one.title == "Files that gave your dates again"]
    assert [row["What it did to your dates"] for row in files.rows] == ["moved"]
    assert "governor" not in made.as_json()
    [reasons] = made.to_check
    assert [row["Why the dates moved"] for row in reasons.rows] == ["Added days by the governor"]


def test_the_list_covers_every_table_of_an_offender() -> None:
    """A table that is added later is either handed over or left out on purpose."""
    named = {one.model.__tablename__ for one in (*OFFENDERS_LIST, *OFFENDERS_TO_CHECK)}
    of_offenders = {
        table.name
        for table in METADATA.sorted_tables
        if any(column.info["protection"].subject is Subject.OFFENDER for column in table.columns)
    }
    assert of_offenders - named == {
        # The dates of each version have a section of their own.
        "key_date",
        # Whom a colleague knows, and search.
        *("conflict_of_interest", "search_token"),
    }


def test_offenders_list_names_no_column_of_anybody_else() -> None:
    for listed in (*OFFENDERS_LIST, *OFFENDERS_TO_CHECK):
        table = listed.model.__table__.c
        assert "person_id" not in table
        # In whose case something was written is no word of the offender's, nor is what was.
        assert not {"case_id", "note", "told_by"} & set(listed.columns)


@pytest.mark.parametrize(
    ("listed", "subjects"),
    [
        (Listed(Case, "x", {"reference": "x"}, "id"), (Subject.OFFENDER, Subject.SELF)),
        (Listed(Sentence, "x", {"offence": "x"}, "id"), SUBJECTS),
        (Listed(KeyDates, "x", {"version": "x"}, "id"), SUBJECTS),
    ],
)
def test_a_list_that_reaches_into_somebody_elses_data_stops(
    portal: Portal, listed: Listed, subjects: tuple[Subject, ...]
) -> None:
    with portal.ctx.store.reading() as uow, pytest.raises(TypeError, match="another data subject"):
        sections(uow, [listed], subjects, {portal.tokens.uuid()})


def test_the_list_covers_every_table_of_a_person() -> None:
    """A table that is added later is either handed over or left out on purpose."""
    named = {one.model.__tablename__ for one in (*LISTED, *TO_CHECK)}
    of_persons = {
        table.name
        for table in METADATA.sorted_tables
        if any(column.info["protection"].subject is Subject.PERSON for column in table.columns)
    }
    assert of_persons - named == {
        # How staff worked, and what they decided among themselves.
        *("approval", "case_move", "case_reader", "duplicate_flag", "exact_date_agreement"),
        *("campaign_move", "tranche_update", "glass_breaking", "wrong_news_update"),
        *(
            "incident",
            "legal_hold",
            "leaving_case",
            "proposal",
            "referral_return",
            "restriction",
            "task",
        ),
        # Of the machine: receipts, codes, links, search.
        *(
            "case_planning",
            "case_watch",
            "ladder",
            "receipt",
            "search_token",
            "submission_release",
            "verification",
        ),
        *("passphrase", "secure_link", "link_code"),
        # Which planning moved what: the updates themselves are handed over.
        "plan_difference",
        # About persons of their own.
        "supporter",
    }


def test_a_text_that_turned_out_to_be_theirs_is_among_the_notes(portal: Portal) -> None:
    """It has a key of its own, and no list names its table: the log of contacts tells of it."""
    reference = full(portal)
    record_inbound(portal.ctx, "07700 900998", "It is me, I lost my phone", sid="SM1")
    with portal.ctx.store.reading() as uow:
        [text_id] = uow.session.scalars(select(UnmatchedText.id))
    assert "lost my phone" not in export_person(portal.ctx, portal.manager, reference).as_json()
    take_text(portal.ctx, portal.manager, text_id)
    match_text(portal.ctx, portal.manager, text_id, reference)
    made = export_person(portal.ctx, portal.manager, reference)
    assert any("lost my phone" in str(one.rows) for one in made.to_check)


def test_hostile_text_stays_text(portal: Portal) -> None:
    reference = casework.received(portal, victim_last_name=HOSTILE)
    page = export_person(portal.ctx, portal.manager, reference).as_html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_who_may_hand_it_over(portal: Portal) -> None:
    reference = casework.received(portal)
    for nobody in (portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            export_person(portal.ctx, nobody, reference)
    for staff in (portal.officer, portal.manager):
        with pytest.raises(NotAllowedError):
            export_offender(portal.ctx, staff, "A1234BC")
    with pytest.raises(NotFoundError):
        export_offender(portal.ctx, CLI, "Z9999ZZ")
    with portal.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case)).one()
        case.restricted = True
        uow.commit()
    with pytest.raises(NotFoundError):
        export_person(portal.ctx, CLI, reference)


def test_the_commands_write_private_files(migrated: Run, tmp_path: Path) -> None:
    assert migrated("demo", "--quiet").returncode == 0
    out = tmp_path / "out"
    unknown = migrated("export", "subject", "--case", "VC-00000000", "--out", str(out))
    assert (unknown.returncode, out.exists()) == (2, False)
    done = migrated("export", "offender-subject", "--prison-number", "Z0000ZZ", "--out", str(out))
    assert done.returncode == 2
