"""Only store/clock.py reads the clock or draws at random; ruff says so."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAWS = [
    "import datetime\nx = datetime.datetime.now(datetime.UTC)",
    "from datetime import UTC, datetime\nx = datetime.now(UTC)",
    "from datetime import date\nx = date.today()",
    "import time\nx = time.time()",
    "from time import time_ns",
    "import uuid\nx = uuid.uuid4()",
    "from uuid import uuid4",
    "import random",
    "import secrets",
    "import os\nx = os.urandom(16)",
]


def banned(code: str, file: str) -> bool:
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", file, "-"]
    done = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, check=False, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 1


@pytest.mark.parametrize("room", ["domain", "projections", "store", "formats", "seed_events", "api"])
def test_no_room_reads_the_clock(room: str) -> None:
    assert [code for code in DRAWS if not banned(code, f"{room}/a.py")] == []


def test_the_clock_does() -> None:
    assert [code for code in DRAWS if banned(code, "store/clock.py")] == []
