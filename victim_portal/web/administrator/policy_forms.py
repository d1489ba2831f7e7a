"""The form of a new row, for each kind of row, and the row that was filled in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from victim_portal.domain.policy import Anchor, Change, RowChange, RowValues, Side, Table, Unit
from victim_portal.domain.vocabulary import (
    FirstContactStep,
    OffenceCategory,
    Relationship,
    Route,
    SentenceType,
)
from victim_portal.web import words
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    Option,
    Pick,
    PickMany,
    PortalForm,
    ReferenceText,
    Text,
    Tick,
    WholeNumber,
    options_of,
)

MOST = 10_000


def _number(label: str, what: str, *, least: int = 0, description: str = "") -> WholeNumber:
    return WholeNumber(
        label, least=least, most=MOST, required=f"Enter {what}", description=description
    )


class RowForm(PortalForm):
    """What every new row needs. `seen` is the row whose preview was shown."""

    seen = Hidden()
    effective_from = DateParts(
        "From which day does it hold?",
        what="The first day",
        required="Enter the first day",
        description="Today at the earliest. What happens before is judged by the row of its time",
    )
    source = Text(
        "Where does it come from?",
        limit=300,
        required="Enter the source",
        description="The law, the rules or the guidance, with its section",
    )
    why = LongText("Why does it change?", limit=1000, required="Say why the policy changes")


class FigureForm(RowForm):
    """A row that says whether its figure was published."""

    proposal = Tick("No published source gives this figure: it is the organisation's own")


class LimitForm(RowForm):
    """A length of time, whose rows don't say that."""

    amount = _number("How many?", "how many")
    unit = Pick(
        "Counted in", options_of(Unit, words.POLICY_UNIT), coerce=Unit, required="Choose a unit"
    )


class AmountForm(FigureForm):
    """A length of time."""

    amount = _number("How many?", "how many")
    unit = Pick(
        "Counted in", options_of(Unit, words.POLICY_UNIT), coerce=Unit, required="Choose a unit"
    )


class LeadTimeForm(AmountForm):
    """A length of time on one side of an event."""

    side = Pick(
        "Before or after it?",
        options_of(Side, words.POLICY_SIDE),
        coerce=Side,
        required="Choose before or after",
    )


class ClockForm(LimitForm):
    """A limit at the start of a case."""

    event = Pick(
        "Counted from",
        options_of(Anchor, words.CLOCK_EVENT, words.CLOCK_EVENT),
        coerce=Anchor,
        required="Choose what it is counted from",
    )


class AttemptsForm(FigureForm):
    """What must be on record before "no response"."""

    minimum = _number("How many attempts at least?", "how many attempts", least=1)
    over_days = _number("How many days between the first and the last?", "how many days")


class FirstContactForm(AmountForm):
    """One step of first contact."""

    after = Pick("After which step?", required="Choose the step before")
    times = _number("How many times?", "how many times", least=1)
    apart = WholeNumber(
        "How far apart?", most=MOST, description="In the same unit. Only for more than one time"
    )


class UnusualForm(FigureForm):
    """From which count on reading stands out."""

    at_least = _number("From which count on?", "the count", least=1)
    times_usual = _number(
        "How many times their usual?", "how many times the usual", description="0: not asked"
    )


class GlassForm(FigureForm):
    """For how long broken glass opens a case."""

    minutes = _number("For how many minutes?", "how many minutes", least=1)
    tries_an_hour = _number("How many tries an hour?", "how many tries", least=1)


class RetentionForm(FigureForm):
    """How long a kind of record is kept."""

    months = _number("For how many months?", "how many months", least=1)


