"""A proposed wording as a proposal keeps it, and what became of it."""

from datetime import datetime

from victim_portal.domain.access import Actor
from victim_portal.domain.templates import BY_NAME, NewWording, TemplateText, text_title
from victim_portal.domain.vocabulary import Decision
from victim_portal.services.names import full_name
from victim_portal.services.templates.values import WordingLine, WordingState
from victim_portal.store.models import Proposal, User


def about_of(text: TemplateText, wording: NewWording, base: int) -> dict[str, object]:
    """A wording as a proposal keeps it; `base` is the version that was live when it was written."""
    return {
        "text": text.name,
        "source": text.source,
        "english": wording.english,
        "welsh": wording.welsh,
        "reviewer": wording.reviewer,
        "base": base,
    }


def wording_of(proposal: Proposal) -> NewWording:
    """The wording that a proposal keeps."""
    about = proposal.about
    return NewWording(str(about["english"]), str(about["welsh"]), str(about["reviewer"]))


def name_of(proposal: Proposal) -> str:
    """The name of the text that a proposal is about."""
    return str(proposal.about["text"])


def title_of(proposal: Proposal) -> str:
    """What that text is called; its name where the portal no longer has it."""
    text = BY_NAME.get(name_of(proposal))
    return text_title(text) if text else name_of(proposal)


def line_of(
    proposal: Proposal, first: User, second: User | None, reader: Actor, now: datetime
) -> WordingLine:
    """A proposal as its pages show it to a reader."""
    return WordingLine(
        id=proposal.id,
        name=name_of(proposal),
        title=title_of(proposal),
        wording=wording_of(proposal),
        why=proposal.why or "",
        proposed_by=full_name(first.first_name, first.last_name),
        proposed_at=proposal.proposed_at,
        waits_until=proposal.expires_at,
        state=_state(proposal, now),
        decided_by=full_name(second.first_name, second.last_name) if second else "",
        decided_at=proposal.decided_at,
        refused_why=proposal.refused_why or "",
        own=proposal.proposed_by_id == reader.user_id,
    )


def _state(proposal: Proposal, now: datetime) -> WordingState:
    if proposal.decision is None:
        return WordingState.RAN_OUT if proposal.expires_at <= now else WordingState.WAITS
    return {
        Decision.AGREED: WordingState.AGREED,
        Decision.REFUSED: WordingState.REFUSED,
        Decision.TAKEN_BACK: WordingState.TAKEN_BACK,
        Decision.OVERTAKEN: WordingState.RAN_OUT,
    }[Decision(proposal.decision)]
