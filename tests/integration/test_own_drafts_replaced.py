"""What she signed is replaced: what was withheld stays so, and no page of the old draft wins."""

from uuid import UUID

import pytest

from tests.support import door as opened
from tests.support import voice
from tests.support.portal import Portal
from tests.support.representations import state
from tests.support.voice import SINCE, THEN, draft, part, save
from victim_portal.domain.own_statement import LONGEST_PART, Saved
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.vocabulary import Language
from victim_portal.services import door, own_statement
from victim_portal.services.door import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.representations import representations_view

HOSTILE = "<script>alert(1)</script> {0} %s & \N{GRINNING FACE} ("
OTHER = "b" * 24


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return voice.inside(portal, reference)


def begin(portal: Portal, here: Visitor) -> UUID:
    """Begin a draft a moment after the one before was ended, and give its name."""
    portal.clock.move(seconds=1)
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    return draft(portal, here).id


def stands(portal: Portal, reference: str) -> tuple[str, str, str]:
    """What the officer sees: the served words, the withheld ones, and the reasons."""
    found = representations_view(portal.ctx, portal.officer, reference).statement
    assert found is not None
    texts = (found.body, found.withheld, found.withheld_reasons)
    served, withheld, reasons = (plain_text(one) for one in texts)
    return served, withheld, reasons


def test_what_she_marked_is_marked_in_each_draft_that_replaces_it(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then=f"I was hurt.\nI live in Elm Road now. {HOSTILE}", since="Leeds")
    own_statement.mark_passage(portal.ctx, here, THEN, "I live in Elm Road now.", "He would come.")
    portal.clock.move(minutes=1)
    own_statement.mark_passage(portal.ctx, here, SINCE, "Leeds", HOSTILE)
    voice.sign(portal, here)
    first = stands(portal, reference)
    raised = len(voice.tasks(portal, "own_worry"))
    for _ in range(2):
        begin(portal, here)
        found = draft(portal, here).worries
        assert [(one.passage, one.reason, one.found) for one in found] == [
            ("I live in Elm Road now.", "He would come.", True),
            ("Leeds", HOSTILE, True),
        ]
        assert "Elm Road" not in plain_text(draft(portal, here).served)
        voice.sign(portal, here)
        assert stands(portal, reference) == first
    assert "Elm" not in first[0]
    assert first[1] == "I live in Elm Road now.\n\nLeeds"
    assert len(voice.tasks(portal, "own_worry")) == raised


