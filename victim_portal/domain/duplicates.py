"""Likely duplicates: the same person referred twice, for a human to decide.

Two signs, as the import contract has them: the same date of birth with a similar name, or
the same offender with a similar victim. A third comes to light when a number or address is put
right: it is somebody else's, too. Names are compared without accents, marks, titles
or order, so the answer is generous: a false flag costs a look, a missed one costs a person
two officers and two sets of letters.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from victim_portal.domain.vocabulary import ChannelKind

_FIRST_NAMES_ALIKE = 0.75
_LAST_NAMES_ALIKE = 0.8
OWN_KINDS = frozenset({ChannelKind.MOBILE, ChannelKind.EMAIL})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "lady"})
# Letters that Unicode doesn't take apart, and the typographic apostrophes and hyphens.
_UNDECOMPOSED = str.maketrans(
    {
        **dict(zip("øØłŁđĐðÐ", "oOlLdDdD", strict=True)),
        **{"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ẞ": "SS"},
        **{"þ": "th", "Þ": "TH", "\N{LATIN SMALL LETTER DOTLESS I}": "i"},
        **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    }
)
_SHORT_FORMS = (
    frozenset({"william", "bill", "billy", "will", "liam", "gwilym"}),
    frozenset({"robert", "bob", "bobby", "rob"}),
    frozenset({"richard", "dick", "rick", "rich"}),
    frozenset({"elizabeth", "elisabeth", "liz", "lizzie", "beth", "betty", "libby", "eliza"}),
    frozenset({"margaret", "maggie", "peggy", "meg", "mair", "marged"}),
    frozenset({"katherine", "catherine", "kathryn", "kate", "katie", "cathy", "kathy", "catrin"}),
    frozenset({"david", "dave", "dai", "dafydd", "dewi"}),
    frozenset({"james", "jim", "jimmy", "jamie"}),
    frozenset({"john", "jack", "johnny", "ioan", "ieuan", "evan", "sion"}),
    frozenset({"edward", "ted", "ned", "eddie"}),
    frozenset({"anthony", "tony", "antony"}),
    frozenset({"sarah", "sally", "sara"}),
    frozenset({"mary", "molly", "polly", "mari"}),
    frozenset({"michael", "mike", "mick", "mihangel"}),
    frozenset({"stephen", "steven", "steve", "steffan"}),
    frozenset({"mohammed", "muhammad", "mohamed", "mohammad", "muhammed"}),
)


class DuplicateReason(StrEnum):
    """Why two referrals may be about the same person."""

    SAME_BIRTH_SIMILAR_NAME = "same_birth_similar_name"
    SAME_OFFENDER_SIMILAR_VICTIM = "same_offender_similar_victim"
    SAME_CONTACT = "same_contact"


@dataclass(frozen=True)
class PersonDetails:
    """A victim, as far as likeness goes."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    date_of_birth: date | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OffenderDetails:
    """An offender, as far as sameness goes; identifiers are empty when not known."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    date_of_birth: date | None = field(default=None, repr=False)
    prison_number: str = field(default="", repr=False)
    crn: str = field(default="", repr=False)


@dataclass(frozen=True)
class Parties:
    """The two people of one referral or case."""

    victim: PersonDetails
    offender: OffenderDetails


def likeness(new: Parties, known: Parties) -> DuplicateReason | None:
    """Why `new` may be the person of `known`, or None. The order of the two is no matter.

    Two different dates of birth speak against it, unless the offender is the same and
    either the name is too or the dates are one slip of the pen apart.
    """
    ours, theirs = new.victim, known.victim
    if not similar_names(ours, theirs):
        return None
    births = (ours.date_of_birth, theirs.date_of_birth)
    if births[0] is not None and births[0] == births[1]:
        return DuplicateReason.SAME_BIRTH_SIMILAR_NAME
    if not same_offender(new.offender, known.offender):
        return None
    if births[0] is not None and births[1] is not None:
        same_name = _full(ours) == _full(theirs)
        if not same_name and not _one_slip(births[0], births[1]):
            return None
    return DuplicateReason.SAME_OFFENDER_SIMILAR_VICTIM


def worth_asking(kind: ChannelKind, ours: PersonDetails, theirs: PersonDetails) -> bool:
    """Whether a number or address in common is a reason to ask if two are one person.

    A mobile number or an e-mail address is mostly one person's own. A household shares its
    landline and its post, so there the names have to be similar as well.
    """
    return kind in OWN_KINDS or similar_names(ours, theirs)


def same_offender(one: OffenderDetails, other: OffenderDetails) -> bool:
    """Whether two are one offender: by prison number, by CRN, or by name and birth.

    A prison number may change from one sentence to the next, so one identifier that
    differs doesn't outweigh another that agrees.
    """
    for ours, theirs in ((one.prison_number, other.prison_number), (one.crn, other.crn)):
        if ours.strip() and ours.strip().upper() == theirs.strip().upper():
            return True
    if one.date_of_birth is None or one.date_of_birth != other.date_of_birth:
        return False
    return _full(one) != "" and _full(one) == _full(other)


def similar_names(
    one: PersonDetails | OffenderDetails, other: PersonDetails | OffenderDetails
) -> bool:
    """Whether two names may be one person's, first and last swapped included."""
    ours = normalise_name(one.first_name), normalise_name(one.last_name)
    theirs = normalise_name(other.first_name), normalise_name(other.last_name)
    if _last_alike(ours[1], theirs[1]) and _first_alike(ours[0], theirs[0]):
        return True
    # Whether a first name was typed as a last one can only be told when all four are there.
    return _last_alike(ours[0], theirs[1]) and _last_alike(ours[1], theirs[0])


