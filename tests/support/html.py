"""What every page must be, as a list of faults: empty when the page is right."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import html5lib

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNTYPED = ("hidden", "submit", "button", "reset", "image")
FOCUSABLE = ("input", "select", "textarea", "button", "a")
LEAKS = ("{{", "{%", "Undefined", " object at 0x", "<built-in")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "data-aria-controls")
OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//|^(?:javascript|data):", re.IGNORECASE)


def without_token(html: str) -> str:
    """A page without its forgery token, which tells the second it was made in."""
    return re.sub(r'(name="csrf_token"[^>]*value=)"[^"]*"', r"\1", html)


def parse(html: str) -> tuple[Element, list[str]]:
    """The tree of a page, and what the HTML standard calls a parse error."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    faults = [f"parse error {code} at {place} {facts}" for place, code, facts in parser.errors]
    return tree, faults


def text_of(element: Element) -> str:
    """The text of an element, its white space as a reader sees it."""
    return " ".join("".join(element.itertext()).split())


def elements(tree: Element, *names: str) -> Iterator[Element]:
    """Elements by name in the order of the page; comments are left out."""
    return (each for each in every(tree) if each.tag in names)


def every(tree: Element) -> Iterator[Element]:
    """All elements; a comment is none, its tag is the function that made it."""
    return (each for each in tree.iter() if not callable(each.tag))


def has_class(element: Element, name: str) -> bool:
    """Whether the element has the class."""
    return name in element.get("class", "").split()


def by_id(tree: Element, name: str) -> Element | None:
    """The element with the id."""
    return next((each for each in every(tree) if each.get("id") == name), None)


def summary(tree: Element) -> Element | None:
    """The error summary."""
    return next((each for each in every(tree) if has_class(each, "govuk-error-summary")), None)


def _name(element: Element) -> str:
    marks = [f"{key}={element.get(key)!r}" for key in ("id", "name", "href") if element.get(key)]
    return f"<{' '.join([element.tag, *marks])}>"


WRONG = ("Error: ", "Gwall: ")


def _frame(tree: Element) -> Iterator[str]:
    html = next(elements(tree, "html"))
    if html.get("lang") not in {"en", "cy"}:
        yield "html has no lang"
    if (count := len(list(elements(tree, "h1")))) != 1:
        yield f"{count} h1 instead of one"
    if len(list(elements(tree, "main"))) != 1:
        yield "not exactly one main"
    title = next(elements(tree, "title"), None)
    if title is None or not text_of(title):
        yield "no title"
    elif text_of(title).startswith(WRONG) and summary(tree) is None and _page_form(tree):
        yield "the title says Error but there is no error summary"
    elif not text_of(title).startswith(WRONG) and summary(tree) is not None:
        yield "there is an error summary but the title doesn't start with Error"


def _page_form(tree: Element) -> bool:
    return any(True for main in elements(tree, "main") for _ in elements(main, "form"))


def _headings(tree: Element) -> Iterator[str]:
    before = 1
    for heading in elements(tree, *HEADINGS):
        level = HEADINGS.index(heading.tag) + 1
        if level > before + 1:
            yield f"heading level jumps from {before} to {level}: {text_of(heading)!r}"
        if not text_of(heading):
            yield f"empty heading {heading.tag}"
        before = level


def _ids(tree: Element) -> Iterator[str]:
    counts = Counter(each.get("id") for each in every(tree) if each.get("id") is not None)
    yield from (
        f"id {name!r} is there {count} times" for name, count in counts.items() if count > 1
    )
    for element in every(tree):
        for attribute in REFERENCES:
            for name in element.get(attribute, "").split():
                if name not in counts:
                    yield f"{attribute} of {_name(element)} points to nothing: {name!r}"
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and href[1:] not in counts:
            yield f"link to nothing: {href!r}"


