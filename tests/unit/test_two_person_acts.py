"""Every act that needs two people is built, or stands here until its part of the portal is."""

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.two_people.acts import ACTS

NOT_BUILT_YET = {}


def test_every_act_is_built_or_waits_for_its_part() -> None:
    assert ACTS.keys() | NOT_BUILT_YET == set(TwoPersonAct)
    assert not ACTS.keys() & NOT_BUILT_YET
