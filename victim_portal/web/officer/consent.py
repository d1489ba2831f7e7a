"""The fields of consent to a level: the same on joining, and on changing how much they hear."""

from victim_portal.domain.vocabulary import Language, Level
from victim_portal.services.enrolment import AnswerAsked
from victim_portal.web import words
from victim_portal.web.forms import LongText, Pick, PortalForm, Tick, options_of


class ConsentForm(PortalForm):
    """The level, whether its words were shown, in which language, and what they said.

    `own_word` is asked where a young person has come of age: nobody answers for them then.
    """

    level = Pick("How much do they want to hear?", options_of(Level, words.LEVEL), coerce=Level)
    shown = Tick("I read out these words to them, or showed them")
    shown_in = Pick(
        "In which language did they hear or see them?",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
    )
    own_word = Tick("The young person said this to me themselves, and alone")
    consent_words = LongText(
        "The words in which they agreed",
        limit=2000,
        description="As they said or wrote it, for example: “Yes, tell me each time”",
    )


def start_consent(asked: AnswerAsked) -> dict[str, object]:
    """Their own language, where its words can be shown."""
    return {"shown_in": asked.language if asked.language in asked.consent else Language.ENGLISH}


def shown_in(form: ConsentForm) -> Language | None:
    """The language in which they heard or saw the words; None where they didn't."""
    # Where there is one language only, it isn't asked for.
    return (form.shown_in.data or Language.ENGLISH) if form.shown.data else None
