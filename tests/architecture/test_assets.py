"""The assets that the build fetches: complete, and free of the brand that belongs to GOV.UK."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "victim_portal" / "static" / "dist"

needs_assets = pytest.mark.skipif(
    not DIST.is_dir(), reason="victim_portal/static/dist isn't built: run `make assets`"
)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The build script, which is a file beside the package and not a part of it."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_assets
@pytest.mark.parametrize(
    "name",
    [
        "govuk/govuk-frontend.min.css",
        "govuk/govuk-frontend.min.js",
        "moj/moj-frontend.min.css",
        "moj/moj-frontend.min.js",
        "fonts/SourceSans3-Regular.ttf",
        "fonts/SourceSans3-It.ttf",
        "fonts/SourceSans3-Bold.ttf",
        "fonts/SourceSans3-BoldIt.ttf",
        "fonts/DejaVuSans.ttf",
        "fonts/DejaVuSans-Bold.ttf",
    ],
)
def test_an_asset_that_pages_or_documents_need_is_there(name: str) -> None:
    assert (DIST / name).stat().st_size > 10_000


@needs_assets
@pytest.mark.parametrize("brand", ["GDS Transport", "/assets/", "sourceMappingURL"])
def test_no_text_asset_holds(brand: str) -> None:
    texts = [path for path in DIST.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert len(texts) >= 4
    assert [str(path) for path in texts if brand in path.read_text("utf-8")] == []


@needs_assets
def test_no_file_of_the_crown_the_crest_or_a_logotype() -> None:
    names = [path.name.lower() for path in DIST.rglob("*") if path.is_file()]
    assert [n for n in names if any(b in n for b in ("crown", "crest", "logotype", "gds"))] == []


@needs_assets
def test_every_image_that_a_style_sheet_asks_for_is_there() -> None:
    asked = 0
    for sheet in DIST.rglob("*.css"):
        for part in sheet.read_text("utf-8").split("url(")[1:]:
            address = part.split(")")[0].strip("\"'")
            if not address.startswith("data:"):
                asked += 1
                assert (sheet.parent / address).is_file(), f"{sheet.name} asks for {address}"
    assert asked > 0


def test_the_brand_is_taken_out_of_a_style_sheet(build: ModuleType) -> None:
    css, images = build.neutral_css(
        "/*! Copyright of the typeface */@font-face{font-family:GDS Transport;"
        "src:url(/assets/fonts/light.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}"
        ".b{background-image:url(/assets/images/govuk-crest.svg)}"
        ".c{background-image:url(/assets/images/icon-tick.svg)}\n"
        "/*# sourceMappingURL=a.css.map */"
    )
    assert css == (
        ".a{font-family:system-ui,arial,sans-serif}"
        ".b{background-image:none}"
        ".c{background-image:url(images/icon-tick.svg)}\n"
    )
    assert images == {"icon-tick.svg"}


@pytest.mark.parametrize(
    "css",
    [
        ".a{background:url('/assets/images/icon.svg')}",
        '@font-face{font-family:"GDS Transport";src:url(light.woff2)}',
    ],
)
def test_a_brand_in_a_new_shape_stops_the_build(build: ModuleType, css: str) -> None:
    with pytest.raises(build.BuildError, match="still holds"):
        build.neutral_css(css)
