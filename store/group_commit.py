"""Several small writes, one durable commit.

Whoever comes first commits for everyone who came meanwhile: a commit costs one flush to the disk however many requests
it carries. Nobody is answered before the commit that holds the request is durable. There is no thread of its own, so
nothing to start, stop or lose: the callers, which are worker threads and never the event loop, do the work in turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock

from store.requests import Asked, Taken

GROUPED_REQUESTS = 256

Result = Taken | Exception


class Job:
    """Requests of one caller, and their results once the commit that holds them is durable.

    `by` is who records what was prepared; a request says so itself.
    """

    __slots__ = ("by", "failure", "requests", "results")

    def __init__(self, requests: Sequence[Asked], by: str = "") -> None:
        self.requests = requests
        self.by = by
        self.results: Sequence[Result] | None = None
        self.failure: BaseException | None = None

    @property
    def settled(self) -> bool:
        """Whether there is an answer."""
        return self.results is not None or self.failure is not None


class GroupCommit:
    """Runs jobs in the order of their arrival, as many in one commit as are waiting."""

    def __init__(self, commit: Callable[[Sequence[Job]], None]) -> None:
        self._commit = commit
        self._waiting: deque[Job] = deque()
        self._turn = Lock()

    def run(self, requests: Sequence[Asked], by: str = "") -> Sequence[Result]:
        """Commit these requests, alone or with others; raises what kept the whole commit from happening."""
        job = Job(requests, by)
        self._waiting.append(job)
        with self._turn:
            while not job.settled:
                self._commit_some()
        if job.failure is not None:
            raise job.failure
        assert job.results is not None
        return job.results

    def _commit_some(self) -> None:
        group = [self._waiting.popleft()]
        count = len(group[0].requests)
        while self._waiting and count + len(self._waiting[0].requests) <= GROUPED_REQUESTS:
            group.append(self._waiting.popleft())
            count += len(group[-1].requests)
        try:
            self._commit(group)
        except BaseException as failure:
            for job in group:
                job.failure = failure
            raise
