"""The check of a finished file: what must not be in it isn't, anywhere, however it got there.

What stands in the victim's own words was listed and settled before. Whatever else is found was
put there by the portal itself, and stops the export; but for what a heading or a fact of the
prisoner's says in every file, such as a workplace that is called Prison.
"""

import logging
import re
from collections.abc import Iterable

from victim_portal.domain.protected_values import find, same_words
from victim_portal.ports import InsidePdf, RenderedPdf, SubmissionContent
from victim_portal.services.context import Context
from victim_portal.services.submissions.protecting import (
    Protected,
    accounted_for,
    fixed_words,
    sure_values,
)
from victim_portal.services.submissions.values import UncleanFileError

logger = logging.getLogger(__name__)

_DIGEST = re.compile(r"(?:[0-9a-f]{8}\s*){8}")


def check_finished(
    ctx: Context, protected: Protected, content: SubmissionContent, made: RenderedPdf
) -> None:
    """Raise UncleanFileError where a file holds what nobody settled, or isn't clean.

    Looked at: the text layer, what the file says of itself, bookmarks, alternative texts and
    every other string, its name, layers, attachments, forms and actions.
    """
    inside = ctx.renderer.look_inside(made.content)
    fixed = fixed_words(protected, content, ctx.renderer.own_words(content.language))
    own = accounted_for(protected, content) | fixed
    faults = list(inside.unclean)
    faults += [f"{kind} in the text" for kind in _in_text(protected, content, inside, own)]
    for where, texts, allowed in (
        ("the metadata", inside.metadata, fixed),
        ("the file name", (made.file_name,), fixed),
        ("a bookmark or an alternative text", inside.others, own),
    ):
        faults += [f"{kind} in {where}" for kind in _found(protected, content, texts, allowed)]
    if faults:
        told = tuple(dict.fromkeys(faults))
        # Kinds and places alone: the log names nobody.
        logger.error("a file of a submission isn't clean: %s", "; ".join(told))
        raise UncleanFileError(told)


def _in_text(
    protected: Protected,
    content: SubmissionContent,
    inside: InsidePdf,
    own: frozenset[tuple[str, str]],
) -> list[str]:
    # Page by page, and as one: a value may end on the next page.
    texts = [*inside.pages, "\n".join(inside.pages)]
    return _found(protected, content, texts, own)


def _found(
    protected: Protected,
    content: SubmissionContent,
    texts: Iterable[str],
    allowed: frozenset[tuple[str, str]],
) -> list[str]:
    kinds = []
    wanted = sure_values(protected, content)
    for text in texts:
        # What is random says nothing, and could look like anything.
        plain = _DIGEST.sub(" ", text).replace(content.case_reference, " ")
        for match in find(plain, wanted):
            if (match.kind.name, same_words(match.words)) not in allowed:
                kinds.append(match.kind.value)
    return kinds
