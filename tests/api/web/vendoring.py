"""Fetch the files of others that the page and its tests use, exactly as published, and write down what they are.

`python -m tests.api.web.vendoring` lays them anew; `test_vendored.py` asks every time whether they are what the
manifests say, and makes them again wherever npm is at hand. Nothing is bundled or changed on the way.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
MANIFEST = "manifest.json"


class Vendored(NamedTuple):
    """One package: what to take of it, under which licence, and where it goes."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    folder: Path


PACKAGES = (
    Vendored(
        "lit-html",
        "3.3.3",
        "BSD-3-Clause",
        (
            "LICENSE",
            "lit-html.js",
            "directive.js",
            "directive-helpers.js",
            "directives/live.js",
            "directives/repeat.js",
        ),
        ROOT / "api/web/vendor",
    ),
    Vendored("axe-core", "4.14.1", "MPL-2.0", ("LICENSE", "axe.min.js"), ROOT / "tests/vectors/page"),
)


def published(package: Vendored) -> dict[str, bytes]:
    """The files of a package as npm hands them out."""
    with TemporaryDirectory() as folder:
        named = f"{package.name}@{package.version}"
        command = ["npm", "pack", named, "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            return {name: _member(packed, f"package/{name}") for name in package.files}


def _member(packed: tarfile.TarFile, name: str) -> bytes:
    found = packed.extractfile(name)
    assert found is not None, f"{name} is no file"
    return found.read()


def manifest_entry(package: Vendored, files: dict[str, bytes]) -> dict[str, object]:
    """What the manifest says of a package: name, version, licence, and the SHA-256 of each file."""
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": {f"{package.name}/{name}": sha256(files[name]).hexdigest() for name in package.files},
    }


def lay(package: Vendored) -> None:
    """Write the files of a package and the manifest beside them."""
    files = published(package)
    for name, content in files.items():
        path = package.folder / package.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (package.folder / MANIFEST).write_text(json.dumps([manifest_entry(package, files)], indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    for each in PACKAGES:
        lay(each)