def normalise_name(name: str) -> str:
    """A name in plain lower-case letters: no accents, apostrophes or titles, single blanks.

    A hyphen becomes a blank, so both halves of a double-barrelled name can be met.
    """
    letters = plain_letters(name).casefold().replace("'", "")
    words = re.sub(r"[\W_]+", " ", letters).split()
    return " ".join(word for word in words if word not in TITLES or len(words) == 1)


def plain_letters(text: str) -> str:
    """`text` without accents, invisible characters and typographic quotes or hyphens.

    Compatibility forms (full-width letters, ligatures) become plain; case is kept.
    """
    # First, since NFKC would turn a spacing accent into a blank; and again for what is laid
    # bare by taking the marks off.
    text = text.translate(_UNDECOMPOSED)
    if text.isascii():
        # None of it is composed, a mark or invisible: most texts of the portal end here.
        return text.translate(_UNDECOMPOSED)
    text = unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf"})
    return bare.translate(_UNDECOMPOSED)


def small_letters(plain: str) -> str:
    """`plain_letters` in small ones, each at the place that it had there.

    Patterns go through small letters several times as fast as past their case.
    """
    small = plain.lower()
    return small if len(small) == len(plain) else "".join(map(_small, plain))


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


def _full(person: PersonDetails | OffenderDetails) -> str:
    return normalise_name(f"{person.first_name} {person.last_name}").replace(" ", "")


def _last_alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if set(one.split()) & set(other.split()) - {"de", "la", "van", "von", "der", "al", "el", "ap"}:
        return True
    return _ratio(one.replace(" ", ""), other.replace(" ", "")) >= _LAST_NAMES_ALIKE


def _first_alike(one: str, other: str) -> bool:
    """A first name that is missing is like any; an initial is like what it begins."""
    if not one or not other:
        return True
    if one.replace(" ", "") == other.replace(" ", "") or set(one.split()) & set(other.split()):
        return True
    a, b = sorted((one.split()[0], other.split()[0]), key=len)
    if b.startswith(a) and (len(a) == 1 or len(a) >= 3):
        return True
    if any(a in forms and b in forms for forms in _SHORT_FORMS):
        return True
    return _ratio(a, b) >= _FIRST_NAMES_ALIKE


def _ratio(one: str, other: str) -> float:
    # SequenceMatcher answers differently for (a, b) and (b, a); likeness must not.
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _one_slip(one: date, other: date) -> bool:
    """Whether two dates differ in one digit only, or have day and month changed over."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    differing = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return differing == 1
