"""Whether what they were told was clear: one question, answered once for each message."""

from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.reading import told_update
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError
from victim_portal.store import door as door_store
from victim_portal.store.models import Feedback

LONGEST = 1000


def give_feedback(
    ctx: Context, visitor: Visitor, update_id: UUID, *, clear: bool, words: str
) -> None:
    """Keep their answer about one message, sealed; a second answer takes the place of the first.

    Raises InvalidError for `words` that are too long, NotFoundError for whatever they weren't
    told.
    """
    said = words.strip()
    if len(said) > LONGEST:
        raise InvalidError({"words": f"At most {LONGEST} letters"})
    with ctx.store.writing() as uow:
        update, _ = told_update(uow, visitor, update_id)
        kept = door_store.feedback_on(uow, update.id)
        if kept is None:
            kept = uow.add(
                Feedback(
                    id=uow.tokens.uuid(),
                    case_id=update.case_id,
                    person_id=visitor.person_id,
                    update_id=update.id,
                    clear=clear,
                    made_at=ctx.now(),
                )
            )
        kept.clear, kept.words, kept.made_at = clear, said or None, ctx.now()
        uow.flush()
        audit.record(uow, THE_PERSON, What.FEEDBACK_GIVEN, update.case_id, update=str(update.id))
        uow.commit()
