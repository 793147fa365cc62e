"""Pages: the web page's files, each under a policy that lets it load from here and nowhere else."""

from pathlib import Path

import pytest

from api.bootstrap import Service
from api.http import app as app_module
from api.http.safety import PAGE_POLICY
from tests.api.http.client import Client, problem
from tests.api.http.conftest import OPEN


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "web"
    (folder / "deep").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Page</title>", "utf-8")
    (folder / "deep" / "start.js").write_text("export const a = 1;\n" * 100, "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    monkeypatch.setattr(app_module, "WEB", folder)
    return folder


def test_files_are_served_under_the_policy_of_a_page(web: Path, service: Service) -> None:
    with Client(service, OPEN) as client:
        page, script = client.get("/"), client.get("/deep/start.js")
    assert page.headers["content-type"].startswith("text/html")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["content-encoding"] == "gzip"
    for reply in (page, script):
        assert reply.headers.get_list("content-security-policy") == [PAGE_POLICY]
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"] == "no-cache"
        assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/deep", "/nothing.js", "/deep/..%2f..%2fsecret.txt"]
)
def test_nothing_else_is(web: Path, service: Service, path: str) -> None:
    with Client(service, OPEN) as client:
        reply = client.get(path)
    assert reply.status_code in (307, 404)
    assert "secret" not in reply.text


def test_a_file_is_not_sent_twice(web: Path, service: Service) -> None:
    with Client(service, OPEN) as client:
        tag = client.get("/deep/start.js").headers["etag"]
        assert client.get("/deep/start.js", headers={"if-none-match": tag}).status_code == 304


def test_the_interface_stands_before_the_page(web: Path, service: Service) -> None:
    with Client(service, OPEN) as client:
        assert client.get("/docs").status_code == 200
        assert problem(client.get("/v1/commands/open_case"), 405)
        assert problem(client.get("/v1/nothing"), 404)
        assert problem(client.ask("POST", "/deep/start.js"), 404)


def test_without_a_page_the_root_leads_to_the_documentation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service
) -> None:
    monkeypatch.setattr(app_module, "WEB", tmp_path / "nothing")
    with Client(service, OPEN) as client:
        reply = client.get("/")
    assert (reply.status_code, reply.headers["location"]) == (307, "/docs")
