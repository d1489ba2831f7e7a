"""The forms of requests: what the victim asks for, and what becomes of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.conditions import Condition, InputKind
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations import (
    OutcomeInput,
    RepresentationInput,
    RequestInput,
    RequestView,
    ToldInput,
    WishView,
    catalogue,
    conditions_on_offer,
    request_problems,
)
from victim_portal.web import words
from victim_portal.web.context import ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    Text,
    Tick,
    options_of,
)
from victim_portal.web.officer.representations.outcome_fields import outcome_fields, outcome_in
from victim_portal.web.officer.representations.words_field import WordsText

UUID_FORM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Choice:
    """A condition of the catalogue on the form: its inputs, the agreements that it needs."""

    condition: Condition
    alternative: Condition | None
    inputs: tuple[Any, ...]
    agreed_to_name: Any
    agreed_to_map: Any


class OccasionForm(PortalForm):
    """What every form of a request asks: when the victim said it, and how."""

    token = OnceToken()
    row_version = Hidden()
    wish_id = Hidden()
    heard_on = DateParts(
        "When did the victim say this?",
        what="The date",
        required="Enter the day on which the victim said this",
    )
    how = Pick(
        "How did the victim say it?",
        options_of(ContactMethod, words.METHOD),
        coerce=ContactMethod,
        required="Choose how the victim said it",
    )

    def add_request_problems(self, problems: Mapping[str, str]) -> None:
        """Put a service's sentences beside the fields that they are about."""
        placed = {}
        for name, sentence in problems.items():
            field = self.place_of(name.removeprefix("requests-0-"))
            if field not in self or not self[field].errors:
                placed[field] = sentence
        self.add_problems(placed)

    def place_of(self, name: str) -> str:
        """The field of what a service calls `name`."""
        return name

    def say(self, error: Exception) -> None:
        """Put a refusal on the page that holds what was typed."""
        problems = error.problems if isinstance(error, InvalidError) else {"form": str(error)}
        self.add_request_problems(problems)


class RequestForm(OccasionForm):
    """One request on one occasion. The conditions' own fields are added by `request_form`."""

    wish = WordsText(
        "What the victim asks for",
        description="In the victim's own words, even where no condition fits them. "
        "The decision-makers read this.",
    )
    code = Pick("Which condition fits?", required="Choose the condition that fits")

    def choices(self) -> Iterator[Choice]:
        """The conditions that can be chosen, each with its own fields."""
        for condition in catalogue().conditions.values():
            yield Choice(
                condition,
                catalogue().alternative_to(condition),
                tuple(self[_input(condition, one.name)] for one in condition.inputs),
                self[_agreed("name", condition)],
                self[_agreed("map", condition)],
            )

    def request(self) -> RequestInput:
        """The request as it was typed; what was typed under another condition is left out."""
        condition = catalogue().get(self.code.data or "")
        if condition is None:
            return RequestInput(self.wish.data, "", necessity=self["necessity"].data)
        return RequestInput(
            wish=self.wish.data,
            code=condition.code,
            inputs={one.name: self[_input(condition, one.name)].data for one in condition.inputs},
            agreed_to_name=self[_agreed("name", condition)].data,
            agreed_to_map=self[_agreed("map", condition)].data,
            necessity=self["necessity"].data,
            version=catalogue().version,
            wish_id=wish_id_in(self),
        )

    @property
    def is_mapped(self) -> bool:
        """Whether the chosen condition goes with a map."""
        condition = catalogue().get(self.code.data or "")
        return condition is not None and condition.needs_map

    def show_wish(self, wish: WishView) -> None:
        """Fill the form from what the victim asked for on her own pages."""
        fill_from_wish(self, wish)

    def representation(self) -> RepresentationInput:
        """The occasion with its one request."""
        return RepresentationInput(self.heard_on.data, self.how.data, (self.request(),))  # type: ignore[arg-type]  # both were required

    def is_right(self) -> bool:
        """Whether the form was sent and can be taken; says everything that is wrong at once."""
        if not self.is_submitted():
            return False
        shaped = self.validate()
        offer = conditions_on_offer(ctx(), catalogue().version)
        problems = request_problems(self.request(), offer, ctx().today())
        self.add_request_problems(problems)
        return shaped and not problems

    def place_of(self, name: str) -> str:
        """The field of what a service calls `name`: that of an input is under its condition."""
        under = f"input_{self.code.data}_{name}"
        return under if under in self else name

    def show(self, request: RequestView) -> None:
        """Fill the form from a request, for putting it right."""
        self.row_version.data = str(request.row_version)
        self.wish.data = request.wish_source
        self.code.process_data(request.code)
        self["necessity"].data = request.necessity_source
        condition = catalogue().get(request.code)
        if condition is not None:
            for one in condition.inputs:
                self[_input(condition, one.name)].data = request.inputs.get(one.name, "")
            self[_agreed("name", condition)].data = request.agreed_to_name
            self[_agreed("map", condition)].data = request.agreed_to_map


