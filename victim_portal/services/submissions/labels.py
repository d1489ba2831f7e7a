"""The portal's own words in the facts of a submission, for the catalogues to translate."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.representations import BOARD_DECIDES, ReadingPreference
from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import Language, Relationship, SentenceType
from victim_portal.domain.wording import N_, Translator, month_in_words
from victim_portal.store.models import Review

ROLES: Mapping[Relationship, str] = MappingProxyType(
    {
        Relationship.VICTIM: N_("The victim"),
        Relationship.BEREAVED_RELATIVE: N_("A bereaved relative of the victim"),
        Relationship.PARENT_OR_GUARDIAN: N_("A parent or guardian of the victim"),
        Relationship.ACTS_FOR_VICTIM: N_("Somebody who acts for the victim"),
        Relationship.FAMILY_SPOKESPERSON: N_("The spokesperson of the victim's family"),
    }
)
READING: Mapping[ReadingPreference, str] = MappingProxyType(
    {
        ReadingPreference.PANEL_READS: N_("The panel reads it"),
        ReadingPreference.IN_PERSON: N_("The victim reads it in person"),
        ReadingPreference.VIDEO_LINK: N_("The victim reads it by video link"),
        ReadingPreference.RECORDING: N_("A recording is played"),
        ReadingPreference.ANOTHER_READER: N_("Somebody else reads it"),
    }
)
REVIEW_KINDS: Mapping[ReviewKind, str] = MappingProxyType(
    {
        ReviewKind.PRE_TARIFF: N_("Parole review before the minimum term ends"),
        ReviewKind.FIRST: N_("First parole review"),
        ReviewKind.LATER: N_("Later parole review"),
        ReviewKind.RECALL: N_("Parole review after recall"),
    }
)
IMPACT = N_("Victim impact statement")
OF_WISH = N_("Condition request {number}, what the victim wishes:")
OF_NECESSITY = N_("Condition request {number}, why it is necessary:")
_TRIBUNAL_READS = N_("The tribunal reads it")
_WITH_HEARING = N_("{review}, hearing on {date}")
_WITH_MONTH = N_("{review}, expected in {month}")
_NO_REVIEW = N_("No parole review is under way")
_NO_BOARD = N_("Release on licence, which the Parole Board doesn't decide")
_DISCHARGE = N_("Decisions on discharge from hospital")


def reading_in_words(preference: str, translator: Translator, *, in_hospital: bool) -> str:
    """How she wants it to be heard; before a tribunal there is no panel."""
    heard = ReadingPreference(preference)
    tribunal = in_hospital and heard is ReadingPreference.PANEL_READS
    return translator.gettext(_TRIBUNAL_READS if tribunal else READING[heard])


def review_in_words(
    review: Review | None,
    language: Language,
    translator: Translator,
    sentence_type: SentenceType,
    *,
    in_hospital: bool = False,
) -> str:
    """What is decided, and by which review, with its hearing or its month."""
    say = translator.gettext
    if in_hospital:
        return say(_DISCHARGE)
    if review is None:
        return say(_NO_REVIEW if sentence_type in BOARD_DECIDES else _NO_BOARD)
    kind = say(REVIEW_KINDS[ReviewKind(review.kind)])
    if review.hearing_on is not None:
        month = month_in_words(YearMonth.of(review.hearing_on), language)
        return say(_WITH_HEARING).format(review=kind, date=f"{review.hearing_on.day} {month}")
    if review.target_month:
        month = month_in_words(YearMonth.parse(review.target_month), language)
        return say(_WITH_MONTH).format(review=kind, month=month)
    return kind
