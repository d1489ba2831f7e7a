"""From what kind of source the portal knows something about a sentence."""

from enum import StrEnum


class ToldBy(StrEnum):
    """From what kind of source something about a sentence is known.

    It is shown to every unit that has a victim of the offender; who exactly isn't.
    """

    PRISON = "prison"
    PROBATION = "probation"
    COURT = "court"
    POLICE = "police"
    PAROLE_BOARD = "parole_board"
    HOSPITAL = "hospital"
    OTHER = "other"
