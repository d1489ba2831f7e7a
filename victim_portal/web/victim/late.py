"""What is sent when the visit has ended in between: the text is kept, and nothing is shown."""

import re
from uuid import UUID

from flask import request

from victim_portal.domain.own_statement import StatementPart
from victim_portal.services import own_statement
from victim_portal.web.victim.fields import typed
from victim_portal.web.victim.shell import ctx

SAVES = frozenset({"victim.write_part", "victim.keep_part"})
PARTS = tuple(StatementPart)
_PAGE = re.compile(r"[0-9a-f]{24}")


def part_of(number: int) -> StatementPart | None:
    """The part of a number in an address, from 1 on."""
    return PARTS[number - 1] if 1 <= number <= len(PARTS) else None


def page_name() -> str:
    """The name of the page on which something was typed; a new one where it has none."""
    named = typed("page")
    return named if _PAGE.fullmatch(named) else ctx().tokens.secret(12).hex()


def draft_named() -> UUID | None:
    """The draft of which the page was made; None, which no draft is, for anything else."""
    try:
        return UUID(typed("draft"))
    except ValueError:
        return None


def keep(token: str) -> bool:
    """Keep what this request brings for the visit of `token`, which is over; whether it was."""
    if request.method != "POST" or request.endpoint not in SAVES:
        return False
    part = part_of((request.view_args or {}).get("number", 0))
    if part is None:
        return False
    return own_statement.save_late(
        ctx(),
        token,
        part,
        typed("words"),
        page_name(),
        draft_id=draft_named(),
        by_itself=request.endpoint == "victim.keep_part",
    )
