"""Two places at one draft in the same moment: one text stands, the others beside it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.support import voice
from tests.support.portal import Portal
from tests.support.voice import THEN
from victim_portal.domain.own_statement import Saved
from victim_portal.domain.vocabulary import Language
from victim_portal.services import own_statement

HANDS = 4


def test_what_is_saved_at_once_is_all_there(town: Portal) -> None:
    here = voice.inside(town, voice.with_review(town))
    gate = Barrier(HANDS)

    def hand(number: int) -> Saved:
        gate.wait()
        own_statement.begin_draft(town.ctx, here, Language.ENGLISH)
        gate.wait()
        saved = own_statement.save_part(
            town.ctx,
            here,
            THEN,
            f"Text {number}.",
            0,
            f"{number:024x}",
            draft_id=voice.draft(town, here).id,
        )
        return saved.outcome

    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = list(hands.map(hand, range(HANDS)))
    assert sorted(outcomes) == [Saved.BESIDE] * (HANDS - 1) + [Saved.KEPT]
    found = voice.part(town, here)
    texts = {found.words, *(one.words for one in found.others)}
    assert texts == {f"Text {number}." for number in range(HANDS)}


def test_signed_at_once_is_signed_once(town: Portal) -> None:
    here = voice.inside(town, voice.with_review(town))
    voice.write(town, here, then="One.")
    voice.prefer(town, here)
    digest = voice.draft(town, here).digest
    gate = Barrier(HANDS)

    def hand(_number: int) -> object:
        gate.wait()
        try:
            return own_statement.sign(town.ctx, here, digest)
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = list(hands.map(hand, range(HANDS)))
    assert sorted(map(str, outcomes)) == ["1"] + ["NotFoundError"] * (HANDS - 1)
