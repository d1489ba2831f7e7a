"""Lists of sentences: who was never referred, late or never offered, worked to an end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from tests.support.casework import MOBILE, REFERRAL, received
from tests.support.contacts import tried
from tests.support.lists import JOHN, entries, give, list_of, listed, listed_row, only, seen
from tests.support.portal import CLI, Portal
from victim_portal.domain.csv_text import FileRefused
from victim_portal.domain.reconciliation import Gap, ListedState, ListedStep, Outcome
from victim_portal.domain.vocabulary import ContactOutcome
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reconciliation import (
    Asked,
    deny_case,
    export_sentences,
    follow_lists,
    import_sentences,
    list_sentences,
    record_chase,
    record_outcome,
    reopen,
)
from victim_portal.services.referrals import rejected_csv, withdraw_referral
from victim_portal.services.tasks import list_tasks
from victim_portal.store.models import ListedNote, ListedSentence, ListedSource, Message, Task

LATER = date(2026, 11, 25)


def _gaps(portal: Portal) -> tuple[Gap, ...]:
    return seen(portal).line.gaps


def _tasks(portal: Portal) -> list[tuple[str, object]]:
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.done_at.is_(None), Task.kind.like("missed%"))
        return [(task.kind, task.for_user_id) for task in uow.session.scalars(query)]


def test_one_that_nobody_referred_has_an_owner_and_a_clock(town: Portal) -> None:
    report = listed(town, JOHN, listed_row(source_reference="T2026-9", prison_number="", crn=""))
    assert list(report.counts().values()) == [2, 1, 0, 0, 1, 0, 0]
    one = only(town)
    assert _gaps(town) == (Gap.NEVER_REFERRED,)
    assert (one.state, one.due_on, one.route) == (ListedState.OPEN, LATER, "statutory")
    # Until somebody has it, the managers of its unit do, with one task for however many.
    assert _tasks(town) == [("missed_sentences", None)]
    give(town, one.id)
    give(town, one.id)
    assert _tasks(town) == [("missed_sentence", town.officer.user_id)]
    assert seen(town).line.owner == "Sam Carter"


def test_a_chase_moves_the_clock_and_the_referral_settles_it(town: Portal) -> None:
    listed(town, JOHN)
    one = only(town)
    town.clock.move(seconds=1)
    give(town, one.id)
    token = town.tokens.uuid()
    for _ in range(2):
        town.clock.move(seconds=1)
        record_chase(town.ctx, town.officer, one.id, "Rang witness care", LATER, token)
    town.clock.move(seconds=1)
    assert (only(town).chased_on, only(town).due_on) == (date(2026, 11, 18), LATER)
    received(town, received_on="2026-11-18")
    assert (only(town).state, only(town).outcome) == (ListedState.SETTLED, Outcome.REFERRAL_CAME)
    assert only(town).referred_late
    assert _tasks(town) == []
    steps = [note.step for note in seen(town).notes]
    assert steps == [
        ListedStep.LISTED,
        ListedStep.OWNER,
        ListedStep.CHASED,
        ListedStep.SETTLED,
    ]
    # The offer is owed now: were it forgotten, the sentence would come back.
    town.clock.move(days=40)
    assert follow_lists(town.ctx) == 1
    assert _gaps(town)[-1] is Gap.NEVER_OFFERED
    assert follow_lists(town.ctx) == 0


def test_a_withdrawn_referral_counts_for_nothing(town: Portal) -> None:
    listed(town, JOHN)
    reference = received(town, received_on="2026-11-18")
    assert only(town).state == ListedState.SETTLED
    withdraw_referral(town.ctx, town.manager, reference, "It was of another offender.")
    assert (only(town).state, only(town).outcome) == (ListedState.OPEN, None)
    assert [note.step for note in seen(town).notes][-1] is ListedStep.CAME_BACK


def test_late_and_never_offered_are_seen_of_what_was_referred(town: Portal) -> None:
    reference = received(town, received_on="2026-11-17")
    listed(town, JOHN)
    assert _gaps(town) == (Gap.REFERRED_LATE,)
    state = record_outcome(
        town.ctx, town.manager, only(town).id, Outcome.LATE_EXPLAINED, "They had no address."
    )
    assert (state, only(town).outcome) == (ListedState.SETTLED, Outcome.LATE_EXPLAINED)
    town.clock.move(days=40)
    follow_lists(town.ctx)
    assert only(town).never_offered
    # No tick ends that: only the offer does.
    assert seen(town).outcomes == ()
    with pytest.raises(InvalidError):
        record_outcome(town.ctx, town.manager, only(town).id, Outcome.NO_VICTIM, "Nobody.")
    tried(town, reference, ContactOutcome.SPOKE)
    assert only(town).state == ListedState.SETTLED


def test_within_its_clock_it_waits_and_opens_the_day_after(town: Portal) -> None:
    town.clock.set(datetime(2026, 11, 16, 12, tzinfo=UTC))
    listed(town, JOHN)
    assert (only(town).state, only(town).due_on) == (ListedState.WAITING, date(2026, 11, 16))
    assert follow_lists(town.ctx) == 0
    town.clock.move(days=1)
    assert follow_lists(town.ctx) == 1
    assert only(town).state == ListedState.OPEN


def test_the_same_list_twice_adds_nothing_and_a_change_is_seen(town: Portal) -> None:
    listed(town, JOHN)
    record_outcome(town.ctx, town.manager, only(town).id, Outcome.NOT_QUALIFYING, "Six months.")
    assert only(town).state == ListedState.SETTLED
    with town.ctx.store.reading() as uow:
        before = uow.session.scalar(select(func.count()).select_from(ListedNote))
    report = listed(town, JOHN)
    assert (report.added, report.unchanged) == (0, 1)
    with town.ctx.store.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(ListedNote)) == before
    changed = listed(town, listed_row(custodial_term="P9Y"), actor=town.manager)
    assert [row.notes for row in changed.changed_rows] == [("custodial_term",)]
    # What was answered isn't so any more.
    assert (only(town).state, only(town).custodial_term) == (ListedState.OPEN, "P9Y")


def test_one_sentence_from_two_sources_is_one(town: Portal) -> None:
    prison = listed_row(source="Prison", source_reference="P-1", crn="", court="", victims="2")
    listed(town, listed_row(prison_number="", victims=""))
    # Nothing joins the two but the day: both stand.
    listed(town, {**prison, "offender_first_name": ""})
    assert len(entries(town)) == 2
    report = listed(town, listed_row(source="Probation", source_reference="D-1", victims="3"))
    assert report.flagged_rows[0].notes[0] == "two_listed"
    assert len(entries(town)) == 2


def test_two_sources_that_agree_are_joined_by_either_number(town: Portal) -> None:
    prison = listed_row(source="Prison", source_reference="P-1", crn="", victims="2")
    report = listed(town, JOHN, prison)
    assert report.flagged_rows[0].notes == ("victims",)
    one = only(town)
    assert one.victims == 2
    assert [source.source for source in seen(town).sources] == ["Winchester Crown Court", "Prison"]
    received(town, received_on="2026-11-12")
    assert seen(town).missing == 1
    assert only(town).state == ListedState.OPEN


def test_by_name_and_birth_alone_it_is_only_perhaps(town: Portal) -> None:
    reference = received(town, prison_number="B7654CD", crn="Y654321")
    listed(town, JOHN)
    assert _gaps(town) == (Gap.NEVER_REFERRED, Gap.PERHAPS)
    (hint,) = seen(town).perhaps
    assert hint.reference == reference
    deny_case(town.ctx, town.manager, only(town).id, hint.id)
    deny_case(town.ctx, town.manager, only(town).id, hint.id)
    assert _gaps(town) == (Gap.NEVER_REFERRED,)
    assert seen(town).perhaps == ()
    # It was the same after all: a person says so.
    record_outcome(
        town.ctx, town.manager, only(town).id, Outcome.KNOWN_CASE, "The same man.", reference
    )
    assert (only(town).state, only(town).outcome) == (ListedState.SETTLED, Outcome.KNOWN_CASE)
    reopen(town.ctx, town.manager, only(town).id, "It was his brother.")
    assert (only(town).state, only(town).sentence_id) == (ListedState.OPEN, None)


def test_another_sentence_of_the_same_offender_is_only_perhaps(town: Portal) -> None:
    received(town, sentence_type="EDS")
    listed(town, JOHN)
    assert _gaps(town) == (Gap.NEVER_REFERRED, Gap.PERHAPS)


def test_a_reason_is_needed_and_what_is_over_is_over(town: Portal) -> None:
    listed(town, JOHN)
    one = only(town)
    with pytest.raises(InvalidError) as refused:
        record_outcome(town.ctx, town.manager, one.id, Outcome.NO_VICTIM, " ")
    assert "words" in refused.value.problems
    for day in (None, date(2026, 11, 18), date(2031, 1, 1)):
        with pytest.raises(InvalidError):
            record_chase(town.ctx, town.manager, one.id, "Rang.", day)
    record_outcome(town.ctx, town.manager, one.id, Outcome.NO_VICTIM, "A shop.")
    with pytest.raises(ConflictError):
        record_chase(town.ctx, town.manager, one.id, "Rang.", LATER)


def test_nobody_else_sees_or_decides(town: Portal) -> None:
    listed(town, JOHN)
    one = only(town)
    for actor in (town.officer, town.stranger, CLI):
        with pytest.raises(NotFoundError):
            record_chase(town.ctx, actor, one.id, "Rang.", LATER)
    give(town, one.id)
    with pytest.raises(InvalidError):
        # That somebody doesn't qualify is a manager's to decide.
        record_outcome(town.ctx, town.officer, one.id, Outcome.NOT_QUALIFYING, "Short.")
    with pytest.raises(NotFoundError):
        give(town, one.id, by=town.officer)
    with pytest.raises(InvalidError):
        give(town, one.id, town.stranger)
    assert list_sentences(town.ctx, town.officer, Asked()).count == 1
    assert list_sentences(town.ctx, town.stranger, Asked()).count == 0
    # Another unit's manager hears nothing of it by bringing the same in.
    again = listed(town, listed_row(victims="4"), actor=town.stranger)
    assert (again.changed_rows[0].notes, again.changed_rows[0].elsewhere) == ((), True)


def test_nothing_is_sent_and_names_stand_sealed(town: Portal) -> None:
    listed(town, JOHN)
    with town.engine.connect() as connection:
        stored = repr(
            [
                list(connection.execute(text(f"SELECT * FROM {table.__tablename__}")))
                for table in (ListedSentence, ListedSource, ListedNote)
            ]
        )
    for word in ("Oak", "A1234BC", "X123456", "Winchester", "T2026-1", MOBILE):
        assert word not in stored
    with town.ctx.store.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Message)) == 0


def test_hostile_files_are_refused_whole_or_row_by_row(town: Portal) -> None:
    for bad in (
        b"",
        "source,source_reference\nä".encode("latin-1"),
        list_of(JOHN).decode().encode("utf-16"),
        b"PK\x03\x04whatever",
        b"source;source_reference\n",
        b"source,unknown_column\n",
        b"x" * (20 * 1024 * 1024 + 1),
    ):
        with pytest.raises(FileRefused):
            import_sentences(town.ctx, CLI, bad)
    live = listed_row(offender_last_name="=cmd|' /C calc'!A0", source="@court")
    wrong = listed_row(source_reference="=1+1", sentenced_on="soon", offender_last_name="+Oak")
    report = listed(town, live, wrong)
    back = rejected_csv(report).decode("utf-8-sig")
    assert '"\'=1+1"' in back
    assert '"\'+Oak"' in back
    exported = export_sentences(town.ctx, town.manager, Asked()).decode("utf-8-sig")
    assert "'=cmd" not in exported.replace("John =cmd", "")
    # A file of refused rows comes back once it is put right.
    mended = back.replace("soon", "2026-11-02").encode()
    assert import_sentences(town.ctx, CLI, mended).added == 1


def test_a_list_is_filtered_and_paged_without_loss(town: Portal) -> None:
    rows = [
        listed_row(
            source_reference=f"T-{n}",
            prison_number=f"A{1000 + n}ZZ",
            crn="",
            sentenced_on=(date(2026, 10, 1) + timedelta(days=n % 40)).isoformat(),
        )
        for n in range(60)
    ]
    listed(town, *rows)
    page, ids = list_sentences(town.ctx, town.manager, Asked(gap=Gap.NEVER_REFERRED)), []
    ids += [line.id for line in page.lines]
    while page.after:
        page = list_sentences(town.ctx, town.manager, Asked(gap=Gap.NEVER_REFERRED), page.after)
        ids += [line.id for line in page.lines]
    opened = [one.id for one in entries(town) if one.state == ListedState.OPEN]
    assert len(ids) == len(set(ids)) == page.count == len(opened)
    waiting = list_sentences(town.ctx, town.manager, Asked(ListedState.WAITING)).count
    assert len(opened) + waiting == 60
    assert list_sentences(town.ctx, town.manager, Asked(), "rubbish").count == len(opened)
    # However many there are, the managers' list of tasks has one line of it.
    kinds = [task.kind for task in list_tasks(town.ctx, town.manager)]
    assert kinds.count("missed_sentences") == 1


def test_referred_for_somebody_elses_offender_changes_nothing(town: Portal) -> None:
    listed(town, JOHN)
    received(
        town, **{**REFERRAL, "prison_number": "Z9999ZZ", "crn": "", "offender_date_of_birth": ""}
    )
    assert only(town).never_referred
