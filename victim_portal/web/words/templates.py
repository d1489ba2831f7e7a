"""Words for the texts: how one stands, what became of a proposed wording, and its shape."""

from victim_portal.domain.templates import TextKind
from victim_portal.services.templates import TextState, WordingState

TEXT_STATE = {
    TextState.SHIPPED: "As it came",
    TextState.AMENDED: "Amended",
    TextState.OLDER: "Amended on an older text",
}
TEXT_STATE_COLOUR = {TextState.AMENDED: "blue", TextState.OLDER: "orange"}
WORDING_STATE = {
    WordingState.WAITS: "Waits for a second person",
    WordingState.AGREED: "Agreed",
    WordingState.REFUSED: "Refused",
    WordingState.TAKEN_BACK: "Taken back",
    WordingState.RAN_OUT: "Ran out",
}
WORDING_STATE_COLOUR = {
    WordingState.WAITS: "yellow",
    WordingState.AGREED: "green",
    WordingState.REFUSED: "red",
}
TEXT_KIND = {
    TextKind.SMS: "Text message",
    TextKind.SUBJECT: "Subject line",
    TextKind.HEADING: "Heading of a letter",
    TextKind.PARAGRAPH: "Paragraph",
}
