"""Maps that are uploaded: drawn anew in a process of their own, or refused with a sentence."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.support import map_files
from victim_portal.maps import map_reader, uploads
from victim_portal.maps.drawing_anew import LARGEST_FILE
from victim_portal.maps.pictures import LONGEST_SIDE
from victim_portal.maps.uploads import BoundedReader, bare_jpeg_size
from victim_portal.ports import MapFileError, ReadMap

READER = BoundedReader()


def refused(content: bytes) -> str:
    with pytest.raises(MapFileError) as caught:
        READER.read(content)
    said = str(caught.value)
    assert said.endswith(".")
    assert "Traceback" not in said
    return said


def pixels(read: ReadMap) -> Image.Image:
    picture = Image.open(io.BytesIO(read.picture))
    assert picture.format == "JPEG"
    assert picture.size == (read.width, read.height)
    return picture.convert("RGB")


@pytest.mark.parametrize("content", [map_files.png(), map_files.jpeg()])
def test_a_picture_is_drawn_anew(content: bytes) -> None:
    read = map_reader().read(content)
    assert (read.width, read.height) == (400, 300)
    red, green, blue = pixels(read).getpixel((200, 55))
    assert red > 100
    assert max(green, blue) < 100
    assert read.words == ""


@pytest.mark.parametrize(
    "content",
    [
        map_files.png(marked=True),
        map_files.jpeg(marked=True),
        map_files.png() + b"PK\x03\x04" + map_files.SECRET,
        map_files.jpeg() + b"<script>" + map_files.SECRET,
        map_files.pdf_with_scripts(),
    ],
)
def test_nothing_of_the_file_itself_is_left(content: bytes) -> None:
    assert map_files.SECRET in content or content.startswith(b"%PDF")
    read = READER.read(content)
    for trace in (map_files.SECRET, b"Exif", b"PK\x03\x04", b"<script", b"JavaScript", b"Adobe"):
        assert trace not in read.picture
    assert bare_jpeg_size(read.picture) == (read.width, read.height)
    assert not Image.open(io.BytesIO(read.picture)).getexif()


def test_a_camera_that_lay_on_its_side_is_turned_upright() -> None:
    assert (READER.read(map_files.jpeg(turned=6)).width) == 300


def test_what_is_transparent_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert pixels(READER.read(out.getvalue())).getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_any_colours_are_drawn(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (150, 120)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert pixels(READER.read(out.getvalue())).size == (150, 120)


def test_a_large_picture_becomes_one_of_a_page() -> None:
    read = READER.read(map_files.png((4000, 2000)))
    assert (read.width, read.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_the_first_page_of_a_pdf_is_the_map_and_its_words_are_offered() -> None:
    read = READER.read(map_files.pdf("", "Bounded by Mill Lane and Quay Street"))
    assert read.words == "Bounded by Mill Lane and Quay Street"
    picture = pixels(read)
    found = picture.getpixel(
        (round(200 / 595 * read.width), round((842 - 475) / 842 * read.height))
    )
    assert found[0] > 200
    assert found[1] < 60


def test_a_pdf_of_any_size_becomes_one_of_a_page() -> None:
    read = READER.read(map_files.pdf("", size=(14_400, 7_200)))
    assert max(read.width, read.height) <= LONGEST_SIDE


def test_the_same_file_is_the_same_picture() -> None:
    assert READER.read(map_files.pdf("A")).picture == READER.read(map_files.pdf("A")).picture


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"GIF89a" + b"\x00" * 50, "PDF, PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PDF, PNG or JPEG"),
        (b"MZ" + map_files.pdf("A"), "PDF, PNG or JPEG"),
        (map_files.png()[:-60], "broken"),
        (map_files.jpeg()[:600], "broken"),
        (map_files.pdf("A")[:200], "can't be read"),
        (b"%PDF-1.7\n" + map_files.png(), "can't be read"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, "broken"),
        (b"\xff\xd8\xff" + map_files.pdf("A"), "broken"),
        (map_files.locked_pdf(), "password"),
        (map_files.pdf(*["A"] * 5), "1 to 4 pages"),
        (map_files.png((40, 400)), "too small"),
        (map_files.png_of_size(60_000, 60_000), "too large"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * LARGEST_FILE, "too large"),
    ],
)
def test_what_is_no_map_is_refused_in_words(content: bytes, said: str) -> None:
    assert said in refused(content)


@pytest.mark.parametrize(
    "content",
    [map_files.text_bomb(), map_files.stream_bomb(), map_files.endless_pdf()],
    ids=["text", "stream", "endless"],
)
def test_a_bomb_is_drawn_or_refused_and_takes_no_time(content: bytes) -> None:
    began = time.monotonic()
    try:
        READER.read(content)
    except MapFileError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either will do
    assert time.monotonic() - began < uploads.SECONDS + 5


def test_the_process_has_no_more_than_it_needs(tmp_path: Path) -> None:
    """Its own limits stand before it reads: more memory, a file or an hour can't be had."""
    tried = """
import resource, sys
from victim_portal.maps.drawing_anew import limit
limit()
for what, least in ((resource.RLIMIT_AS, 2 * 1024**3), (resource.RLIMIT_CPU, 60)):
    assert max(resource.getrlimit(what)) < least
try:
    bytearray(2 * 1024**3)
except MemoryError:
    pass
else:
    sys.exit("memory")
try:
    with open(sys.argv[1], "wb") as file:
        file.write(b"x")
except OSError:
    pass
else:
    sys.exit("file")
"""
    # A write beyond the limit is a signal as well: passed over, it becomes an error.
    quiet = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    command = [sys.executable, "-I", "-c", quiet + tried, str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_process_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(uploads, "_COMMAND", sleeping)
    monkeypatch.setattr(uploads, "SECONDS", 0.5)
    began = time.monotonic()
    assert "takes too long" in refused(map_files.png())
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "no json\\n",
        "[]\\n",
        '{"words": ""}\\n',
        '{"words": 5}\\nJPEG',
        '{"words": ""}\\n<svg onload=alert(1)>',
    ],
)
def test_a_process_that_was_taken_over_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    saying = (sys.executable, "-c", f"print('{answer}', end='')")
    monkeypatch.setattr(uploads, "_COMMAND", saying)
    assert "can't be drawn" in refused(map_files.png())


def test_a_jpeg_with_anything_beside_its_pixels_is_no_bare_one() -> None:
    plain = READER.read(map_files.png()).picture
    assert bare_jpeg_size(plain) == (400, 300)
    comment = b"\xff\xfe\x00\x06" + b"abcd"
    assert bare_jpeg_size(plain[:2] + comment + plain[2:]) is None
    assert bare_jpeg_size(plain + b"<script>") is None
    assert bare_jpeg_size(plain[:-2]) is None
    assert bare_jpeg_size(map_files.jpeg(marked=True)) is None
