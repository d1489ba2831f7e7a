"""What is held about an offender, for them: it can't contain a victim's data.

Only columns whose declared subject is the offender are read, from tables that the offender's
own id finds; no case, no person and no message is ever asked for. Free words of staff (who
told us, notes, reasons) aren't listed, for they may speak of a victim; a file's words on why
the dates moved are about the offender alone by what they are for, and still read first by a
person.
"""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.reach import need
from victim_portal.services.subject_access.reading import Listed, sections
from victim_portal.services.subject_access.values import Exported, Section, shown
from victim_portal.store import offenders as offender_store
from victim_portal.store.columns import Subject
from victim_portal.store.models import (
    CampaignOffender,
    Event,
    HearingStep,
    KeyDates,
    ListedSentence,
    Offender,
    OffenderCorrection,
    Review,
    Sentence,
)
from victim_portal.store.unit_of_work import UnitOfWork

SUBJECTS = (Subject.OFFENDER, Subject.SELF)
LISTED = (
    Listed(
        Offender,
        "You",
        {
            "first_name": "First name",
            "last_name": "Last name",
            "born_on": "Date of birth",
            "prison_number": "Prison number",
            "crn": "CRN",
        },
        "created_at",
    ),
    Listed(
        Sentence,
        "Sentences",
        {
            "sentence_type": "Kind",
            "offence_category": "Category of offence",
            "offence": "Offence",
            "sentenced_on": "Sentenced on",
            "court": "Court",
            "custodial_term": "Term",
            "minimum_term": "Minimum term",
        },
        "sentenced_on",
    ),
    Listed(
        KeyDates,
        "Versions of key dates",
        {"version": "Version", "source": "From", "status": "Status", "received_at": "Received at"},
        "version",
    ),
    Listed(
        Event,
        "What happened to the sentence",
        {"stage": "What", "happened_on": "On", "outcome": "Outcome", "hearing_on": "Hearing on"},
        "happened_on",
    ),
    Listed(
        Review,
        "Parole reviews",
        {
            "kind": "Kind",
            "target_month": "Month",
            "hearing_on": "Hearing on",
            "decided_on": "Decided on",
            "outcome": "Decision",
            "panel_reference": "Reference of the panel",
        },
        "recorded_at",
    ),
    Listed(
        HearingStep,
        "How the date of a hearing moved",
        {
            "move": "What it was",
            "before_on": "Before",
            "after_on": "After",
            "learnt_on": "Learnt on",
        },
        "recorded_at",
    ),
    Listed(
        ListedSentence,
        "Sentences that courts and prisons listed",
        {
            "sentence_type": "Kind",
            "offence_category": "Category of offence",
            "sentenced_on": "Sentenced on",
            "custodial_term": "Term",
            "listed_on": "Listed on",
        },
        "listed_on",
    ),
    Listed(
        CampaignOffender,
        "Files that gave your dates again",
        {"outcome": "What it did to your dates", "version": "Version", "done_at": "Brought in at"},
        "done_at",
    ),
    Listed(
        OffenderCorrection,
        "What was put right",
        {"field": "What", "before": "Before", "recorded_at": "Put right at"},
        "recorded_at",
    ),
)
TO_CHECK = (
    Listed(
        CampaignOffender,
        "Reasons that files of dates gave",
        {"reason": "Why the dates moved", "done_at": "Brought in at"},
        "done_at",
    ),
)


def _dates(uow: UnitOfWork, offender_id: UUID) -> Section:
    """The dates of every version: codes and days alone."""
    versions = offender_store.versions_of_key_dates(uow, offender_id)
    dates = offender_store.dates_of(uow, versions)
    rows = tuple(
        {"Version": str(version.version), "Date": one.code, "Falls on": shown(one.falls_on)}
        for version in versions
        for one in dates[version.id]
    )
    return Section("Key dates", rows)


def export_offender(ctx: Context, actor: Actor, prison_number: str) -> Exported:
    """Everything that is held about an offender, by their prison number, in the trail.

    For the command line alone: no page of a case leads to it, so none can lead from it.
    NotFoundError for a number that nobody has.
    """
    need(Permission.KEEP_STORE, actor)
    with ctx.store.writing() as uow:
        index = uow.keyring.exact("prison number", "".join(prison_number.split()).upper())
        found, _ = offender_store.by_index(uow, [index], [])
        offender = found.get(index)
        if offender is None:
            raise NotFoundError
        made = Exported(
            about="What is held about you",
            reference="",
            made_at=ctx.now(),
            sections=(*sections(uow, LISTED, SUBJECTS, {offender.id}), _dates(uow, offender.id)),
            to_check=sections(uow, TO_CHECK, SUBJECTS, {offender.id}),
        )
        audit.record(
            uow,
            actor,
            What.SUBJECT_EXPORTED,
            subject=str(offender.id),
            kind="offender",
            values=made.values,
        )
        uow.commit()
        return made
