"""The forms of a safe-contact plan: one a kind to add, one to change."""

from typing import Any

from victim_portal.domain.contact import Window
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, ContactMethod, Language
from victim_portal.services.channels import AGREED_BY, ChannelInput, ChannelView
from victim_portal.web import words
from victim_portal.web.forms import (
    DateParts,
    EmailText,
    Hidden,
    LongText,
    NameText,
    OnceToken,
    Option,
    PhoneText,
    Pick,
    PickMany,
    PortalForm,
    Problem,
    Tick,
    TimeOfDay,
    options_of,
)
from victim_portal.web.shell import DAYS

ANY, ONLY = "any", "only"
NOT_YET = "no"
AGREED = {
    ContactMethod.TELEPHONE: "Yes, by telephone",
    ContactMethod.VISIT: "Yes, when you met",
    ContactMethod.LETTER: "Yes, by letter",
    ContactMethod.EMAIL: "Yes, by email",
}
ROWS = (1, 2, 3)
DAY_OPTIONS = tuple((str(number), name) for number, name in enumerate(DAYS))


class PlanForm(PortalForm):
    """What was agreed about one number or address."""

    uses = PickMany("What may it be used for?", coerce=ChannelUse)
    hours = Pick(
        "When is it safe?",
        (
            (ANY, "Any time is safe"),
            (ONLY, "Only at these hours"),
        ),
    )
    days1 = PickMany("Days", DAY_OPTIONS, coerce=int)
    from1 = TimeOfDay("From", limit=20)
    to1 = TimeOfDay("To", limit=20)
    days2 = PickMany("Days", DAY_OPTIONS, coerce=int)
    from2 = TimeOfDay("From", limit=20)
    to2 = TimeOfDay("To", limit=20)
    days3 = PickMany("Days", DAY_OPTIONS, coerce=int)
    from3 = TimeOfDay("From", limit=20)
    to3 = TimeOfDay("To", limit=20)
    who_else = LongText(
        "Who else can see or hear it? (optional)",
        limit=500,
        description="For example: a partner picks up the post; the phone lies in the kitchen",
    )
    danger = LongText(
        "Who is a danger there? (optional)",
        limit=500,
        description="Anybody who must not see or hear it. It is shown as a warning wherever "
        "this number or address is shown",
    )
    name_to_give = NameText(
        "Name to give (optional)",
        limit=80,
        description="Whom to ask for, and who to say that you are, if somebody else answers",
    )
    code_word = NameText(
        "Code word (optional)",
        limit=40,
        description="A harmless word that you agreed. They give it when they ring, and it stands "
        "at the end of each message, so that they know it is you. Somebody else may read a "
        "message: once one has gone, a caller needs the word and a right answer",
    )
    if_answered = LongText(
        "What to do if someone else answers (optional)",
        limit=500,
        description="For example: say that it is the dentist, and don't call again that day",
    )
    if_dropped = LongText(
        "What to do if a call drops (optional)",
        limit=500,
        description="Who rings back, and how soon. For example: they ring me, I never ring again",
    )
    fuller_words = Tick("Messages may say what they are about")
    language = Pick(
        "Language",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
        required="Choose the language",
    )

    agreed = Pick(
        "Did you agree this with them?",
        (*(Option(way.value, AGREED[way]) for way in AGREED_BY), Option(NOT_YET, "No, not yet")),
        required="Say whether you agreed this with them",
        description="Nothing goes by a plan that they haven't agreed to",
    )
    review_on = DateParts(
        "When should they be asked again? (optional)",
        what="The day to ask again",
        description="For example before somebody comes home. Left empty, it is within a year",
    )

    def window_rows(self) -> list[tuple[int, Any, Any, Any]]:
        """The three rows of hours with their fields, for the page."""
        return [(row, self[f"days{row}"], self[f"from{row}"], self[f"to{row}"]) for row in ROWS]

    def problems(self) -> list[Problem]:
        """The lines of the summary in the page's order, where the value itself stands first."""
        found = super().problems()
        return sorted(found, key=lambda one: (one.href is not None, one.href != "#value"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Beside each field's own checks, that a row of hours which was begun is whole."""
        valid: bool = super().validate(*args, **kwargs)
        self._windows: tuple[Window, ...] = ()
        if self.hours.data == ONLY:
            rows = [self._window(row) for row in ROWS]
            self._windows = tuple(row for row in rows if row is not None)
            valid = valid and not any(self[name].errors for name in _HOUR_FIELDS)
        return valid

    def windows(self) -> tuple[Window, ...]:
        """The hours that were entered; none unless they count. After `validate`."""
        return self._windows

    def _window(self, row: int) -> Window | None:
        days, start, end = self[f"days{row}"], self[f"from{row}"], self[f"to{row}"]
        if not (days.typed or start.typed or end.typed):
            return None
        problems = {}
        if not days.data:
            problems[days.name] = "Choose the days"
        if not start.typed:
            problems[start.name] = "Enter the time from which it is safe"
        if not end.typed:
            problems[end.name] = "Enter the time until which it is safe"
        if not problems and start.time and end.time:
            try:
                return Window(frozenset(days.data), start.time, end.time)
            except ValueError as error:
                problems[end.name] = str(error)
        self.add_problems(problems)
        return None


_HOUR_FIELDS = tuple(f"{name}{row}" for row in ROWS for name in ("days", "from", "to"))


class MobileForm(PlanForm):
    """A mobile number and its plan."""

    token = OnceToken()
    value = PhoneText("Mobile number", required="Enter the mobile number", limit=40)


class LandlineForm(PlanForm):
    """A landline number and its plan."""

    token = OnceToken()
    value = PhoneText("Landline number", required="Enter the landline number", limit=40)


class EmailForm(PlanForm):
    """An e-mail address and its plan."""

    token = OnceToken()
    value = EmailText("Email address", required="Enter the email address", limit=254)


class PostForm(PlanForm):
    """A postal address and its plan."""

    token = OnceToken()
    value = LongText("Postal address", required="Enter the address", limit=500)


class ChangeForm(PlanForm):
    """The plan of a channel that there is, and the version that was shown."""

    token = OnceToken()
    seen = Hidden()


FORMS: dict[ChannelKind, type[PlanForm]] = {
    ChannelKind.MOBILE: MobileForm,
    ChannelKind.LANDLINE: LandlineForm,
    ChannelKind.EMAIL: EmailForm,
    ChannelKind.POST: PostForm,
}


def given(form: Any, kind: ChannelKind) -> ChannelInput:
    """What was entered, as the service takes it."""
    uses = frozenset(form.uses.data)
    # Post comes when it comes: whoever agrees to letters agrees to any day.
    any_time = bool(uses) if kind is ChannelKind.POST else form.hours.data == ANY
    return ChannelInput(
        kind=kind,
        value=form.value.data if "value" in form else "",
        uses=uses,
        windows=() if kind is ChannelKind.POST else form.windows(),
        any_time=any_time,
        fuller_words=form.fuller_words.data,
        who_else=form.who_else.data,
        code_word=form.code_word.data,
        if_answered=form.if_answered.data,
        if_dropped=form.if_dropped.data if "if_dropped" in form else "",
        name_to_give=form.name_to_give.data,
        danger=form.danger.data,
        language=form.language.data,
        agreed=None if form.agreed.data == NOT_YET else ContactMethod(form.agreed.data),
        review_on=form.review_on.data,
    )


def shown(channel: ChannelView) -> dict[str, object]:
    """A plan as its form starts; whether it is agreed is asked anew."""
    start: dict[str, object] = {
        "uses": tuple(channel.uses),
        "hours": ANY if channel.any_time else ONLY if channel.windows else None,
        "who_else": channel.who_else,
        "code_word": channel.code_word,
        "if_answered": channel.if_answered,
        "if_dropped": channel.if_dropped,
        "name_to_give": channel.name_to_give,
        "danger": channel.danger,
        "fuller_words": channel.fuller_words,
        "language": channel.language,
        "review_on": channel.review_kept,
        "seen": str(channel.plan_version),
    }
    for row, window in zip(ROWS, channel.windows, strict=False):
        start |= {f"days{row}": sorted(window.days)}
        start |= {f"from{row}": window.start, f"to{row}": window.end}
    return start
