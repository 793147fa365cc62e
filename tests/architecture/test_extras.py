"""What only an extra brings is imported only where it is used: a base install starts, and starts quickly."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTRAS = ("duckdb", "ibis", "matplotlib", "networkx", "pandas", "psycopg", "pyarrow", "pyspark", "pyunicorn")
WITHOUT_THEM = f"""
import sys
from importlib import import_module

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS}:
            raise ModuleNotFoundError(f"no module named {{name!r}} in a base install")

sys.meta_path.insert(0, Missing())
import_module(sys.argv[1])
"""


@pytest.mark.parametrize(
    "module", ["api.cli.group", "api.http.serve", "formats.registry", "projections.registry", "seed_events.loader"]
)
def test_a_base_install_imports(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THEM, module], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
