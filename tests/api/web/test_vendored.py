"""What the page takes from others is exactly what was published, and the manifests say so."""

import json
import shutil
from hashlib import sha256

import pytest

from tests.api.web.vendoring import MANIFEST, PACKAGES, Vendored, manifest_entry, published

EACH = pytest.mark.parametrize("package", PACKAGES, ids=[each.name for each in PACKAGES])


@EACH
def test_the_manifest_tells_of_every_file(package: Vendored) -> None:
    (entry,) = json.loads((package.folder / MANIFEST).read_text("utf-8"))
    there = {path.relative_to(package.folder).as_posix() for path in package.folder.rglob("*") if path.is_file()}
    assert (entry["name"], entry["version"], entry["licence"]) == (package.name, package.version, package.licence)
    assert set(entry["files"]) == there - {MANIFEST}
    assert {name: sha256((package.folder / name).read_bytes()).hexdigest() for name in entry["files"]} == entry["files"]


@EACH
@pytest.mark.browser
def test_it_can_be_made_again(package: Vendored) -> None:
    assert shutil.which("npm"), "making the vendored files again needs npm (Debian: apt install npm)"
    (entry,) = json.loads((package.folder / MANIFEST).read_text("utf-8"))
    assert manifest_entry(package, published(package)) == entry
