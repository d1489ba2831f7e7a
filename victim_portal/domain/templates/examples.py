"""Invented people and facts, to see a text as its reader would."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import WordingFacts
from victim_portal.domain.wording.filling import PLACEHOLDERS
from victim_portal.domain.wording.first_contact import day_in_words
from victim_portal.domain.wording.months import month_in_words

HOURS: Mapping[Language, str] = MappingProxyType(
    {
        Language.ENGLISH: "Monday to Friday, 9am to 5pm",
        Language.WELSH: "dydd Llun i ddydd Gwener, 9am tan 5pm",
    }
)
MONTH, MONTH_BEFORE = YearMonth(2027, 3), YearMonth(2027, 6)
UNTIL = date(2026, 12, 6)
_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "person_name": "Rhiannon",
        "offender_name": "Gareth Example",
        "officer_first_name": "Samantha",
        "officer_phone": "07700 900123",
        "cover_first_name": "Nia",
        "cover_phone": "07700 900124",
        "text_number": "07700 900125",
        "code": "482 915",
        "code_word": "bluebell",
        # About as long as a real one; the rules of links have no say over our own.
        "link": "messages-example/m/2hPz0nQkVw7tYb1cXe9uRg",
    }
)
_FILLED = re.compile(r"\{([a-z_]+)\}")

KNOWN = PLACEHOLDERS | {"cover_first_name", "cover_phone", "text_number", "valid_until"}
"""Everything that may stand in braces in a text of the list."""


def example_values(language: Language) -> dict[str, str]:
    """A value for everything that a text may name."""
    return {
        **_VALUES,
        "officer_hours": HOURS[language],
        "month": month_in_words(MONTH, language),
        "previous_month": month_in_words(MONTH_BEFORE, language),
        "valid_until": day_in_words(UNTIL, language),
    }


def example_facts(language: Language, code_word: str = "") -> WordingFacts:
    """The same for a whole update."""
    return WordingFacts(
        person_name=_VALUES["person_name"],
        offender_name=_VALUES["offender_name"],
        officer_first_name=_VALUES["officer_first_name"],
        officer_phone=_VALUES["officer_phone"],
        officer_hours=HOURS[language],
        code_word=code_word,
        month=MONTH,
    )


def filled(text: str, language: Language) -> str:
    """`text` with the examples in it; a gap that nothing is known for stays as it is."""
    values = example_values(language)
    return _FILLED.sub(lambda match: values.get(match[1], match[0]), text)
