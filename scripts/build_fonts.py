"""Fonts for the PDF of a report: the web's compressed files as plain ones, each script a family of its own.

A typesetter takes one file of a family and weight; the web cuts a family into a file per script. So every cut gets a
name of its own, and the template names them one after the other.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

PACKAGES = Path(__file__).resolve().parent.parent / "node_modules" / "@fontsource"
TARGET = Path(__file__).resolve().parent.parent / "src" / "hexad" / "report" / "fonts"
CUTS = {
    "Report Latin": "inter/files/inter-latin-{weight}-normal.woff2",
    "Report Latin Extended": "inter/files/inter-latin-ext-{weight}-normal.woff2",
    "Report Greek": "inter/files/inter-greek-{weight}-normal.woff2",
    "Report Cyrillic": "inter/files/inter-cyrillic-{weight}-normal.woff2",
    "Report Arabic": "noto-sans-arabic/files/noto-sans-arabic-arabic-{weight}-normal.woff2",
    "Report Hebrew": "noto-sans-hebrew/files/noto-sans-hebrew-hebrew-{weight}-normal.woff2",
}
WEIGHTS = {400: "Regular", 700: "Bold"}
FAMILY, STYLE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 1, 2, 4, 6, 16, 17


def convert(source: Path, target: Path, family: str, style: str) -> None:
    font = TTFont(source)
    font.flavor = None
    names = font["name"]
    for number in (TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE):
        names.removeNames(nameID=number)
    plain = family.replace(" ", "")
    words = {FAMILY: family, STYLE: style, FULL: f"{family} {style}", POSTSCRIPT: f"{plain}-{style}"}
    for number, word in words.items():
        names.setName(word, number, 3, 1, 0x409)
    font.save(target)


def main() -> int:
    TARGET.mkdir(parents=True, exist_ok=True)
    for family, pattern in CUTS.items():
        for weight, style in WEIGHTS.items():
            target = TARGET / f"{family.replace(' ', '')}-{style}.ttf"
            convert(PACKAGES / pattern.format(weight=weight), target, family, style)
    return 0


if __name__ == "__main__":
    sys.exit(main())
