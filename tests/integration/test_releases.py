"""A parole case manager reads what was released to them, and nothing else."""

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.portal import Portal
from tests.support.representations import ask, new_case, state
from tests.support.walls import person, restricted, trail
from tests.support.web import app_for, signed_in
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role, SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.representations import withdraw_statement
from victim_portal.services.submissions import Exported
from victim_portal.store.models import ConflictOfInterest, SubmissionRelease

EMAIL = "ada.parole.case.manager@example.org"


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case with a request and a signed statement."""
    found = new_case(portal)
    ask(portal, found)
    state(portal, found)
    return found


@pytest.fixture
def made(portal: Portal, reference: str) -> Exported:
    """Its files."""
    return submissions.export_submission(portal.ctx, portal.officer, reference)


@pytest.fixture
def reader(portal: Portal) -> Actor:
    """The parole case manager."""
    return person(portal, Role.PAROLE_CASE_MANAGER)


def release(portal: Portal, reference: str, made: Exported, reader: Actor) -> None:
    """The officer opens the files to the parole case manager."""
    assert reader.user_id is not None
    submissions.release_submission(
        portal.ctx, portal.officer, reference, made.submission_id, reader.user_id
    )


def test_only_what_was_released_is_there(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    assert submissions.list_released(portal.ctx, reader) == ()
    release(portal, reference, made, reader)
    other = person(portal, Role.PAROLE_CASE_MANAGER, first_name="Otis")
    assert submissions.list_released(portal.ctx, other) == ()
    [one] = submissions.list_released(portal.ctx, reader)
    assert [file.file_name for file in one.files] == [file.file_name for file in made.files]
    assert "Rowena" not in str(one)
    for file in made.files:
        taken = submissions.released_file(portal.ctx, reader, one.release_id, file.document_id)
        assert (taken.content, taken.sha256) == (file.content, file.sha256)
        with pytest.raises(NotFoundError):
            submissions.released_file(portal.ctx, other, one.release_id, file.document_id)
    reads = trail(portal, "released_file_read")
    assert {event.actor_id for event in reads} == {reader.user_id}
    assert len(reads) == len(made.files)


def test_a_file_of_another_submission_is_not_there(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    release(portal, reference, made, reader)
    state(portal, reference, "Something else.")
    later = submissions.export_submission(portal.ctx, portal.officer, reference)
    [one] = submissions.list_released(portal.ctx, reader)
    new = {file.document_id for file in later.files} - {file.document_id for file in made.files}
    assert new
    for document_id in new:
        with pytest.raises(NotFoundError):
            submissions.released_file(portal.ctx, reader, one.release_id, document_id)


def test_an_ended_release_is_gone_and_may_come_back(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    release(portal, reference, made, reader)
    release(portal, reference, made, reader)
    assert len(trail(portal, "submission_released")) == 1
    [one] = submissions.list_released(portal.ctx, reader)
    with pytest.raises(NotFoundError):
        submissions.end_release(portal.ctx, portal.stranger, reference, one.release_id)
    submissions.end_release(portal.ctx, portal.officer, reference, one.release_id)
    assert submissions.list_released(portal.ctx, reader) == ()
    with pytest.raises(NotFoundError):
        submissions.released_file(portal.ctx, reader, one.release_id, made.files[0].document_id)
    release(portal, reference, made, reader)
    assert len(submissions.list_released(portal.ctx, reader)) == 1


def test_words_that_she_took_back_are_not_given(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    release(portal, reference, made, reader)
    [before] = submissions.list_released(portal.ctx, reader)
    withdraw_statement(portal.ctx, portal.officer, reference)
    [after] = submissions.list_released(portal.ctx, reader)
    assert {file.part.value for file in after.files} == {"conditions"}
    for file in before.files:
        if file.part.value != "conditions":
            with pytest.raises(NotFoundError):
                submissions.released_file(portal.ctx, reader, before.release_id, file.document_id)


def test_it_is_released_to_parole_case_managers_alone(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    for user in (portal.colleague, portal.stranger):
        with pytest.raises(InvalidError):
            release(portal, reference, made, user)
    with portal.ctx.store.writing() as uow:
        uow.add(
            ConflictOfInterest(
                id=portal.tokens.uuid(),
                offender_id=casework.view(portal, reference).offender_id,
                user_id=reader.user_id,
                why="Cousin.",
                declared_by="t",
                declared_at=portal.ctx.now(),
            )
        )
        uow.commit()
    with pytest.raises(InvalidError):
        release(portal, reference, made, reader)
    for actor in (portal.officer, portal.manager):
        with pytest.raises(NotAllowedError):
            submissions.list_released(portal.ctx, actor)


def test_of_a_restricted_case_only_the_named_release(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    restricted(portal, reference)
    assert reader.user_id is not None
    with pytest.raises(NotFoundError):
        submissions.release_submission(
            portal.ctx, portal.colleague, reference, made.submission_id, reader.user_id
        )
    release(portal, reference, made, reader)
    assert len(submissions.list_released(portal.ctx, reader)) == 1


def test_pages_of_releasing_and_reading(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    app = app_for(portal)
    officer = signed_in(app, "sam.carter@example.org")
    shown = officer.get(f"/cases/{reference}/representations")
    address = f"/cases/{reference}/submissions/{made.submission_id}/release"
    assert address in shown.links.values()
    page = officer.get(address)
    assert page.submit().errors == ["Choose a parole case manager"]
    page = page.submit({"user": str(reader.user_id)}).follow()
    assert page.notices == ["Ada Ross can read these files now."]
    theirs = signed_in(app, EMAIL)
    first = theirs.get("/").follow()
    assert first.h1 == "Submissions released to you"
    assert "Rowena" not in first.html
    file = theirs.get(first.links[made.files[0].file_name])
    assert file.response.data == made.files[0].content
    assert file.response.headers["Content-Type"] == "application/pdf"
    theirs.get(f"/cases/{reference}", status=403)
    with portal.ctx.store.reading() as uow:
        release_id = uow.session.scalars(select(SubmissionRelease.id)).one()
    ended = officer.get(address)
    [form] = [one for one in ended.forms if str(release_id) in one.action]
    officer.post(form.action, {name: value[0] for name, value in form.values.items()})
    theirs.get(first.links[made.files[0].file_name], status=404)


def test_words_taken_back_stay_away_when_new_ones_come(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    release(portal, reference, made, reader)
    withdraw_statement(portal.ctx, portal.officer, reference)
    portal.clock.move(minutes=1)
    state(portal, reference, "Something else, milder.")
    [one] = submissions.list_released(portal.ctx, reader)
    assert SubmissionPart.STATEMENT not in {each.part for each in one.files}
    later = submissions.export_submission(portal.ctx, portal.officer, reference)
    release(portal, reference, later, reader)
    parts = [
        {each.part for each in one.files} for one in submissions.list_released(portal.ctx, reader)
    ]
    assert [SubmissionPart.STATEMENT in each for each in parts].count(True) == 1
