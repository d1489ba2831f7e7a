"""What is held about a victim, for her: hers only.

Left out by construction, since no list names them: what is held about the offender, other
victims, supporters as persons of their own, staff beyond what she was told, drafts that
nobody has sent, and reasons why other people acted.
"""

from victim_portal.domain.access import Actor, ActorKind, Permission
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach, normal_reference, reach_of
from victim_portal.services.subject_access.own_pages import OWN_PAGES
from victim_portal.services.subject_access.reading import Listed, sections
from victim_portal.services.subject_access.said import SAID
from victim_portal.services.subject_access.values import Exported
from victim_portal.store import cases as case_store
from victim_portal.store import subject_access as store
from victim_portal.store.columns import Subject
from victim_portal.store.models import (
    CapacityRecord,
    Case,
    CaseNote,
    Channel,
    ContactLog,
    EnrolmentStep,
    Letter,
    Message,
    Person,
    PersonCorrection,
    Preference,
    Promise,
    Referral,
    Update,
)
from victim_portal.store.unit_of_work import UnitOfWork

SUBJECTS = (Subject.PERSON, Subject.SELF)
LISTED = (
    Listed(
        Person,
        "You",
        {
            "first_name": "First name",
            "last_name": "Last name",
            "called": "What you like to be called",
            "born_on": "Date of birth",
            "language": "Language",
            "needs": "What you need",
        },
        "created_at",
    ),
    Listed(
        Case,
        "Your cases",
        {
            "reference": "Reference",
            "relationship": "As whom you stand in the scheme",
            "route": "Route",
            "route_reason": "Why by this route",
            "enrolment": "Your answer",
            "received_on": "Referred on",
            "first_contact_on": "First contact on",
            "deferred_until": "You asked to decide after",
            "closed_at": "Closed at",
            "closed_why": "Why it was closed",
            "retain_from": "The time for which it is kept counts from",
        },
        "opened_on",
    ),
    Listed(
        EnrolmentStep,
        "The offer, and your answers",
        {
            "moved_to": "Answer",
            "on": "On",
            "how": "How",
            "level": "How much you asked to hear",
            "consent_shown": "What was read out or shown to you",
            "consent_words": "What you said",
        },
        "recorded_at",
    ),
    Listed(
        Channel,
        "Your numbers and addresses",
        {
            "kind": "Kind",
            "value": "Number or address",
            "uses": "May be used for",
            "windows": "Hours",
            "who_else": "Who else can see or hear it",
            "danger": "Who there is a danger",
            "code_word": "Code word",
            "if_answered": "What is said if somebody else answers",
            "name_to_give": "By what name you are asked for",
            "language": "Language",
            "verified_at": "Verified at",
            "confirmed_at": "Confirmed at",
            "suspended_at": "Stopped at",
            "suspended_why": "Why it was stopped",
            "ended_at": "Not used since",
        },
        "created_at",
    ),
    Listed(
        Preference,
        "How you want to be told",
        {
            "level": "How much",
            "call_first": "By telephone first",
            "windows": "Days and hours",
            "dates_to_avoid": "Dates to avoid",
            "formats": "Formats",
        },
        "changed_at",
    ),
    Listed(
        ContactLog,
        "Contacts with you",
        {"on": "On", "inward": "From you", "method": "How", "outcome": "What came of it"},
        "recorded_at",
        note="What staff noted of them is looked through first, and handed over after that.",
    ),
    *OWN_PAGES,
    Listed(
        CapacityRecord,
        "What was recorded of your capacity to decide",
        {
            "decision": "Which decision",
            "assessed_by": "Who assessed it",
            "assessed_on": "Assessed on",
            "basis": "On what basis",
            "review_on": "It counted until",
            "ended_at": "Ended at",
            "ended_why": "Why it ended",
        },
        "recorded_at",
    ),
    Listed(
        Promise,
        "What was promised to you",
        {"what": "What", "due_on": "By", "kept_at": "Kept at"},
        "made_at",
    ),
    Listed(
        Letter,
        "Letters to you",
        {
            "kind": "Kind",
            "words": "What it says",
            "posted_on": "Posted on",
            "returned_on": "Came back on",
        },
        "made_at",
    ),
    Listed(
        Update,
        "News that was sent to you",
        {"content_subject": "Subject", "content": "What it says", "sent_on": "Sent on"},
        "changed_at",
        only=("state", frozenset({UpdateState.SENT.value})),
    ),
    Listed(
        Message,
        "Messages to you",
        {
            "kind": "Kind",
            "sent_to": "To",
            "subject": "Subject",
            "body": "What it says",
            "state": "What became of it",
            "handed_over_at": "Sent at",
        },
        "made_at",
        only=("state", frozenset({"handed_over", "delivered", "failed_for_good", "uncertain"})),
    ),
    *SAID,
    Listed(
        PersonCorrection,
        "What was put right",
        {"field": "What", "before": "Before", "recorded_at": "Put right at"},
        "recorded_at",
    ),
    Listed(
        Referral,
        "Your referrals",
        {"reference": "Reference", "received_on": "Received on"},
        "recorded_at",
        note="The referral tells of the offender as well; what it says of you stands above.",
    ),
)
TO_CHECK = (
    Listed(CaseNote, "Notes", {"text": "Note", "recorded_at": "Written at"}, "recorded_at"),
    Listed(
        ContactLog,
        "Notes of contacts",
        {"on": "On", "note": "Note", "next_step": "Next step"},
        "recorded_at",
    ),
    Listed(EnrolmentStep, "Notes of answers", {"on": "On", "note": "Note"}, "recorded_at"),
)


def export_person(ctx: Context, actor: Actor, reference: str) -> Exported:
    """Everything that is held about the person of a case, in the trail.

    For the manager of its unit, and the command line but for a restricted case, since it
    can't show who is at it. NotFoundError for everybody else; NeedsProofError.
    """
    with ctx.store.writing() as uow:
        case = _case(uow, actor, reference)
        need_proof(ctx, actor)
        ids = store.same_person(uow, case.person_id)
        made = Exported(
            about="What is held about you",
            reference=case.reference,
            made_at=ctx.now(),
            sections=sections(uow, LISTED, SUBJECTS, ids),
            to_check=sections(uow, TO_CHECK, SUBJECTS, ids),
        )
        audit.record(
            uow,
            actor,
            What.SUBJECT_EXPORTED,
            case.id,
            subject=str(case.person_id),
            kind="person",
            values=made.values,
        )
        uow.commit()
        return made


def _case(uow: UnitOfWork, actor: Actor, reference: str) -> Case:
    if actor.kind is not ActorKind.COMMAND_LINE:
        return case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None or reach_of(uow, case).restricted_to is not None:
        raise NotFoundError
    return case
