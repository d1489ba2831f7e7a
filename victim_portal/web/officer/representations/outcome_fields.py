"""The fields of a decision on one request, alone on its page or beside those of others."""

from typing import Any

from victim_portal.domain.representations import OUTCOMES
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services.representations import OutcomeInput, RequestView
from victim_portal.web import words
from victim_portal.web.forms import DateParts, Option, Pick, PortalForm, options_of
from victim_portal.web.officer.representations.words_field import WordsText

NOT_YET = "not_yet"
NAMES = ("state", "reason", "plain", "as_now", "ends_on")


def _state(value: str) -> RequestState | str:
    return NOT_YET if value == NOT_YET else RequestState(value)


def outcome_fields(prefix: str = "", *, may_wait: bool = False) -> dict[str, Any]:
    """Fields by their names; with `may_wait` it can be said that there is no answer yet."""
    options = options_of(RequestState, words.REQUEST_STATE, OUTCOMES)
    if may_wait:
        options = (*options, Option(NOT_YET, "There is no answer yet", divider="or"))
    return {
        f"{prefix}state": Pick(
            "What was decided?", options, coerce=_state, required="Choose what was decided"
        ),
        f"{prefix}reason": WordsText(
            "The reason that was given",
            description="In full and in the decision-maker's own words. A refusal or a change "
            "always needs it: the victim is told why.",
        ),
        f"{prefix}plain": WordsText(
            "The reason in plain words",
            description="The victim reads this on her own pages once you have recorded that she "
            "was told. Leave out whatever she mustn't learn, such as where the offender is.",
        ),
        f"{prefix}as_now": WordsText(
            "How the condition stands now",
            description="Only if it was granted with changes. The victim reads this as well.",
        ),
        f"{prefix}ends_on": DateParts(
            "Its own last day (optional)",
            what="The last day",
            description="Only if it ends before the licence does. Otherwise it ends with it.",
        ),
    }


def outcome_in(form: PortalForm, on: Any, prefix: str = "") -> OutcomeInput | None:
    """The decision as it was typed, of the day `on`; None where there is none yet."""
    state = form[f"{prefix}state"].data
    if state == NOT_YET or state is None:
        return None
    return OutcomeInput(
        state,
        on,
        form[f"{prefix}reason"].data,
        form[f"{prefix}plain"].data,
        form[f"{prefix}as_now"].data,
        form[f"{prefix}ends_on"].data,
    )


def show_outcome(form: PortalForm, request: RequestView) -> None:
    """Fill the fields from the decision that stands, for putting it right."""
    if request.state in OUTCOMES:
        form["state"].process_data(request.state)
        form["on"].process(None, request.state_on)
    form["reason"].data = request.outcome_reason
    form["plain"].data = request.outcome_plain
    form["as_now"].data = request.granted_wording
    form["ends_on"].process(None, request.own_end)
