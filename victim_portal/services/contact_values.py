"""Telephone numbers, e-mail addresses and postcodes as they are stored and compared.

Numbers are parsed for Great Britain and judged by whether they are possible at all: the
range that Ofcom keeps for drama is possible without being in use. E-mail is judged by
syntax alone, without asking the network.
"""

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat

from victim_portal.domain.vocabulary import ChannelKind

REGION = "GB"


def normal_mobile(text: str) -> str:
    """A mobile number in E.164 form; ValueError with a sentence when it can't be one."""
    number = _possible(text)
    national = phonenumbers.national_significant_number(number)
    if number.country_code == 44 and not (national.startswith("7") and len(national) == 10):
        raise ValueError("Enter a mobile number, like 07700 900123.")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def normal_phone(text: str) -> str:
    """Any telephone number in E.164 form; ValueError with a sentence."""
    return phonenumbers.format_number(_possible(text), PhoneNumberFormat.E164)


def shown_phone(e164: str) -> str:
    """A stored number as a person in Britain would write it."""
    try:
        number = phonenumbers.parse(e164, REGION)
    except NumberParseException:
        return e164
    british = number.country_code == 44
    shape = PhoneNumberFormat.NATIONAL if british else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape)


def normal_email(text: str) -> str:
    """An e-mail address in its normal form; ValueError with a sentence."""
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError:
        raise ValueError("Enter an email address, like name@example.org.") from None
    local, _, host = found.normalized.rpartition("@")
    return f"{local}@{host.casefold()}"


def normal_value(kind: ChannelKind, text: str) -> str:
    """A channel's value in the form that is stored and compared; ValueError with a sentence."""
    if kind is ChannelKind.MOBILE:
        return normal_mobile(text)
    if kind is ChannelKind.LANDLINE:
        return normal_phone(text)
    if kind is ChannelKind.EMAIL:
        return normal_email(text)
    lines = [line.strip() for line in text.replace("\r", "").split("\n")]
    address = "\n".join(line for line in lines if line)
    if not address:
        raise ValueError("Enter the address.")
    if len(address) > 500:
        raise ValueError("The address must have at most 500 characters.")
    return address


def compared(kind: ChannelKind, value: str) -> str:
    """What two spellings of one value have in common: what its blind index is made of."""
    if kind is ChannelKind.POST:
        return "".join(letter for letter in value.casefold() if letter.isalnum())
    return value.casefold()


def _possible(text: str) -> phonenumbers.PhoneNumber:
    wanted = ValueError("Enter a telephone number, like 07700 900123 or 020 7946 0123.")
    if any(letter.isalpha() for letter in text) or len(text) > 40:
        raise wanted
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        raise wanted from None
    if not phonenumbers.is_possible_number(number):
        raise wanted
    return number
