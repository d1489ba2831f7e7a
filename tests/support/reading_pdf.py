"""A PDF as a reading voice meets it: the text of each structure element, in their order.

Follows the marked content of the pages through the fonts' own tables, and so tells what is
neither tagged nor marked as an artifact, which no program for showing pages does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWING = {"Tj", "TJ", "'", '"'}
_MARKING = {"Tf", "BDC", "BMC", "EMC", "Do"}
_PAINTING = {"f", "F", "f*", "S", "s", "B", "b", "B*", "b*", "sh", "INLINE IMAGE"}
_FOLLOWED = " ".join(_SHOWING | _MARKING | _PAINTING)


@dataclass
class Element:
    """One structure element; `text` is all that is read out of it and of what it holds."""

    name: str
    text: str = ""
    alternative: str | None = None
    language: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """This element and those in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Reading:
    """A whole file: its elements, and the text and pictures that nothing accounts for."""

    elements: list[Element]
    artifacts: list[str]
    stray: list[str]

    def walk(self) -> Iterator[Element]:
        """Every element in reading order."""
        for element in self.elements:
            yield from element.walk()

    @property
    def text(self) -> str:
        """Everything that is read out, the elements of a block parted by line ends."""
        return "\n".join(element.text for element in self.elements)


def read(content: bytes) -> Reading:
    """What a file says by its structure alone."""
    with pikepdf.open(BytesIO(content)) as pdf:
        marked: dict[tuple[tuple[int, int], int], str] = {}
        reading = Reading([], [], [])
        for page in pdf.pages:
            spans = _Page(page.obj, reading)
            marked |= {(page.obj.objgen, number): text for number, text in spans.marked.items()}
        root = pdf.Root.StructTreeRoot
        top = _element(root.K if isinstance(root.K, pikepdf.Dictionary) else root.K[0], marked)
        reading.elements = top.children
    return reading


def _element(node: pikepdf.Dictionary, marked: dict[tuple[tuple[int, int], int], str]) -> Element:
    held = node.get("/A", pikepdf.Array())
    attributes: dict[str, Any] = {}
    for one in held if isinstance(held, pikepdf.Array) else [held]:
        attributes |= {str(key): value for key, value in one.items()}
    found = Element(
        name=str(node.S),
        alternative=str(node.Alt) if "/Alt" in node else None,
        language=str(node.get("/Lang", "")),
        attributes={
            key: [str(each) for each in value] if isinstance(value, pikepdf.Array) else str(value)
            for key, value in attributes.items()
        },
    )
    kids = node.get("/K", pikepdf.Array())
    parts: list[str] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            child = _element(kid, marked)
            found.children.append(child)
            parts.append(child.text)
        elif isinstance(kid, pikepdf.Dictionary):
            parts.append(marked.get((kid.get("/Pg", node.get("/Pg")).objgen, int(kid.MCID)), ""))
        else:
            parts.append(marked.get((node.Pg.objgen, int(kid)), ""))
    found.text = "".join(parts)
    return found


class _Page:
    """The marked content of one page; what isn't marked goes to `reading.stray`."""

    def __init__(self, page: pikepdf.Object, reading: Reading) -> None:
        self.marked: dict[int, str] = {}
        self._reading = reading
        # What is open: its number (None in an artifact, -1 where it changes nothing), its words.
        self._open: list[tuple[int | None, str | None]] = []
        self._follow(page, page.get("/Resources", pikepdf.Dictionary()))

    def _follow(self, stream: pikepdf.Object, resources: pikepdf.Object) -> None:
        fonts = {
            str(name): _to_unicode(font)
            for name, font in resources.get("/Font", pikepdf.Dictionary()).items()
        }
        table: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(stream, _FOLLOWED):
            name = str(operator)
            if name == "Tf":
                table = fonts[str(operands[0])]
            elif name in {"BDC", "BMC"}:
                self._begin(operands, resources)
            elif name == "EMC":
                _, words = self._open.pop()
                if words is not None:
                    self._say(words)
            elif name in _SHOWING:
                self._show(operands[-1], table)
            elif name in _PAINTING:
                self._say("", "a shape")
            elif name == "Do":
                drawn = resources.XObject[str(operands[0])]
                if drawn.Subtype == "/Form":
                    self._follow(drawn, drawn.get("/Resources", pikepdf.Dictionary()))
                else:
                    self._say("", "a picture")

    def _begin(self, operands: Any, resources: pikepdf.Object) -> None:
        given = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
        if isinstance(given, pikepdf.Name):
            given = resources.Properties[str(given)]
        words = str(given.ActualText) if "/ActualText" in given else None
        if str(operands[0]) == "/Artifact":
            self._open.append((None, None))
        else:
            self._open.append((int(given.get("/MCID", -1)), words))

    def _show(self, shown: Any, table: dict[int, str]) -> None:
        for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
            if isinstance(piece, pikepdf.String):
                codes = bytes(piece)
                pairs = zip(codes[::2], codes[1::2], strict=True)
                self._say("".join(table[high << 8 | low] for high, low in pairs))

    def _say(self, text: str, what: str = "") -> None:
        if any(words is not None for _, words in self._open):
            return
        numbers = [number for number, _ in self._open if number != -1]
        if not numbers:
            self._reading.stray.append(text or what)
        elif numbers[-1] is None:
            self._reading.artifacts.append(text)
        else:
            self.marked[numbers[-1]] = self.marked.get(numbers[-1], "") + text


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    """The font's own table from its codes to characters; `KeyError` where it has none."""
    table: dict[int, str] = {}
    source = font["/ToUnicode"].read_bytes().decode("ascii")
    for section in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        table |= {int(code, 16): _text(to) for code, to in _PAIR.findall(section)}
    for section in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, last, to in _TRIPLE.findall(section):
            start = _text(to)
            for step in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return table


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
