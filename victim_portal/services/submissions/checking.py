"""A recipient asks whether a document is current: one word, and nothing else to be learnt."""

import re
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.domain.submissions import WITHIN, DocumentStanding, may_check
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.reach import REFERENCE, normal_reference
from victim_portal.services.submissions.standing import standings_of
from victim_portal.store import submissions as store
from victim_portal.store.models import DocumentCheck

_DIGEST = re.compile(r"[0-9a-f]{64}")
A_RECIPIENT = "somebody with a document"


@dataclass(frozen=True)
class Checked:
    """What somebody learns: how a document stands, None for one that isn't known here.

    `looked` is False where too many asked from the same address; nothing was looked at then.
    """

    looked: bool
    standing: DocumentStanding | None


def check_document(ctx: Context, reference: str, digest: str, came_from: str) -> Checked:
    """How the document of a reference and a digest stands.

    The digest is the one printed on its last page, or the SHA-256 of the file; spaces and
    capital letters don't matter. A reference that isn't there, one with another digest, and
    what can't be either give the same answer. Counted by network address and recorded.
    """
    reference = normal_reference(reference)
    digest = "".join(digest.split()).lower()
    asks = Actor(ActorKind.STAFF, A_RECIPIENT, came_from=came_from)
    now = ctx.now()
    with ctx.store.writing() as uow:
        address = uow.keyring.exact("sign-in address", came_from)
        uow.only_one_for(UUID(bytes=address[:16]))
        tries = store.checks_from(uow, address, now - WITHIN)
        if not may_check(tries, now):
            audit.record(uow, asks, What.DOCUMENT_CHECKED, outcome="too_many")
            uow.commit()
            return Checked(looked=False, standing=None)
        uow.add(DocumentCheck(id=uow.tokens.uuid(), at=now, address_index=address))
        shaped = REFERENCE.fullmatch(reference) and _DIGEST.fullmatch(digest)
        found = store.document_known_by(uow, reference, digest) if shaped else None
        standing = None
        if found is not None:
            document, case = found
            standing = standings_of(ctx, uow, case).of(document)
            audit.record(
                uow,
                asks,
                What.DOCUMENT_CHECKED,
                case.id,
                outcome=standing.value,
            )
        else:
            audit.record(uow, asks, What.DOCUMENT_CHECKED, outcome="unknown")
        uow.commit()
    return Checked(looked=True, standing=standing)
