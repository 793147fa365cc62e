"""The how-to page on writing: its requests are sent as they stand, in order."""

import re
from pathlib import Path

from tests.api.http.client import Client

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "write-over-http.md"


def test_every_request_of_the_page_gets_the_reply_it_names(client: Client) -> None:
    told = re.findall(r"```http\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    for request in told:
        head, *body, status = request.split("\n\n")
        (method, path), *lines = [line.split(" ", 1) for line in head.split("\n")]
        headers = {name.rstrip(":"): value for name, value in lines}
        reply = client.ask(method, path, headers=headers, content="".join(body).encode())
        assert reply.status_code == int(status), (path, reply.text)
    assert len(told) == 6
