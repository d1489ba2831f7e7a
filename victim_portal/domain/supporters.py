"""Who may stand beside a victim: never the offender, and each person once.

Only names and dates of birth are known of a supporter, so the rule can refuse what is
certain and must ask a person about the rest. It is generous in asking: a box to tick costs
a moment, an offender's mother who hears of the victim's plans costs far more.
"""

from enum import StrEnum

from victim_portal.domain.duplicates import (
    OffenderDetails,
    PersonDetails,
    normalise_name,
    similar_names,
)


class Likeness(StrEnum):
    """Whether two names may be one person's: no, perhaps (ask), or yes (refuse)."""

    NO = "no"
    PERHAPS = "perhaps"
    YES = "yes"


def like_person(given: PersonDetails, known: PersonDetails) -> Likeness:
    """Whether a supporter is somebody who is known already; two dates of birth decide."""
    if not similar_names(given, known):
        return Likeness.NO
    if given.date_of_birth is None or known.date_of_birth is None:
        return Likeness.PERHAPS
    return Likeness.YES if given.date_of_birth == known.date_of_birth else Likeness.NO


def like_offender(given: PersonDetails, offender: OffenderDetails) -> Likeness:
    """Whether a supporter is the offender, or may be close to them.

    A similar name with another date of birth may be a relative's, and so may the last name
    alone.
    """
    similar = similar_names(given, offender)
    born = given.date_of_birth
    if similar and born is not None and born == offender.date_of_birth:
        return Likeness.YES
    last = normalise_name(given.last_name)
    same_last = bool(last) and last == normalise_name(offender.last_name)
    return Likeness.PERHAPS if similar or same_last else Likeness.NO
