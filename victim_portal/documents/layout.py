"""What stands in a submission, in its order, as plain JSON values.

The template knows how to draw eight things: headings, notes, facts, tables, figures, a
victim's words, blocks of text and the digest. Which of them a part holds is said here.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from victim_portal.documents.glyphs import reads_right_to_left
from victim_portal.documents.labels import Labels
from victim_portal.domain.richtext import Block, reading_minutes, word_count
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.ports import ConditionRow, Figure, SubmissionContent

Node: TypeAlias = dict[str, object]
_DOT = " \N{MIDDLE DOT} "
_TOGETHER = "\N{NO-BREAK SPACE}"
# Characters that a page's head has room for, in large print and not.
_MOST_AT_HEAD = {False: 80, True: 56}


def document(content: SubmissionContent, labels: Labels) -> Node:
    """Everything that the template draws, but for the closing section."""
    kind = content.called or labels.kind(content.part)
    version = labels.say("version", version=content.version)
    identity = [content.case_reference, version, labels.day(content.made_on)]
    withheld = content.part is SubmissionPart.NON_DISCLOSURE
    shown = "shown" if content.may_be_shown_to_prisoner else "not_shown"
    if content.in_hospital:
        shown += ".patient"
    disclosure = labels.say("rule_17" if withheld else shown)
    # What stands at the head of each page is said once to those who have it read out.
    said = [
        [labels.say("document"), _DOT.join(part.replace(" ", _TOGETHER) for part in identity)],
        [labels.say("handling"), _DOT.join((labels.say("marking"), disclosure))],
    ]
    return {
        "kind": kind,
        "head": _fitting(kind, _MOST_AT_HEAD[content.large_print]),
        "title": labels.say(
            "title", kind=kind, reference=content.case_reference, version=content.version
        ),
        "marking": labels.say("marking"),
        "disclosure": disclosure,
        "withheld": not content.may_be_shown_to_prisoner,
        "identity": identity,
        "page": labels.pages(),
        "facts": {"head": labels.say("about"), "rows": [*said, *_facts(content, labels)]},
        "nodes": _nodes(content, labels),
    }


def _fitting(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def figures_of(content: SubmissionContent) -> tuple[Figure, ...]:
    """Every picture of a part once, in the order by which the nodes call them."""
    of_conditions = (figure for row in content.conditions for figure in row.figures)
    return tuple(dict.fromkeys((*of_conditions, *content.figures)))


def closing(digest: str, example: str | None, check_at: str, labels: Labels) -> list[Node]:
    """The last section: how to check the document, and what its markers mean."""
    nodes = [_heading(1, labels.say("check"))]
    if example is not None:
        nodes.append(_note(labels.say("check.markers", example=example)))
    nodes.append(_note(labels.say("check.how")))
    if check_at:
        nodes.append(_note(labels.say("check.page", address=check_at)))
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    nodes.append({"is": "digest", "label": labels.say("check.digest"), "groups": groups})
    return nodes


def _facts(content: SubmissionContent, labels: Labels) -> list[list[str]]:
    unknown = labels.say("not_known")
    born_on: date | None = content.prisoner_born_on
    rows = [
        ("patient_name" if content.in_hospital else "prisoner_name", content.prisoner_name),
        ("prison_number", content.prison_number),
        ("prisoner_born_on", labels.day(born_on) if born_on else ""),
        ("review", content.review),
        ("panel_reference", content.panel_reference),
        ("victim_role", content.victim_role),
        (
            "officer",
            "\n".join(part for part in (content.officer_name, content.officer_contact) if part),
        ),
    ]
    if content.part is SubmissionPart.STATEMENT:
        words = word_count(content.body)
        rows.append(("reading_preference", content.reading_preference))
        rows.append(
            (
                "length",
                labels.say("length.words", words=f"{words:,}", minutes=reading_minutes(words)),
            )
        )
    if content.in_hospital:
        # No panel decides there, so that none could have a reference.
        rows = [(key, value) for key, value in rows if key != "panel_reference"]
    known = [[labels.say(key), value or unknown] for key, value in rows]
    return known + [[label, value or unknown] for label, value in content.more_facts]


def _nodes(content: SubmissionContent, labels: Labels) -> list[Node]:
    if content.part is SubmissionPart.STATEMENT:
        return [
            _heading(1, labels.say("statement")),
            _note(labels.say("statement.lead")),
            *_text(content.body, labels, _language_of(content)),
            *_gist(content, labels),
        ]
    if content.part is SubmissionPart.CONDITIONS:
        return _requests(content, labels)
    return [
        _heading(1, labels.say("application")),
        _note(labels.say("application.lead")),
        _heading(2, labels.say("reasons")),
        *_text(content.reasons, labels),
        _heading(2, labels.say("material")),
        *_text(content.body, labels, _language_of(content), own_words=True),
        *_figures(content.figures, content, labels),
    ]


def _gist(content: SubmissionContent, labels: Labels) -> list[Node]:
    if not content.gist:
        return []
    return [
        _heading(1, labels.say("gist")),
        _note(labels.say("gist.lead")),
        *_text(content.gist, labels),
    ]


def _language_of(content: SubmissionContent) -> str:
    """The language of the victim's words where a reading voice has to change for them."""
    language = content.words_language
    return language.value if language and language is not content.language else ""