def test_a_mark_that_she_takes_away_in_the_new_draft_leaves_the_old_one(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="I was hurt in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "Leeds", "He would come.")
    voice.sign(portal, here)
    begin(portal, here)
    own_statement.end_worry(portal.ctx, here, draft(portal, here).worries[0].id)
    own_statement.throw_away(portal.ctx, here)
    begin(portal, here)
    assert [one.passage for one in draft(portal, here).worries] == ["Leeds"]
    own_statement.end_worry(portal.ctx, here, draft(portal, here).worries[0].id)
    voice.sign(portal, here)
    assert stands(portal, reference) == ("I was hurt in Leeds.", "", "")
    begin(portal, here)
    assert draft(portal, here).worries == ()


def test_a_save_that_begins_the_next_draft_brings_the_marks_too(
    portal: Portal, here: Visitor
) -> None:
    voice.write(portal, here, then="I was hurt in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "Leeds", "He would come.")
    of = draft(portal, here).id
    voice.sign(portal, here)
    assert save(portal, here, "I was hurt in Leeds. Still.", 1, of=of) is Saved.BESIDE
    assert [one.passage for one in draft(portal, here).worries] == ["Leeds"]


@pytest.mark.parametrize(
    ("withheld", "reasons"),
    [
        ("I live in <em>Elm</em> Road now.", "He would come."),
        ("Elm Road.\nLeeds.\n\n<ul><li>my <strong>school</strong></li></ul>", "One.\n\nTwo."),
        (HOSTILE, HOSTILE),
        ("E 5", "He would come."),
    ],
)
def test_what_an_officer_withheld_comes_back_as_a_marked_passage(
    portal: Portal, here: Visitor, reference: str, withheld: str, reasons: str
) -> None:
    state(
        portal,
        reference,
        "I was <em>afraid</em>.\n\nAnd I am.",
        withheld=withheld,
        withheld_reasons=reasons,
    )
    before = stands(portal, reference)
    for _ in range(2):
        begin(portal, here)
        (worry,) = draft(portal, here).worries
        assert worry.found
        assert plain_text(draft(portal, here).served) == "I was afraid.\n\nAnd I am."
        voice.sign(portal, here)
        assert stands(portal, reference) == before


def test_a_long_statement_of_an_officer_goes_on_in_the_next_parts(
    portal: Portal, here: Visitor, reference: str
) -> None:
    body = "\n\n".join(letter * (LONGEST_PART - 10) for letter in "ab")
    hidden = "\n\n".join(("c" * 9_000, "d" * 9_000, "Elm Road"))
    state(portal, reference, body, withheld=hidden, withheld_reasons="He would come.")
    before = stands(portal, reference)
    begin(portal, here)
    assert "Elm" in draft(portal, here).parts[voice.RELEASE].words
    assert "Elm" not in plain_text(draft(portal, here).served)
    voice.sign(portal, here)
    assert stands(portal, reference) == before


def test_what_has_no_room_in_a_draft_is_not_cut_off(
    portal: Portal, here: Visitor, reference: str
) -> None:
    withheld = "\n\n".join(letter * LONGEST_PART for letter in "abc")
    state(portal, reference, withheld=withheld, withheld_reasons="He would come.")
    for _ in range(2):
        with pytest.raises(InvalidError) as refused:
            begin(portal, here)
        assert set(refused.value.problems) == {"words"}
    assert voice.seen(portal, here).draft is None
    assert stands(portal, reference) == ("I was afraid.", withheld, "He would come.")


def replaced(portal: Portal, here: Visitor) -> tuple[UUID, int]:
    """One page holds the first draft; elsewhere it is changed, signed, and begun anew."""
    voice.write(portal, here, then="One.")
    voice.sign(portal, here)
    of, base = begin(portal, here), part(portal, here).version
    save(portal, here, "A whole evening.", base, OTHER)
    voice.sign(portal, here)
    begin(portal, here)
    assert part(portal, here).version == base
    return of, base


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_page_of_the_draft_before_overwrites_nothing(
    portal: Portal, here: Visitor, by_itself: bool
) -> None:
    of, base = replaced(portal, here)
    for words in ("One, old.", "One, old, and on.", "One, old, and on."):
        assert save(portal, here, words, base, of=of, by_itself=by_itself) is Saved.BESIDE
    found = part(portal, here)
    assert found.words == "A whole evening."
    assert [one.words for one in found.others] == ["One, old, and on."]


def test_a_page_that_names_no_draft_or_another_ones_overwrites_nothing(
    portal: Portal, here: Visitor
) -> None:
    _of, base = replaced(portal, here)
    there = voice.inside(
        portal,
        voice.with_review(
            portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
        ),
    )
    theirs = begin(portal, there)
    own_statement.throw_away(portal.ctx, there)
    for draft_id in (None, theirs, UUID(int=0)):
        saved = own_statement.save_part(
            portal.ctx, here, THEN, "Old.", base, "c" * 24, draft_id=draft_id, by_itself=True
        )
        assert saved.outcome is Saved.BESIDE
        assert saved.draft_id == draft(portal, here).id
    assert part(portal, here).words == "A whole evening."


def test_a_page_that_wrote_into_the_next_draft_goes_on_there(portal: Portal, here: Visitor) -> None:
    of = begin(portal, here)
    own_statement.throw_away(portal.ctx, here)
    # The answer to its first save was never heard.
    for words in ("Still wanted.", "Still wanted, and more."):
        assert save(portal, here, words, 7, of=of) is Saved.KEPT
    save(portal, here, "Elsewhere.", part(portal, here).version, OTHER)
    assert save(portal, here, "Still wanted.", 7, of=of) is Saved.BESIDE
    assert part(portal, here).words == "Elsewhere."


def test_what_was_thrown_away_comes_back_in_no_other_draft_by_itself(
    portal: Portal, here: Visitor
) -> None:
    of = begin(portal, here)
    own_statement.throw_away(portal.ctx, here)
    begin(portal, here)
    with pytest.raises(NotFoundError):
        save(portal, here, "Thrown away.", 0, of=of, by_itself=True)
    assert part(portal, here).words == ""
    assert save(portal, here, "Wanted after all.", 0, of=of) is Saved.KEPT


def test_a_choice_of_the_draft_before_takes_nothing(portal: Portal, here: Visitor) -> None:
    of, base = replaced(portal, here)
    save(portal, here, "One, old.", base, of=of)
    for choice in ("here", "a" * 24, "all"):
        with pytest.raises(InvalidError):
            own_statement.choose_text(
                portal.ctx, here, THEN, choice, base, frozenset({"a" * 24}), draft_id=of
            )
    assert [one.words for one in part(portal, here).others] == ["One, old."]


def test_late_words_of_the_draft_before_are_put_beside(portal: Portal, reference: str) -> None:
    token = opened.visit(portal, reference)
    here = opened.visitor(portal, token)
    door.pass_warning(portal.ctx, here)
    of, _base = replaced(portal, here)
    thrown = draft(portal, here).id
    own_statement.throw_away(portal.ctx, here)
    begin(portal, here)
    portal.clock.move(minutes=16)

    def late(words: str, draft_id: UUID | None, *, by_itself: bool) -> bool:
        return own_statement.save_late(
            portal.ctx, token, THEN, words, "a" * 24, draft_id=draft_id, by_itself=by_itself
        )

    assert not late("Thrown away.", thrown, by_itself=True)
    for _ in range(2):
        assert late("One, old.", of, by_itself=True)
    assert late("One, older.", None, by_itself=False)
    found = part(portal, voice.inside(portal, reference))
    assert found.words == "A whole evening."
    assert [(one.words, one.late) for one in found.others] == [("One, older.", True)]
