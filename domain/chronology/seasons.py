"""What months the season codes of EDTF stand for: a policy, since the specification gives none.

The default is meteorological and northern for the codes that know no hemisphere (21 to 24). A season
that begins in December runs into the next year, and belongs to the year in which it begins.
"""

from __future__ import annotations

from typing import Final

_NORTHERN_SEASONS = (3, 6, 9, 12)  # first months of spring, summer, autumn, winter in the north

FIRST_MONTH_AND_LENGTH: Final[dict[int, tuple[int, int]]] = {
    **{21 + index: (month, 3) for index, month in enumerate(_NORTHERN_SEASONS)},  # no hemisphere named
    **{25 + index: (month, 3) for index, month in enumerate(_NORTHERN_SEASONS)},  # northern
    **{29 + index: (month, 3) for index, month in enumerate((9, 12, 3, 6))},  # southern
    **{33 + index: (month, 3) for index, month in enumerate((1, 4, 7, 10))},  # quarters
    **{37 + index: (month, 4) for index, month in enumerate((1, 5, 9))},  # quadrimesters
    **{40 + index: (month, 6) for index, month in enumerate((1, 7))},  # semestrals
}
"""Season code -> (first month, number of months)."""
