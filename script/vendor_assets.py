"""Copy the front-end files that the pages use from node_modules to build/vendor, which git ignores.

Only the files named here reach the browser. Two changes are made while copying: lines that name a source map go
(the manifest storage would look for the map), and of the fonts only the Latin subsets stay (nl, en, fr, de).
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "build" / "vendor"

# package, file or folder in it, name in build/vendor
FILES = [
    ("@utrecht/component-library-css", "dist/index.css", "utrecht.css"),
    ("@nl-design-system-unstable/voorbeeld-design-tokens", "dist/theme.css", "voorbeeld-theme.css"),
    ("leaflet", "dist/leaflet.js", "leaflet/leaflet.js"),
    ("leaflet", "dist/leaflet.css", "leaflet/leaflet.css"),
    ("leaflet", "dist/images", "leaflet/images"),
    ("@geoman-io/leaflet-geoman-free", "dist/leaflet-geoman.min.js", "geoman/leaflet-geoman.min.js"),
    ("@geoman-io/leaflet-geoman-free", "dist/leaflet-geoman.css", "geoman/leaflet-geoman.css"),
    ("trix", "dist/trix.umd.min.js", "trix/trix.js"),
]
FONTS = [
    ("@fontsource-variable/source-sans-3", "source-sans-3"),
    ("@fontsource-variable/source-serif-4", "source-serif-4"),
]
SUBSETS = ("latin", "latin-ext")

SOURCE_MAP = re.compile(r"^\s*(//[#@]|/\*[#@])\s*sourceMappingURL=.*$\n?", re.MULTILINE)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FILE = re.compile(r"files/([\w-]+\.woff2)")


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder; text loses the lines that name a source map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.suffix in {".css", ".js"}:
        target.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def copy_font(package: Path, name: str, vendor: Path) -> None:
    """Copy the upright variable font: the @font-face rules of the wanted subsets and the files these name."""
    wanted = {f"{name}-{subset}-wght-normal.woff2" for subset in SUBSETS}
    css = (package / "wght.css").read_text(encoding="utf-8")
    faces = [face for face in FONT_FACE.findall(css) if set(FONT_FILE.findall(face)) & wanted]
    if len(faces) != len(wanted):
        raise SystemExit(f"{package.name}: expected {len(wanted)} @font-face rules, found {len(faces)}.")
    (vendor / f"{name}.css").write_text("\n".join(faces) + "\n", encoding="utf-8")
    for file in wanted:
        copy(package / "files" / file, vendor / "files" / file)


def copy_licence(package: Path, vendor: Path) -> None:
    """Copy the licence of a package, which must travel with its files."""
    licence = next(iter(sorted(package.glob("LICEN[CS]E*"))), None)
    if licence is None:
        raise SystemExit(f"{package.name}: no licence file found.")
    copy(licence, vendor / "licences" / f"{package.name}.txt")


def main() -> int:
    """Build a new folder beside the old one and swap, so that a running server never sees half of it."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package, source, target in FILES:
        copy(PACKAGES / package / source, fresh / target)
    for package, name in FONTS:
        copy_font(PACKAGES / package, name, fresh)
    for package in {package for package, *_ in FILES} | {package for package, _ in FONTS}:
        copy_licence(PACKAGES / package, fresh)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return 0


if __name__ == "__main__":
    sys.exit(main())
