"""Owns the Chinese numerals from 1 to 31, which Japanese writes too."""

_UNITS = "一二三四五六七八九"
_ONES = dict(enumerate(_UNITS, 1))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, _ONES.get(tens, "") + "十")
    return head + _ONES.get(ones, "")


NUMERALS: dict[str, str] = {_numeral(number): str(number) for number in range(1, 32)}
"""Each numeral with its number in digits."""
