"""Identities: those of RFC 9562, and the same for the same content."""

import json
from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import NAMESPACE, canonical, content_id, event_id, identity

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(TEXTS, TEXTS, st.integers(0, 9))
def test_ids_are_version_5_of_the_namespace(one: str, other: str, index: int) -> None:
    assert identity("source", one) == str(uuid5(NAMESPACE, f"source:{one}"))
    assert event_id(one, other, index) == str(uuid5(NAMESPACE, f"event:{one}:{other}:{index}"))
    assert content_id(one, other) == str(uuid5(NAMESPACE, f"content:{one}:{json.dumps(other, ensure_ascii=False)}"))


@given(st.dictionaries(TEXTS, CONTENT))
def test_the_order_in_which_content_arrives_does_not_matter(content: dict[str, object]) -> None:
    turned = dict(reversed(list(content.items())))
    assert canonical(turned) == canonical(content)
    assert json.loads(canonical(content)) == content
    assert content_id("scope", turned) == content_id("scope", content)
