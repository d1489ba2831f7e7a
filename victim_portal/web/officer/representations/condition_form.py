"""The form of one condition: what the victim asks for, its inputs, what the offender will see."""

from collections.abc import Mapping
from typing import Any

from victim_portal.domain.licence_policy import Answers, InputKind, every_input
from victim_portal.domain.licence_policy.offer import (
    BESPOKE,
    Offer,
    Offered,
    areas_of,
    wording_of,
)
from victim_portal.services.representations import (
    RepresentationInput,
    RequestInput,
    RequestView,
    WishView,
    request_problems,
)
from victim_portal.web.context import ctx
from victim_portal.web.forms import (
    Hidden,
    Pick,
    PortalForm,
    Text,
    Tick,
)
from victim_portal.web.officer.representations.forms import OccasionForm, fill_from_wish, wish_id_in
from victim_portal.web.officer.representations.input_fields import (
    Box,
    answers_in,
    boxes_of,
    counts_for,
    counts_in,
    fields_of,
    places_in,
    show_answers,
)
from victim_portal.web.officer.representations.words_field import WordsText

FREE_WORDS = frozenset({InputKind.TEXT, InputKind.LONG, InputKind.ADDRESS, InputKind.MAP})


class ConditionForm(OccasionForm):
    """One request for one condition. `condition_form` adds the fields of its inputs."""

    offer: Offer
    condition: Offered
    boxes: tuple[Box, ...]

    version = Hidden()
    wish = WordsText(
        "What the victim asks for",
        description="In the victim's own words. The decision-makers read this.",
    )

    @property
    def alternative(self) -> Offered | None:
        """The condition that does without names or a map."""
        return self.offer.alternative_to(self.condition)

    @property
    def asks_to_name(self) -> bool:
        """Whether it is asked if the victim agrees to be named: words can name anybody."""
        free = any(one.kind in FREE_WORDS for one in every_input(self.condition.inputs))
        return self.condition.names_victim or free or self.condition.code == BESPOKE

    def answers(self) -> Answers:
        """What was filled in, by the names of the inputs."""
        return answers_in(self, self.boxes)

    def wording(self) -> str:
        """The condition with what was filled in, as it would stand on the licence."""
        return wording_of(self.condition, self.answers())

    def areas(self) -> tuple[str, ...]:
        """The areas of its maps, in words."""
        return areas_of(self.condition, self.answers())

    def request(self) -> RequestInput:
        """The request as it was typed."""
        return RequestInput(
            wish=self.wish.data,
            code=self.condition.code,
            inputs=self.answers(),
            agreed_to_name=self["agreed_to_name"].data,
            agreed_to_map=self["agreed_to_map"].data,
            necessity=self["necessity"].data,
            version=self.offer.version,
            wish_id=wish_id_in(self),
        )

    def representation(self) -> RepresentationInput:
        """The occasion with its one request."""
        return RepresentationInput(self.heard_on.data, self.how.data, (self.request(),))  # type: ignore[arg-type]  # both were required

    def is_right(self) -> bool:
        """Whether what was sent can be taken; says everything that is wrong at once."""
        shaped = self.validate()
        problems = request_problems(self.request(), self.offer, ctx().today())
        self.add_request_problems(problems)
        return shaped and not problems

    def place_of(self, name: str) -> str:
        """The field of what a service calls `name`: that of an input may be one of many."""
        return places_in(self, self.boxes).get(name, name)

    def show_wish(self, wish: WishView) -> None:
        """Fill the form from what the victim asked for on her own pages."""
        fill_from_wish(self, wish)

    def show(self, request: RequestView, *, same_condition: bool) -> None:
        """Fill the form from a request, its inputs where they are of this condition."""
        self.row_version.data = str(request.row_version)
        self.wish.data = request.wish_source
        self["necessity"].data = request.necessity_source
        if same_condition:
            show_answers(self, self.boxes, request.answers)
            self["agreed_to_name"].data = request.agreed_to_name
            self["agreed_to_map"].data = request.agreed_to_map


def condition_form(
    offer: Offer, condition: Offered, posted: Mapping[str, Any], answers: Answers
) -> ConditionForm:
    """The form of a condition: with the boxes that were sent, or those that a record needs."""
    if posted:
        counts = counts_in(condition.inputs, posted, str(posted.get("add", "")))
    else:
        counts = counts_for(condition.inputs, answers)
    boxes = boxes_of(condition.inputs, counts)
    fields: dict[str, Any] = {"offer": offer, "condition": condition, "boxes": boxes}
    fields |= dict(fields_of(boxes))
    fields["agreed_to_name"] = Tick("The victim agrees to be named on the licence")
    fields["agreed_to_map"] = Tick("The victim agrees that the offender gets the map")
    # Last, so that the error summary follows the page.
    fields["necessity"] = WordsText(
        "Why this is necessary and proportionate (optional)",
        description="What could happen without it, and why no smaller condition would do. "
        "The decision-makers weigh this.",
    )
    made: ConditionForm = type("OneConditionForm", (ConditionForm,), fields)()
    made.version.data = offer.version
    return made


class SearchForm(PortalForm):
    """Looking for a condition by words and by category."""

    words = Text("Words of the condition", limit=100)
    category = Pick("Category", ())

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two at least."""
        shaped: bool = super().validate(extra_validators)
        if not self.words.data and not self.category.data:
            self.add_problems({"words": "Enter words of the condition, or choose a category"})
            return False
        return shaped