@cache
def request_form() -> type[RequestForm]:
    """The form with a field for each input of each condition of the catalogue."""
    fields: dict[str, Any] = {}
    for condition in catalogue().conditions.values():
        for one in condition.inputs:
            kind = Text if one.kind is InputKind.TEXT else LongText
            label = one.label if one.required else f"{one.label} (optional)"
            fields[_input(condition, one.name)] = kind(
                label, limit=one.longest, description=one.hint
            )
        fields[_agreed("name", condition)] = Tick("The victim agrees to be named on the licence")
        fields[_agreed("map", condition)] = Tick("The victim agrees that the offender gets the map")
    # Last, so that the error summary follows the page.
    fields["necessity"] = WordsText(
        "Why this is necessary and proportionate (optional)",
        description="What could happen without it, and why no smaller condition would do. "
        "The decision-makers weigh this.",
    )
    return type("WholeRequestForm", (RequestForm,), fields)


def condition_options() -> list[Option]:
    """The conditions as radios; what none of them covers comes last."""
    found = list(catalogue().conditions.values())
    return [
        Option(one.code, one.title, one.summary, "or" if one is found[-1] else "") for one in found
    ]


class PutForwardForm(PortalForm):
    """To whom a request went, and when."""

    to = Text(
        "Who was it sent to?",
        limit=120,
        required="Enter who it was sent to",
        description="For example the community offender manager, or the Public Protection "
        "Casework Section",
    )
    on = DateParts("When was it sent?", what="The date", required="Enter the day it was sent")


class _OutcomeBase(PortalForm):
    row_version = Hidden()

    on = DateParts(
        "When was it decided?", what="The date", required="Enter the day of the decision"
    )

    def outcome(self) -> OutcomeInput:
        """The decision as it was typed."""
        found = outcome_in(self, self.on.data)
        assert found is not None  # noqa: S101 - the form requires it
        return found


OutcomeForm = type("OutcomeForm", (_OutcomeBase,), outcome_fields())
"""What was decided on a request."""


class WhenToldForm(PortalForm):
    """When and how the victim was told."""

    on = DateParts(
        "When was the victim told?", what="The date", required="Enter the day the victim was told"
    )
    how = Pick(
        "How was the victim told?",
        options_of(ContactMethod, words.METHOD),
        coerce=ContactMethod,
        required="Choose how the victim was told",
    )


class ToldForm(WhenToldForm):
    """The same of what was decided, and in which words."""

    not_rung = LongText(
        "Why weren't they rung first?",
        limit=2_000,
        description="They asked to be rung before hard news reaches them otherwise. Leave this "
        "empty if you rang or met them.",
    )
    plain = WordsText(
        "The reason in plain words",
        description="The victim reads this on her own pages from now on. Leave out whatever she "
        "mustn't learn, such as where the offender is.",
    )

    def told(self) -> ToldInput:
        """What was typed."""
        not_rung = self.not_rung.data if "not_rung" in self else ""
        plain = self.plain.data if "plain" in self else ""
        return ToldInput(self.on.data, self.how.data, plain, not_rung)  # type: ignore[arg-type]  # both were required


def wish_id_in(form: PortalForm) -> UUID | None:
    """The wish that a form's hidden field names."""
    wished = str(form["wish_id"].data or "") if "wish_id" in form else ""
    return UUID(wished) if UUID_FORM.fullmatch(wished) else None


def fill_from_wish(form: PortalForm, wish: WishView) -> None:
    """Put what the victim wrote on her own pages into a form: words, day and way."""
    form["wish_id"].data = str(wish.id)
    form["wish"].data = "\n\n".join(text for text in (wish.words, wish.why) if text)
    form["heard_on"].process(None, london_date(wish.asked_at))
    form["how"].process_data(ContactMethod.VICTIM_PAGES)


def _input(condition: Condition, name: str) -> str:
    return f"input_{condition.code}_{name}"


def _agreed(what: str, condition: Condition) -> str:
    return f"agreed_{what}_{condition.code}"
