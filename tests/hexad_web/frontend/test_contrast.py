"""The palette of theme.css against the ratios that the design asks for, by the WCAG formula."""

import re
from pathlib import Path

import pytest

from hexad_web.frontend.samples import COLOURS

THEME_FILE = Path(__file__).parents[3] / "src/hexad_web/frontend/src/theme.css"

# (text, ground): ratio in light, ratio in dark, as designed.
DESIGNED = {
    ("base-content", "base-100"): (15.80, 14.00),
    ("base-content", "base-200"): (14.49, 12.67),
    ("base-content", "base-300"): (12.33, 10.50),
    ("muted", "base-200"): (5.72, 7.15),
    ("line", "base-200"): (3.41, 4.02),
    ("primary", "base-100"): (7.32, 8.73),
    ("primary-content", "primary"): (7.32, 8.85),
    ("success", "success-tint"): (5.55, 7.02),
    ("warning", "warning-tint"): (5.94, 7.51),
    ("error", "error-tint"): (5.96, 7.50),
    ("info", "info-tint"): (6.51, 7.07),
    ("accent", "accent-tint"): (6.95, 7.62),
    ("focus", "base-100"): (6.88, 9.62),
    ("series", "base-100"): (3.95, 9.49),
}


def palette(theme: str) -> dict[str, str]:
    block = THEME_FILE.read_text().split(f'name: "{theme}";')[1].split("}")[0]
    found = re.findall(r"--(?:color|tone)-([a-z0-9-]+): (#[0-9a-f]{6});", block)
    return dict(found)


def luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_known_extreme() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize(("position", "theme"), [(0, "hexad-light"), (1, "hexad-dark")])
def test_each_pair_has_the_ratio_that_was_designed(position: int, theme: str) -> None:
    colours = palette(theme)
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in DESIGNED}
    assert found == {pair: pytest.approx(ratios[position], abs=0.011) for pair, ratios in DESIGNED.items()}


@pytest.mark.parametrize("theme", ["hexad-light", "hexad-dark"])
@pytest.mark.parametrize(("name", "text", "ground", "needed"), COLOURS)
def test_each_pair_is_readable(theme: str, name: str, text: str, ground: str, needed: float) -> None:
    colours = palette(theme)
    assert contrast(colours[text], colours[ground]) >= needed, name


@pytest.mark.parametrize("theme", ["hexad-light", "hexad-dark"])
@pytest.mark.parametrize("tone", ["primary", "secondary", "accent", "success", "warning", "error", "info"])
def test_words_on_a_filled_button_are_readable(theme: str, tone: str) -> None:
    colours = palette(theme)
    assert contrast(colours[f"{tone}-content"], colours[tone]) >= 4.5


@pytest.mark.parametrize("theme", ["hexad-light", "hexad-dark"])
@pytest.mark.parametrize("ground", ["base-100", "base-200", "base-300"])
def test_secondary_text_and_links_are_readable_on_every_ground(theme: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(colours["muted"], colours[ground]) >= 4.5
    assert contrast(colours["primary"], colours[ground]) >= 4.5
    assert contrast(colours["accent"], colours[ground]) >= 4.5
