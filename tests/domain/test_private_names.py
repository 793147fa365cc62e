"""Names of private persons are found wherever they stand as whole words, however many are registered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.private_names import PrivateNames, fold_name

TEXTS = st.text(st.sampled_from("abAB.- ßé_\n"), max_size=12)
NAMES = TEXTS.map(fold_name).filter(bool)


@given(st.text())
def test_folding_keeps_letters_and_digits_and_parts_words_by_everything_else(text: str) -> None:
    plain = "".join(char if char.isalnum() else " " for char in text.casefold())
    assert fold_name(text) == " ".join(plain.split())


@given(st.lists(st.tuples(NAMES, st.sampled_from("pqr"), st.booleans()), max_size=8), st.lists(TEXTS, max_size=4))
def test_the_name_that_is_found_stands_there_and_none_is_passed_over(
    changes: list[tuple[str, str, bool]], texts: list[str]
) -> None:
    names, plain = PrivateNames(), dict[str, str]()
    for name, party, stays in changes:
        names[name] = plain[name] = party
        if not stays:
            del names[name], plain[name]
    assert dict(names) == plain
    standing = {party for name, party in plain.items() for text in texts if f" {name} " in f" {fold_name(text)} "}
    found = names.named_in(texts)
    assert found in standing if standing else found is None
