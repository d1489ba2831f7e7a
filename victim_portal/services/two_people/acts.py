"""Every act that needs two people, with what it does once the second one agrees."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.accounts.agreeing import RECOVERY
from victim_portal.services.keeping.agreeing import PURGE
from victim_portal.services.restrictions.lifting import LIFTING
from victim_portal.services.two_people.values import Act
from victim_portal.services.updates.agreeing import EXACT_DATE

ACTS: Mapping[TwoPersonAct, Act] = MappingProxyType(
    {
        TwoPersonAct.LIFT_RESTRICTION: LIFTING,
        TwoPersonAct.PURGE: PURGE,
        TwoPersonAct.TELL_EXACT_DATE: EXACT_DATE,
        TwoPersonAct.RECOVER_ACCOUNT: RECOVERY,
    }
)
