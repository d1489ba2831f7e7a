"""The receipt ladder in the words of staff."""

from victim_portal.domain.ladder import LadderEnd, LadderStep, Rung

RUNG = {
    Rung.HANDED_OVER: "Handed over",
    Rung.DELIVERED: "Delivered",
    Rung.OPENED: "Opened on the portal",
    Rung.CONFIRMED: "Confirmed by them",
    Rung.SPOKEN: "Spoken to",
}
STEP = {
    LadderStep.SENT: "If nothing comes by then, another number or address that their plan "
    "allows is tried. Where there is none, you are asked to ring them.",
    LadderStep.ANOTHER_CHANNEL: "It went to another number or address too. If nothing comes "
    "by then, you are asked to ring them.",
    LadderStep.OFFICER: "You are asked to ring them. If nothing is recorded by then, the "
    "manager is asked.",
    LadderStep.MANAGER: "The manager decides what is done.",
}
END = {
    LadderEnd.REACHED: "It got as far as it has to.",
    LadderEnd.TOLD: "They were told by a person.",
    LadderEnd.REPLACED: "Later news took its place, or it was wrong, so nobody is asked about it "
    "any more.",
    LadderEnd.CLOSED: "The case is closed, so nobody is asked about it any more.",
    LadderEnd.SAID_NO: "They said no to being told, so nobody is asked about it any more.",
}
