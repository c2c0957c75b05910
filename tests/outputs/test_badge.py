"""A badge tells the truth in words, in every state, and shows what a document says as text (F49)."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from syncer.core.report import Progress
from syncer.outputs.badge import badge_svg, badge_words


@pytest.mark.parametrize(
    ("progress", "message"),
    [
        (None, "unknown"),
        (Progress(0, 0, 0, 0), "none"),
        (Progress(5, 3, 0, 2), "3/5 done"),
        (Progress(5, 3, 2, 0), "2 overdue"),
        (Progress(5, 5, 0, 0), "all done"),
    ],
)
def test_words(progress: Progress | None, message: str) -> None:
    assert badge_words(progress)[0] == message
    assert f"<title>action items: {message}</title>" in badge_svg(progress)


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("progress", [None, Progress(5, 3, 0, 2), Progress(5, 3, 2, 0), Progress(5, 5, 0, 0)])
def test_white_text_stands_out_from_every_colour(progress: Progress | None) -> None:
    for colour in re.findall(r'rect [^>]*fill="(#[0-9a-f]{6})"', badge_svg(progress)):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_svg_is_well_formed_and_wide_enough() -> None:
    root = ET.fromstring(badge_svg(Progress(5, 3, 0, 2)))

    widths = [int(rect.attrib["width"]) for rect in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert sum(widths) == int(root.attrib["width"])
    assert root.attrib["role"] == "img"
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds <= {"svg", "title", "rect", "g", "text"}, "neither script nor foreign object (F49)"
