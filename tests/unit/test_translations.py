"""The Welsh catalogue holds every text of the sources, and nothing else."""

import pytest
from babel.messages.catalog import Message

from tests.support.extraction import ROOT, WELSH_PO, extracted, fields_in, read_welsh
from victim_portal.domain.wording import all_texts, reviewer_in

MESSAGES = extracted()
WELSH: dict[str, Message] = {
    str(message.id if isinstance(message.id, str) else message.id[0]): message
    for message in read_welsh()
    if message.id
}
every_message = pytest.mark.parametrize("message", sorted(MESSAGES))


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@every_message
def test_every_message_has_welsh(message: str) -> None:
    assert message in WELSH, f"Add to {WELSH_PO.relative_to(ROOT)}: {message!r}"
    assert all(form.strip() for form in _forms(WELSH[message]))
    assert not WELSH[message].fuzzy


@every_message
def test_welsh_has_the_same_placeholders(message: str) -> None:
    for form in _forms(WELSH[message]):
        assert fields_in(form) == fields_in(message)


def test_the_catalogue_holds_nothing_that_is_gone() -> None:
    assert set(WELSH) - set(MESSAGES) == set()
    assert not read_welsh().obsolete


@every_message
def test_the_catalogue_tells_where_a_message_stands(message: str) -> None:
    assert {file for file, _line in WELSH[message].locations} <= MESSAGES[message]


def test_extraction_finds_the_whole_correspondence() -> None:
    """A text that is put together at run time would be missing from the catalogue."""
    assert set(all_texts()) <= set(MESSAGES)


def test_welsh_is_welsh() -> None:
    """Only names, codes and patterns are the same in both languages."""
    same = {m for m in MESSAGES if _forms(WELSH[m]) == (m,)}
    assert same == {"{day} {month} {year}"}


def test_the_reviewer_is_read_from_the_header() -> None:
    source = WELSH_PO.read_text(encoding="utf-8")
    assert '"X-Reviewer: ' in source
    named = source.replace('"X-Reviewer: ', '"X-Reviewer: Nerys Enghraifft', 1)
    named = named.replace(f"Nerys Enghraifft{reviewer_in(source)}", "Nerys Enghraifft", 1)
    assert reviewer_in(named) == "Nerys Enghraifft"


@pytest.mark.parametrize(
    "catalogue",
    [
        "",
        'msgid ""\nmsgstr ""\n"Language: cy\\n"\n',
        'msgid ""\nmsgstr ""\n"X-Reviewer: \\n"\n',
        'msgid ""\nmsgstr ""\n"Language: cy\\n"\n\n'
        'msgid "a"\nmsgstr ""\n"X-Reviewer: Mallory\\n"\n',
    ],
)
def test_nobody_is_named(catalogue: str) -> None:
    assert reviewer_in(catalogue) == ""
