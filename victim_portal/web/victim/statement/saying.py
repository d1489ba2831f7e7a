"""The texts of these pages that depend on what was found."""

from markupsafe import Markup

from victim_portal.domain.own_statement import Note, NoteKind, StatementPart
from victim_portal.domain.representations import ReadingPreference
from victim_portal.services.own_statement import values
from victim_portal.web.victim.shell import gettext as _


def title_of(part: StatementPart) -> Markup:
    """The title of a part, the same on every page."""
    match part:
        case StatementPart.THEN:
            return _("How it was then")
        case StatementPart.SINCE:
            return _("How it has been since")
        case StatementPart.RELEASE:
            return _("How it would be")


def question_of(part: StatementPart, *, lighter: bool) -> Markup:
    """What she is asked in a part."""
    match part:
        case StatementPart.THEN:
            return _("What happened then, and what did it do to you?")
        case StatementPart.SINCE:
            return _("How has your life been since then?")
        case StatementPart.RELEASE if lighter:
            return _("How would it be for you if the other person lived under lighter rules?")
        case StatementPart.RELEASE:
            return _("How would it be for you if the other person were released?")


def note_in_words(note: Note) -> Markup:
    """A gentle note, with her own words in it."""
    if note.kind is NoteKind.THREAT:
        return _(
            "You wrote: “{words}”. The panel could read that as a threat. Then it may set aside "
            "what you say. You can leave it or change it.",
            words=note.passage,
        )
    return _(
        "You wrote: “{words}”. The panel must not count your view on release. You can leave it. "
        "It helps more to say how release would be for you.",
        words=note.passage,
    )


def preferences() -> list[tuple[ReadingPreference, Markup]]:
    """The ways in which it can be heard, in words."""
    return [
        (ReadingPreference.PANEL_READS, _("The panel reads it")),
        (ReadingPreference.IN_PERSON, _("I read it out in the room")),
        (ReadingPreference.VIDEO_LINK, _("I read it out by video")),
        (ReadingPreference.RECORDING, _("A recording of me is played")),
        (ReadingPreference.ANOTHER_READER, _("Somebody else reads it out for me")),
    ]


def wrong_in_words(name: str, code: str) -> Markup:
    """What is wrong with a field, in words."""
    match name, code:
        case "words" | "choice", values.TOO_LONG:
            return _("This is too long to be kept. Make it shorter: nothing is lost here.")
        case "words", values.UNSURE:
            return _("Too many pages are open. Close some, then save this again.")
        case "choice", values.CHANGED:
            return _("It has changed again. Look once more.")
        case "choice", _code:
            return _("Choose what you want to keep.")
        case "passage", values.EMPTY:
            return _("Put in the words that you are worried about.")
        case "passage", values.NOT_THERE:
            return _("These words do not stand in your text. Copy them as they are.")
        case "passage", _code:
            return _("Put in at least one whole word.")
        case "reason", values.EMPTY:
            return _("Say what could happen.")
        case "reason", _code:
            return _("This is too long. Use fewer than 2,000 letters.")
        case "preference", _code:
            return _("Choose how it is heard.")
    return _("That did not work")
