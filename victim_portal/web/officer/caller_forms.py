"""The box for finding a caller, and what came of checking who they are."""

from uuid import UUID

from victim_portal.domain.callers import PASSED, CheckOutcome
from victim_portal.domain.finding import LONGEST
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.callers import CallerCheck, CallerView
from victim_portal.web import words
from victim_portal.web.forms import (
    Hidden,
    LongText,
    NameText,
    OnceToken,
    Option,
    Pick,
    PickMany,
    PortalForm,
)
from victim_portal.web.officer import plan_versions

YES, NO, NOT_ASKED = "yes", "no", "not_asked"
PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)


class FindForm(PortalForm):
    """Whatever a caller gives."""

    text = NameText(
        "What did the caller give you?",
        limit=LONGEST,
        required="Enter what the caller gave you",
        description="A name, a telephone number, an email address, a case or referral reference, "
        "or the offender's prison number or CRN. A date of birth goes beside a last name: "
        "Ash 2.1.1990",
    )


class CheckForm(PortalForm):
    """What came of the questions."""

    token = OnceToken()
    seen = Hidden(limit=4000)
    outcome = Pick(
        "Did they show who they are?",
        (
            Option(
                CheckOutcome.CODE_WORD.value,
                "Yes, they gave the code word",
                "And the right answer to question 1, where the word isn't enough alone",
            ),
            Option(
                CheckOutcome.TWO_ANSWERS.value,
                "Yes, they gave two right answers",
                "One of them to question 1",
            ),
            Option(
                CheckOutcome.NOT_PASSED.value,
                "No, they couldn't",
                "Take their message. You get a task to ring the person back",
            ),
            Option(
                CheckOutcome.SOMEONE_ELSE.value,
                "Somebody else rang",
                "They said so, or you could tell",
            ),
        ),
        coerce=CheckOutcome,
        required="Choose whether they showed who they are",
    )
    caller = Pick("Who was it?", coerce=UUID)
    number = Pick("Number they rang from (optional)", coerce=UUID)
    still_safe = Pick(
        "Is everything that we have for them still right, and still safe?",
        (
            Option(YES, "Yes, everything"),
            Option(NO, "No, something isn't"),
            Option(NOT_ASKED, "I didn't ask"),
        ),
        default=NOT_ASKED,
        description="Ask only once they have shown who they are",
    )
    unsafe = PickMany("What isn't right or safe any more?", coerce=UUID)
    wanted = LongText("What they wanted (optional)", limit=1000)

    def offer(self, check: CallerCheck) -> None:
        """Set who may have rung, and the numbers and addresses of this case."""
        self.caller.offer((str(one.id), in_words(one)) for one in check.callers)
        self.number.offer(
            (str(one.id), f"{one.shown} ({one.whose})")
            for one in check.numbers
            if one.kind in PHONES
        )
        self.unsafe.offer(
            (str(one.id), f"{words.CHANNEL_KIND[one.kind]}: {one.shown} ({one.whose})")
            for one in check.numbers
            if not one.stopped
        )

    def who_is_told(self, check: CallerCheck) -> bool:
        """Whether it is clear who passed; a problem on the form where it isn't."""
        unclear = len(check.callers) > 1 and self.caller.data is None
        if unclear and self.outcome.data in PASSED:
            self.add_problems({"caller": "Choose who it was"})
            return False
        return True

    def said_of_safety(self) -> bool | None:
        """Whether everything is still right and safe; None where nobody asked."""
        return {YES: True, NO: False}.get(self.still_safe.data)


def seen(check: CallerCheck) -> str:
    """The version of each plan as it stands when the page is opened."""
    return plan_versions.as_text((one.id, one.plan_version) for one in check.numbers)


def in_words(caller: CallerView) -> str:
    """Who it may be: ``Mary Ash``, ``Nour Haddad (supporter)``."""
    if caller.role is None:
        return caller.name
    return f"{caller.name} ({words.SUPPORTER_ROLE[caller.role].lower()})"
