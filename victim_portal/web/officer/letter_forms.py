"""The forms of a letter: what is chosen for a new one, and what became of it."""

from uuid import UUID

from victim_portal.domain.vocabulary import Language
from victim_portal.services.letters import LetterForm, LetterInput
from victim_portal.web import words
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    Tick,
    options_of,
)

FULL, NEUTRAL = "full", "neutral"
CHECKED = (
    "I checked name, spelling and address against the referral, and nothing tells that it "
    "isn't safe to write there"
)


class MakeForm(PortalForm):
    """Where a new letter goes and in which form, with the words that were read."""

    token = OnceToken()
    seen = Hidden()
    channel = Pick("Where does it go?", coerce=UUID, required="Choose the address to write to")
    neutral = Pick(
        "Which words?",
        (
            Option(FULL, "Full words", "They say what the scheme is and what it offers"),
            Option(
                NEUTRAL,
                "Neutral words",
                "Only “please ring me”, for a door where somebody else may open the post. A "
                "neutral letter doesn't count as the offer",
            ),
        ),
        required="Choose full or neutral words",
    )
    language = Pick(
        "Language",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
        required="Choose the language",
    )
    large_print = Tick("Large print")
    checked = Tick(CHECKED)

    def offer(self, view: LetterForm) -> None:
        """The addresses that can be written to."""
        self.channel.offer(Option(str(one.id), one.shown) for one in view.addresses)

    def start(self, view: LetterForm) -> None:
        """What is preset before anybody chose."""
        self.channel.process_data(view.given.channel_id)
        self.neutral.process_data(NEUTRAL if view.given.neutral else FULL)
        self.language.process_data(view.given.language)
        self.large_print.process_data(view.given.large_print)

    def given(self) -> LetterInput:
        """What was chosen, as the service takes it; a language that isn't one is English."""
        return LetterInput(
            channel_id=self.channel.data,
            language=self.language.data or Language.ENGLISH,
            large_print=self.large_print.data,
            neutral=self.neutral.data == NEUTRAL,
            checked=self.checked.data,
            seen=self.seen.data,
        )


class PostForm(PortalForm):
    """When a letter was posted."""

    on = DateParts("When was it posted?", what="The date", required="Enter the date")
    already_gone = Tick("It was in the post before that changed")


class ReturnForm(PortalForm):
    """When a letter came back, and how."""

    on = DateParts("When did it come back?", what="The date", required="Enter the date")
    opened = Tick("It had been opened")
    note = LongText(
        "What is written on it? (optional)",
        limit=500,
        description="For example: gone away; not known here",
    )


class DiscardForm(PortalForm):
    """A button, and the proof that our own page was sent."""

    seen = Hidden()
