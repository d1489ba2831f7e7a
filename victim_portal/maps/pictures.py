"""Pictures of maps: opened within limits, and written anew as plain JPEG."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from victim_portal.ports import MapFileError

LONGEST_SIDE = 1800
"""Pixels of the longer side of what is kept: enough for a page at 200 dots to the inch."""
MOST_PIXELS = 40_000_000
SHORTEST_SIDE = 100
TAKEN = ("PNG", "JPEG")
BROKEN = "The picture can't be read. It may be broken or cut off."
TOO_LARGE = f"The picture is too large: at most {MOST_PIXELS // 1_000_000} million pixels."


def opened(content: bytes) -> Image.Image:
    """A PNG or JPEG with all of its pixels, upright, in plain colours on white.

    Raises MapFileError. Its size is looked at before any pixel is unpacked.
    """
    try:
        with warnings.catch_warnings():
            # Pillow's own limit is a warning at first; ours is asked below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=TAKEN)
            if picture.width * picture.height > MOST_PIXELS:
                raise MapFileError(TOO_LARGE)
            if min(picture.size) < SHORTEST_SIDE:
                raise MapFileError(
                    f"The picture is too small: at least {SHORTEST_SIDE} pixels each way."
                )
            picture.load()
            return _plain(ImageOps.exif_transpose(picture))
    except MapFileError:
        raise
    except Image.DecompressionBombError:
        raise MapFileError(TOO_LARGE) from None
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, OverflowError, EOFError):
        raise MapFileError(BROKEN) from None


def written(picture: Image.Image) -> bytes:
    """A JPEG of the pixels alone: no metadata, no profile, no preview."""
    picture = _plain(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=88, subsampling=0, optimize=True)
    return out.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """The same in red, green and blue; what is transparent lies on white paper."""
    if picture.mode == "RGB":
        return picture
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("RGB")
    if picture.mode.startswith("I") or picture.mode == "F":
        # Sixteen bits of grey: the upper eight are what an eye sees.
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")
