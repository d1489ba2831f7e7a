"""Forms: fields that keep what was typed, sentences that say what is wrong.

A page's form is a `PortalForm` with the fields of this package; the macros of
``templates/components/fields.html`` show it. Forms judge the shape of what was typed;
what it means is judged by a service, whose answers `PortalForm.add_problems` takes.
"""

from victim_portal.web.forms.base import PortalForm, Problem
from victim_portal.web.forms.choices import Option, Pick, PickMany, Tick, options_of
from victim_portal.web.forms.dates import DateParts, TimeOfDay
from victim_portal.web.forms.text import (
    CodeText,
    EmailText,
    Hidden,
    LongText,
    NameText,
    Password,
    PhoneText,
    ReferenceText,
    Text,
    WholeNumber,
)
from victim_portal.web.forms.uploads import OnceToken, Upload
from victim_portal.web.forms.validators import MaxLength, Required

__all__ = [
    "CodeText",
    "DateParts",
    "EmailText",
    "Hidden",
    "LongText",
    "MaxLength",
    "NameText",
    "OnceToken",
    "Option",
    "Password",
    "PhoneText",
    "Pick",
    "PickMany",
    "PortalForm",
    "Problem",
    "ReferenceText",
    "Required",
    "Text",
    "Tick",
    "TimeOfDay",
    "Upload",
    "WholeNumber",
    "options_of",
]
