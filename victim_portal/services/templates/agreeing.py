"""What publishing a wording is among the acts that take two people."""

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.templates.kept import title_of
from victim_portal.services.two_people.values import Act
from victim_portal.store.models import Proposal
from victim_portal.store.unit_of_work import UnitOfWork


def _what(_ctx: Context, _uow: UnitOfWork, proposal: Proposal) -> str:
    return f"Put a new wording to use: {title_of(proposal)}"


def _may_be_second(_uow: UnitOfWork, actor: Actor, _proposal: Proposal) -> bool:
    return is_allowed(Permission.CHANGE_TEMPLATES, actor)


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`publish_wording` does it, where both languages are read."""
    raise ConflictError("Agree to this on its own page, where its words stand.")


PUBLISHING = Act(_what, _may_be_second, _apply, on_its_page=True, refusal_says_why=True)
