"""Kept replies: never stale, never more than fits, worked out once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hypothesis import given
from hypothesis import strategies as st

from api.http.replies import Key, Replies, Reply

KEYS: list[Key] = [(f"/{number}", b"", b"") for number in range(4)]


def reply(length: int = 1) -> Reply:
    return Reply(b"x" * length, {"content-type": "application/json"})


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["keep", "pin", "append", "find"]), st.sampled_from(KEYS), st.integers(1, 60))
    )
)
def test_what_is_found_is_the_last_kept_and_still_holds(steps: list[tuple[str, Key, int]]) -> None:
    head, expected = [0], dict[Key, tuple[Reply, int | None]]()
    replies = Replies(lambda: head[0], quick_head=True, most_bytes=100)
    for step, key, length in steps:
        if step == "append":
            head[0] += 1
        elif step in ("keep", "pin"):
            expected[key] = (reply(length), None if step == "pin" else head[0])
            replies.keep(key, *expected[key])
        found = replies.find(key)
        if found is not None:
            kept, fresh_at = expected[key]
            assert found is kept
            assert fresh_at in (None, head[0])
        held = [each for each in KEYS if each in replies._kept]
        assert sum(len(expected[each][0].body) for each in held) == replies._bytes <= 100


def test_a_reply_that_still_holds_is_found() -> None:
    head = [3]
    replies = Replies(lambda: head[0], quick_head=True)
    kept, pinned = reply(), reply()
    replies.keep(KEYS[0], kept, 3)
    replies.keep(KEYS[1], pinned, None)
    assert replies.find(KEYS[0], at_once=True) is kept
    head[0] = 4
    assert replies.find(KEYS[0]) is None
    assert replies.find(KEYS[1]) is pinned


def test_who_asked_earlier_takes_what_holds_for_then() -> None:
    replies = Replies(lambda: 9, quick_head=True)
    kept = reply()
    replies.keep(KEYS[0], kept, 5)
    assert replies.find(KEYS[0], since=5) is kept
    assert replies.find(KEYS[0], since=6) is None
    assert replies.find(KEYS[0]) is None


def test_the_event_loop_asks_for_the_head_only_where_that_is_quick() -> None:
    replies = Replies(lambda: 3, quick_head=False)
    kept, pinned = reply(), reply()
    replies.keep(KEYS[0], kept, 3)
    replies.keep(KEYS[1], pinned, None)
    assert replies.find(KEYS[0], at_once=True) is None
    assert replies.find(KEYS[0]) is kept
    assert replies.find(KEYS[1], at_once=True) is pinned


def test_who_asks_at_the_same_time_waits_for_the_one_that_works() -> None:
    replies, worked, together = Replies(lambda: 1, quick_head=True), list[int](), Barrier(8)

    def ask(number: int) -> Reply:
        together.wait()
        with replies.turn(KEYS[0]):
            if (found := replies.find(KEYS[0])) is None:
                worked.append(number)
                found = reply()
                replies.keep(KEYS[0], found, 1)
            return found

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert len(worked) == 1
    assert len({id(each) for each in found}) == 1
    assert not replies._turns