class EligibilityForm(RowForm):
    """A row of the eligibility table, and where it stands."""

    id = ReferenceText(
        "A name for the row",
        limit=60,
        required="Enter a name for the row",
        description="Small letters, digits and hyphens, such as fraud-from-2027",
    )
    before = Pick("Before which row does it stand?")
    offence_categories = PickMany(
        "For which offences?",
        options_of(OffenceCategory, words.OFFENCE_CATEGORY),
        required="Choose at least one",
    )
    sentence_types = PickMany(
        "For which sentences?",
        options_of(SentenceType, words.SENTENCE_TYPE),
        required="Choose at least one",
    )
    relationships = PickMany(
        "For whom? (optional)",
        options_of(Relationship, words.RELATIONSHIP),
        description="None chosen: for anybody",
    )
    min_term = ReferenceText(
        "Shortest term (optional)", limit=20, description="This long or longer, such as P12M"
    )
    max_term_exclusive = ReferenceText(
        "Below which term? (optional)", limit=20, description="Shorter than this, such as P4Y"
    )
    effective_to = DateParts("Until which date of sentence? (optional)", what="The last day")
    route = Pick("Route", options_of(Route, words.ROUTE), coerce=Route, required="Choose a route")
    needs_decision = Tick("A person decides")
    reason = LongText(
        "Reason, as the case shows it", limit=500, required="Enter the reason in plain words"
    )


FORMS: Mapping[Table, type[RowForm]] = MappingProxyType(
    {
        Table.CLOCK: ClockForm,
        Table.ELIGIBILITY: EligibilityForm,
        Table.LEAD_TIME: LeadTimeForm,
        Table.ATTEMPTS: AttemptsForm,
        Table.FIRST_CONTACT: FirstContactForm,
        Table.REVIEW_PERIOD: AmountForm,
        Table.UNUSUAL: UnusualForm,
        Table.GLASS: GlassForm,
        Table.RETENTION: RetentionForm,
    }
)
LAST = "last"
_NOT_OF_THE_ROW = frozenset({"seen", "why", "before", "csrf_token"})


def form_for(table: Table, start: RowValues, others: tuple[str, ...]) -> RowForm:
    """The form of a table's row, filled in from `start`; `others` are the eligibility rows."""
    # First day, source and reason are typed anew: they are what makes the row another one.
    given: dict[str, Any] = {
        key: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for key, value in start.items()
        if key not in ("effective_from", "source")
    }
    if table is Table.ELIGIBILITY:
        given |= {"before": given["id"], "id": ""}
        given.pop("effective_to", None)
    form = FORMS[table](data=given)
    if isinstance(form, FirstContactForm):
        form.after.offer(_steps_before(str(start["step"])))
    if isinstance(form, EligibilityForm):
        rows = (*(Option(name, name) for name in others), Option(LAST, "After every other row"))
        form.before.offer(rows)
    return form


def change_from(table: Table, start: RowValues, form: RowForm) -> RowChange:
    """The row that was filled in; what the form doesn't ask is as in `start`."""
    asked = {field.short_name for field in form}
    row: dict[str, object] = {k: v for k, v in start.items() if k not in asked}
    for field in form:
        value = _value(field)
        if field.short_name in _NOT_OF_THE_ROW or value is None or value is False:
            continue
        if value not in ("", []):
            row[field.short_name] = value
    if row.get("times") == 1:
        # One try lies apart from nothing.
        row.pop("apart", None)
    before = ""
    if isinstance(form, EligibilityForm) and form.before.data not in (None, LAST):
        before = str(form.before.data)
    return RowChange(Change.ADD, table, row, before)


def _value(field: Any) -> object:
    if isinstance(field, WholeNumber):
        return field.number
    if isinstance(field, PickMany):
        return [str(one) for one in field.data]
    return str(field.data) if isinstance(field, Pick) and field.data else field.data


def _steps_before(step: str) -> list[Option]:
    """The referral, and every step that stands before one."""
    found = [Option(Anchor.REFERRAL.value, "The referral")]
    for one in FirstContactStep:
        if one == step:
            break
        found.append(Option(one.value, words.FIRST_CONTACT_STEP[one]))
    return found