def _named(tree: Element) -> Iterator[str]:
    labels = {each.get("for"): text_of(each) for each in elements(tree, "label")}
    inside = {id(each) for label in elements(tree, "label") for each in every(label)}
    for control in elements(tree, "input", "select", "textarea"):
        if control.get("type") in UNTYPED:
            continue
        own = control.get("aria-label") or control.get("aria-labelledby")
        if not (own or labels.get(control.get("id")) or id(control) in inside):
            yield f"{_name(control)} has no label"
        if not control.get("name"):
            yield f"{_name(control)} has no name, so it is never sent"
    for element in elements(tree, "a", "button"):
        if not (text_of(element) or element.get("aria-label")):
            yield f"{_name(element)} has no text"
    for image in elements(tree, "img"):
        if image.get("alt") is None:
            yield f"{_name(image)} has no alt"
    for element in every(tree):
        if element.get("required") is not None and element.tag not in FOCUSABLE:
            yield f"required on {_name(element)}"
    for fieldset in elements(tree, "fieldset"):
        if not any(text_of(legend) for legend in elements(fieldset, "legend")):
            yield "a fieldset without a legend"


def _tables(tree: Element) -> Iterator[str]:
    for table in elements(tree, "table"):
        if not any(text_of(caption) for caption in elements(table, "caption")):
            yield "a table without a caption"
        for head in elements(table, "th"):
            if head.get("scope") is None:
                yield f"th without scope: {text_of(head)!r}"
        if has_class(table, "portal-table"):
            for cell in elements(table, "td"):
                if not cell.get("data-label"):
                    yield f"td without data-label: {text_of(cell)!r}"


def _inline(tree: Element) -> Iterator[str]:
    for element in every(tree):
        if element.get("style") is not None or element.tag == "style":
            yield f"style inside the page: {_name(element)}"
        if element.tag == "script" and (element.text or not element.get("src")):
            yield "script inside the page"
        yield from (
            f"{attribute} on {_name(element)}"
            for attribute in element.attrib
            if attribute[:2] == "on"
        )


def _outside(tree: Element) -> Iterator[str]:
    for element in every(tree):
        for attribute in ("href", "src", "action", "formaction", "data-govuk", "data-moj"):
            if OUTSIDE.match(element.get(attribute, "")):
                yield f"leads to another host: {_name(element)}"


def _forms(tree: Element) -> Iterator[str]:
    for form in elements(tree, "form"):
        if form.get("method", "get").lower() != "post":
            continue
        tokens = [each for each in elements(form, "input") if each.get("name") == "csrf_token"]
        if len(tokens) != 1 or not tokens[0].get("value"):
            yield "a POST form without its csrf_token"


def _errors_lead_somewhere(tree: Element) -> Iterator[str]:
    found = summary(tree)
    for link in elements(found, "a") if found is not None else ():
        target = by_id(tree, link.get("href", "")[1:])
        if target is None or target.tag not in {"input", "select", "textarea"}:
            yield f"the error {text_of(link)!r} doesn't lead to a field"


def _leaks(tree: Element) -> Iterator[str]:
    body = next(elements(tree, "body"))
    shown = "".join(
        each
        for part in every(body)
        if part.tag != "textarea"
        for each in (part.text or "", part.tail or "")
    )
    yield from (f"the page shows {leak!r}" for leak in LEAKS if leak in shown)
    for cell in elements(tree, "td", "dd"):
        if text_of(cell) == "None":
            yield "a value is shown as None"


CHECKS: tuple[Callable[[Element], Iterator[str]], ...] = (
    _frame,
    _headings,
    _ids,
    _named,
    _tables,
    _inline,
    _outside,
    _forms,
    _errors_lead_somewhere,
    _leaks,
)


def faults(html: str) -> list[str]:
    """Everything that is wrong with a page."""
    tree, found = parse(html)
    return found + [fault for check in CHECKS for fault in check(tree)]


def header_faults(headers: dict[str, str]) -> list[str]:
    """What is wrong with the headers of a page; names in lower case."""
    policy = headers.get("content-security-policy", "")
    wanted = {
        "content policy": "default-src 'none'" in policy and "frame-ancestors 'none'" in policy,
        "no unsafe source": "unsafe-" not in policy and "*" not in policy,
        "nosniff": headers.get("x-content-type-options") == "nosniff",
        "no-store": headers.get("cache-control") == "no-store",
        "referrer": headers.get("referrer-policy") in {"same-origin", "no-referrer"},
        "utf-8": headers.get("content-type", "").lower() == "text/html; charset=utf-8",
    }
    return [f"headers: {name}" for name, right in wanted.items() if not right]