def _requests(content: SubmissionContent, labels: Labels) -> list[Node]:
    # In large print four columns leave no room to read; each request says it again below.
    rows = content.conditions
    nodes = [_heading(1, labels.say("requests"))]
    if not rows:
        return [*nodes, _note(labels.say("requests.none"))]
    head = [labels.say(key) for key in ("number", "condition", "named", "mapped")]
    table = [
        [str(row.number), row.condition, _yes_no(row.named, labels), _yes_no(row.mapped, labels)]
        for row in rows
    ]
    columns = 2 if content.large_print else 4
    nodes += [
        _note(labels.say("requests.lead")),
        {"is": "table", "head": head[:columns], "rows": [row[:columns] for row in table]},
    ]
    for row in rows:
        nodes += _request(row, content, labels)
    return nodes


def _request(row: ConditionRow, content: SubmissionContent, labels: Labels) -> list[Node]:
    agreed = [
        [labels.say("named"), _yes_no(row.named, labels)],
        [labels.say("mapped"), _yes_no(row.mapped, labels)],
    ]
    return [
        _heading(1, labels.say("request", number=row.number)),
        {
            "is": "condition",
            "text": row.condition,
            "agreed": agreed,
            # A map may begin the next page; the wish's heading may not.
            "clings": not row.figures,
        },
        *_figures(row.figures, content, labels),
        _heading(2, labels.say("wish")),
        *_text(row.wish, labels, _language_of(content), own_words=True),
        _heading(2, labels.say("necessity")),
        *_text(row.necessity, labels),
    ]


def _figures(figures: Sequence[Figure], content: SubmissionContent, labels: Labels) -> list[Node]:
    every = figures_of(content)
    return [
        {
            "is": "figure",
            "at": every.index(figure),
            "alternative": figure.alternative.strip() or labels.say("figure.unnamed"),
            "caption": figure.caption,
            "missing": labels.say("figure.missing"),
        }
        for figure in figures
    ]


def _yes_no(answer: bool, labels: Labels) -> str:
    return labels.say("yes" if answer else "no")


def _heading(level: int, text: str) -> Node:
    return {"is": "heading", "level": level, "text": text}


def _note(text: str) -> Node:
    return {"is": "note", "text": text}


def _text(
    blocks: Sequence[Block], labels: Labels, language: str = "", *, own_words: bool = False
) -> list[Node]:
    if not blocks:
        return [_note(labels.say("nothing"))]
    return [
        {
            "is": "words" if own_words else "blocks",
            "lang": language,
            "blocks": [_block(block) for block in blocks],
        }
    ]


def _block(block: Block) -> Node:
    return {
        "kind": block.kind.value,
        "lines": [
            {
                "right_to_left": reads_right_to_left("".join(run.text for run in line)),
                "runs": [
                    {"text": run.text, "strong": run.strong, "emphasis": run.emphasis}
                    for run in line
                ],
            }
            for line in block.lines
        ],
    }
