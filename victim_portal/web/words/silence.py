"""Why a case is silent, as staff read it."""

from victim_portal.domain.silence import Silence

SILENCE = {
    Silence.NO_WAY: "Nothing reaches them",
    Silence.UNREAD: "Three messages not opened",
    Silence.NO_CONTACT: "No contact for eleven months",
    Silence.UNCONFIRMED: "Contact plan not confirmed in time",
    Silence.PASSED_OVER: "Yearly contact passes over what happened",
}
COLOURS = {
    Silence.NO_WAY: "red",
    Silence.UNREAD: "red",
    Silence.NO_CONTACT: "orange",
    Silence.UNCONFIRMED: "orange",
    Silence.PASSED_OVER: "yellow",
}
