"""The forms by which details are put right, and what they show of what stands now."""

from datetime import date
from uuid import UUID

from victim_portal.domain.corrections import LONGEST_REASON, Detail, SentKind
from victim_portal.domain.vocabulary import ChannelKind, Relationship, SupporterRole
from victim_portal.services.channels import ChannelView
from victim_portal.services.corrections import DetailsNow, SentView
from victim_portal.web import words
from victim_portal.web.forms import (
    DateParts,
    EmailText,
    Hidden,
    LongText,
    NameText,
    OnceToken,
    PhoneText,
    Pick,
    PortalForm,
    ReferenceText,
    Text,
    Tick,
    options_of,
)
from victim_portal.web.shell import plain_date

DETAIL = {
    Detail.FIRST_NAME: "First name",
    Detail.LAST_NAME: "Last name",
    Detail.BORN_ON: "Date of birth",
    Detail.RELATIONSHIP: "Relationship to the offence",
    Detail.ROLE: "What they are to the victim",
    Detail.PRISON_NUMBER: "Prison number",
    Detail.CRN: "Case reference number, CRN",
}
SENT = {
    SentKind.MESSAGE: "Message",
    SentKind.LETTER: "Letter",
    SentKind.DOCUMENT: "File",
    SentKind.CALL: "By hand",
}
WHY = "Why is it wrong, and who told you?"


class CorrectionForm(PortalForm):
    """What every correction asks: which details were shown, and why they are wrong."""

    token = OnceToken()
    seen = Hidden()

    def once(self) -> UUID | None:
        """The key under which it is done once."""
        found: UUID | None = self.token.data
        return found


class PersonForm(CorrectionForm):
    """A person's details as they should be."""

    shown = Hidden()
    first_name = NameText("First name (optional)", limit=100)
    last_name = NameText("Last name", required="Enter the last name", limit=100)
    born_on = DateParts("Date of birth (optional)", what="The date of birth")
    relationship = Pick(
        "Relationship to the offence",
        options_of(Relationship, words.RELATIONSHIP),
        required="Choose the relationship to the offence",
    )
    why = LongText(WHY, limit=LONGEST_REASON, required="Enter why it is wrong, and who told you")


class SupporterForm(CorrectionForm):
    """A supporter's details as they should be. The ticks show where names are alike."""

    shown = Hidden()
    first_name = NameText("First name (optional)", limit=100)
    last_name = NameText("Last name", required="Enter their last name", limit=100)
    born_on = DateParts("Date of birth (optional)", what="The date of birth")
    not_the_offender = Tick("I checked that this isn't the offender or close to them")
    another_person = Tick("This is another person of the same name")
    role = Pick(
        "What are they to the victim?",
        options_of(SupporterRole, words.SUPPORTER_ROLE),
        required="Choose what they are to the victim",
    )
    why = LongText(WHY, limit=LONGEST_REASON, required="Enter why it is wrong, and who told you")


class OffenderForm(CorrectionForm):
    """An offender's details as they should be."""

    first_name = NameText("First name (optional)", limit=100)
    last_name = NameText("Last name", required="Enter the last name", limit=100)
    born_on = DateParts("Date of birth (optional)", what="The date of birth")
    prison_number = ReferenceText("Prison number (optional)", limit=20)
    crn = ReferenceText("Case reference number, CRN (optional)", limit=20)
    why = LongText(
        WHY,
        limit=LONGEST_REASON,
        required="Enter why it is wrong, and who told you",
        description="Name no victim here: officers of other cases may read it",
    )


class ChannelForm(CorrectionForm):
    """The right number or address; each kind has a box of its own for it."""

    value: Text
    why = LongText(WHY, limit=LONGEST_REASON, required="Enter why it is wrong, and who told you")


class MobileForm(ChannelForm):
    """The right mobile number."""

    value = PhoneText("The right mobile number", required="Enter the mobile number", limit=40)


class LandlineForm(ChannelForm):
    """The right landline number."""

    value = PhoneText("The right landline number", required="Enter the number", limit=40)


class EmailForm(ChannelForm):
    """The right e-mail address."""

    value = EmailText("The right email address", required="Enter the email address", limit=254)


class PostForm(ChannelForm):
    """The right postal address."""

    value = LongText("The right postal address", required="Enter the address", limit=500)


AnyForm = PersonForm | SupporterForm | OffenderForm

CHANNEL_FORMS: dict[ChannelKind, type[ChannelForm]] = {
    ChannelKind.MOBILE: MobileForm,
    ChannelKind.LANDLINE: LandlineForm,
    ChannelKind.EMAIL: EmailForm,
    ChannelKind.POST: PostForm,
}


def start(now: DetailsNow) -> dict[str, object]:
    """Details as their form starts."""
    values: dict[str, object] = {one.value: text for one, text in now.values.items()}
    values["born_on"] = now.born_on
    return {**values, "seen": str(now.version), "shown": _on_case(now)}


def show_again(form: AnyForm, now: DetailsNow) -> list[tuple[str, str, str]]:
    """What stands now beside what was typed; sent once more, the form goes over what it saw."""
    form.seen.data = str(now.version)
    if not isinstance(form, OffenderForm):
        form.shown.data = _on_case(now)
    return [
        (DETAIL[one], in_words(one, text), _typed(form, one)) for one, text in now.values.items()
    ]


def channel_beside(form: ChannelForm, now: ChannelView) -> list[tuple[str, str, str]]:
    """What stands now beside what was typed; sent once more, the form goes over what it saw."""
    form.seen.data = str(now.plan_version)
    return [(words.CHANNEL_KIND[now.kind], now.shown, form.value.typed)]


def in_words(detail: Detail | ChannelKind, text: str) -> str:
    """The value of a detail as staff read it; "" for none, and what can't be read as it is."""
    if detail is Detail.RELATIONSHIP and text in tuple(Relationship):
        return words.RELATIONSHIP[Relationship(text)]
    if detail is Detail.ROLE and text in tuple(SupporterRole):
        return words.SUPPORTER_ROLE[SupporterRole(text)]
    if detail is Detail.BORN_ON and text:
        try:
            return plain_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text


def what_was_sent(one: SentView) -> str:
    """Which message, letter, file or call it was."""
    return f"{SENT[one.kind]}: {words.in_words(one.what)}"


def _on_case(now: DetailsNow) -> str:
    """What they are on this case alone, which has no version of its own."""
    return now.values.get(Detail.RELATIONSHIP) or now.values.get(Detail.ROLE, "")


def _typed(form: AnyForm, detail: Detail) -> str:
    field = form[detail.value]
    if isinstance(field, DateParts):
        return plain_date(field.data) if field.data else ""
    if isinstance(field, Pick):
        return in_words(detail, field.typed[0]) if field.typed else ""
    return str(field.typed)
