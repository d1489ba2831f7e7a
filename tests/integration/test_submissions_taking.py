"""Taking a file again: exactly as it was made, by those who may, and never a damaged one."""

from base64 import b64encode
from uuid import UUID

import pytest

from tests.integration.test_submissions import events, export
from tests.support.portal import CLI, Portal
from tests.support.representations import new_case, state
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services.errors import NotFoundError
from victim_portal.services.submissions import (
    DamagedFileError,
    document_bytes,
    export_submission,
    submissions_view,
)
from victim_portal.store.models import Document


def test_a_file_can_be_taken_again_and_the_reading_is_recorded(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    state(portal, reference)
    file = export(portal, reference)[SubmissionPart.STATEMENT]
    assert document_bytes(ctx, officer, reference, file.document_id) == file
    assert [event.details["sha256"] for event in events(portal, "document_read")] == [file.sha256]
    other = new_case(portal, referral_reference="WCU-2", victim_last_name="Birch", mobile="")
    for case, number in ((other, file.document_id), (reference, UUID(int=1))):
        with pytest.raises(NotFoundError):
            document_bytes(ctx, officer, case, number)


def test_a_damaged_file_is_never_handed_over(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    state(portal, reference)
    file = export(portal, reference)[SubmissionPart.STATEMENT]
    with ctx.store.writing() as uow:
        document = uow.get(Document, file.document_id)
        assert document is not None
        document.content = b64encode(file.content + b"\n").decode()
        uow.commit()
    with pytest.raises(DamagedFileError):
        document_bytes(ctx, officer, reference, file.document_id)


def test_another_unit_meets_nothing_and_the_command_line_may_export(portal: Portal) -> None:
    ctx, reference = portal.ctx, new_case(portal)
    state(portal, reference)
    made = export_submission(ctx, CLI, reference)
    assert [file.part for file in made.files] == [SubmissionPart.STATEMENT]
    for call in (
        lambda: export_submission(ctx, portal.stranger, reference),
        lambda: submissions_view(ctx, portal.stranger, reference),
        lambda: document_bytes(ctx, portal.stranger, reference, made.files[0].document_id),
        lambda: export_submission(ctx, portal.officer, "VC-00000000"),
    ):
        with pytest.raises(NotFoundError):
            call()
