"""Breaking the glass: with what a case outside one's reach may be named, and why.

An exact case reference, or two exact identifiers of which one is the victim's own: prison
number and CRN together name only an offender, and would tell how many victims there are.
"""

from collections.abc import Collection
from enum import StrEnum


class GlassReason(StrEnum):
    """Why somebody has to see a case that isn't theirs."""

    IN_TOUCH = "in_touch"
    DANGER = "danger"
    COVER = "cover"
    MISDIRECTED = "misdirected"
    AUDIT = "audit"
    OTHER = "other"


class Identifier(StrEnum):
    """By what a case may be named; the values are short, since all five fit one column."""

    REFERENCE = "ref"
    PRISON_NUMBER = "pn"
    CRN = "crn"
    TELEPHONE = "tel"
    EMAIL = "mail"
    BORN_SURNAME = "born"


OF_THE_VICTIM = frozenset({Identifier.TELEPHONE, Identifier.EMAIL, Identifier.BORN_SURNAME})
ENOUGH = 2


def names_one_case(given: Collection[Identifier]) -> bool:
    """Whether what was given may open a case at all."""
    found = set(given)
    if Identifier.REFERENCE in found:
        return True
    return len(found) >= ENOUGH and bool(found & OF_THE_VICTIM)
