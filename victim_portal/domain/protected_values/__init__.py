"""Finding what could lead an offender to a victim, in text that the offender may read.

A case's own address, postcode, numbers, e-mail and date of birth are looked for in any
spelling: upper or lower case, spaces, line ends, punctuation, accents, letters of another
script that look the same, and digits said in words don't hide them. A name or a place is
looked for as words of its own, as people spell it elsewhere too: Mueller, St Mary's, & for and.
"""

from victim_portal.domain.protected_values.addresses import address_values
from victim_portal.domain.protected_values.finding import find, same_words
from victim_portal.domain.protected_values.names import name_parts
from victim_portal.domain.protected_values.values import Found, ProtectedKind, ProtectedValue

__all__ = [
    "Found",
    "ProtectedKind",
    "ProtectedValue",
    "address_values",
    "find",
    "name_parts",
    "same_words",
]
