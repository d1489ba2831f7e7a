"""Draws one uploaded map anew, in a process of its own that can do nothing else.

Run by `uploads`: the file comes in on standard input, a line of JSON and a JPEG go out on
standard output. Limits on memory, time, files and processes are set before a byte is read, and
can't be raised again. Nothing in a PDF is run: its reader is built without scripts and forms.
"""

import json
import sys

MEMORY = 1024**3
SECONDS = 15
LARGEST_FILE = 10 * 1024 * 1024
MOST_PAGES = 4
MOST_WORDS = 4000
DOTS_PER_POINT = 2.5
"""180 dots to the inch; a larger page is drawn with fewer."""


def limit() -> None:
    """Give up what this process doesn't need, for good."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def draw(content: bytes) -> tuple[bytes, str]:
    """The JPEG and the words of a file. Raises MapFileError."""
    from victim_portal.maps.pictures import opened, written
    from victim_portal.ports import MapFileError

    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return written(opened(content)), ""
    raise MapFileError("The file must be a PDF, PNG or JPEG.")


def _pdf(content: bytes) -> tuple[bytes, str]:
    """The first page as a picture, and the words of all of them."""
    import pypdfium2 as pdfium

    from victim_portal.maps.pictures import LONGEST_SIDE, written
    from victim_portal.ports import MapFileError

    try:
        document = pdfium.PdfDocument(content)
        pages = len(document)
        if not 1 <= pages <= MOST_PAGES:
            raise MapFileError(f"The PDF must have 1 to {MOST_PAGES} pages, the map on the first.")
        page = document[0]
        longest = max(page.get_size())
        if longest < 1 or min(page.get_size()) < 1:
            raise MapFileError("The first page of the PDF is empty.")
        scale = min(DOTS_PER_POINT, LONGEST_SIDE / longest)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil()
        words = "\n".join(_words(document[number]) for number in range(pages))
    except pdfium.PdfiumError:
        raise MapFileError(
            "The PDF can't be read. It may be broken, or locked with a password."
        ) from None
    return written(picture), words.strip()[:MOST_WORDS]


def _words(page: object) -> str:
    found: str = page.get_textpage().get_text_bounded()  # type: ignore[attr-defined]
    lines = (" ".join(line.split()) for line in found.replace("\x00", "").splitlines())
    return "\n".join(line for line in lines if line)


def main() -> None:
    """One file in, one answer out."""
    limit()
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    from victim_portal.ports import MapFileError

    try:
        if len(content) > LARGEST_FILE:
            raise MapFileError("The file is too large.")
        picture, words = draw(content)
        answer = {"words": words}
    except MapFileError as error:
        picture, answer = b"", {"refused": str(error)}
    except MemoryError:
        picture, answer = b"", {"refused": "The file needs too much memory to be drawn."}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n" + picture)


if __name__ == "__main__":
    main()
