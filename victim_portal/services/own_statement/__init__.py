"""A victim personal statement that she writes, signs, replaces and withdraws herself."""

from victim_portal.services.own_statement.drafting import (
    begin_draft,
    choose_text,
    save_late,
    save_part,
    throw_away,
)
from victim_portal.services.own_statement.reading import own_part, own_statement
from victim_portal.services.own_statement.signing import (
    choose_preference,
    say_it,
    sign,
    withdraw,
)
from victim_portal.services.own_statement.values import (
    OtherText,
    OwnDraft,
    OwnPart,
    OwnStatement,
    OwnWorry,
    PartSaved,
    Signed,
)
from victim_portal.services.own_statement.worrying import end_worry, mark_passage

__all__ = [
    "OtherText",
    "OwnDraft",
    "OwnPart",
    "OwnStatement",
    "OwnWorry",
    "PartSaved",
    "Signed",
    "begin_draft",
    "choose_preference",
    "choose_text",
    "end_worry",
    "mark_passage",
    "own_part",
    "own_statement",
    "save_late",
    "save_part",
    "say_it",
    "sign",
    "throw_away",
    "withdraw",
]
