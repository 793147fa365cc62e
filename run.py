#!/usr/bin/env python3
"""Make .venv from the hashed lock, then serve or test. Needs nothing but Python 3.11 to 3.14.

    python3 run.py serve [OPTIONS]       start the service (regesta serve)
    python3 run.py test                  every check, then every test
    python3 run.py test PYTEST-ARGS      only pytest, with these arguments
    python3 run.py regesta ARGS          any other command, as in: run.py regesta timeline KH

The packages come from wherever pip is configured to look, and only with the hashes written in requirements/.
A second run finds a stamp in .venv and starts at once; delete .venv to begin anew.
This file keeps to a grammar that any Python reads, so that an old one can say what it lacks.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit("Regesta runs on Python 3.11 to 3.14, and this is Python {}.{}.".format(*sys.version_info[:2]))

import contextlib
import hashlib
import os
import pathlib
import platform
import shlex
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LAUNCH = "import sys; sys.argv[0] = 'regesta'; from api.cli import main; sys.exit(main())"
CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy --strict", ["-m", "mypy"]),
    ("import contracts", ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
)


def main(arguments):
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "serve":
        prepare("base")
        return become(["-P", "-c", LAUNCH, "serve"] + rest)
    if command == "regesta":
        prepare("base")
        return become(["-P", "-c", LAUNCH] + rest)
    if command == "test":
        prepare("test")
        os.chdir(str(ROOT))
        return become(["-P", "-m", "pytest"] + rest) if rest else check_everything()
    say(__doc__.strip())
    return 0 if command in ("-h", "--help", "help") else 2


def check_everything():
    for name, arguments in CHECKS:
        started = time.monotonic()
        done = subprocess.run([str(PYTHON)] + arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean())
        say("{:18} {:6}  {:5.1f} s".format(name, "failed" if done.returncode else "passed", time.monotonic() - started))
        if done.returncode:
            say(done.stdout.decode("utf-8", "replace"))
            return done.returncode
    return become(["-P", "-m", "pytest", "-n", str(min(4, os.cpu_count() or 1))] + left_out())


def left_out():
    """The tests that need what this machine lacks, as pytest is told; none where CI is set."""
    needs = (
        ("browser", "chromium", "of the page", "chromium"),
        ("spark", "java", "on a cluster", "openjdk-17-jre-headless"),
    )
    missing = [] if os.environ.get("CI") else [need for need in needs if not shutil.which(need[1])]
    for _, program, what, package in missing:
        say("The tests {} are left out: they need {} (Debian: apt install {}).".format(what, program, package))
    return ["-m", " and ".join("not " + need[0] for need in missing)] if missing else []


def prepare(lock):
    """Bring .venv to requirements/LOCK.txt, unless its stamp says that it is there already."""
    if at(lock):
        return
    with one_at_a_time():
        if at(lock):
            return
        if lock == "base" or not at("base"):
            unstamp()
            say("Making .venv; only the first run takes this long.")
            run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)], "make .venv")
        else:
            unstamp()
            say("Adding the packages for the tests to .venv.")
        install(lock)
        place_project()
        compile_project()
        for name in {"base", lock}:
            stamp(name).write_text(fingerprint(name))


def install(lock):
    """Install the lock with the pip that lies beside it: a bare Python often has none, nor the means to make one."""
    pip = next((ROOT / "requirements").glob("pip-*.whl")) / "pip"
    options = ["--require-hashes", "--no-deps", "--quiet", "--no-input"]
    options += ["--disable-pip-version-check", "--no-warn-script-location"]
    for file in files_of(lock):
        # What is published without a wheel is packed here by the setuptools of the lock, not by one fetched for it.
        built = ["--no-build-isolation"] if file.name.endswith("-source.txt") else ["--only-binary=:all:"]
        what = "install requirements/{} (pip's own words are above)".format(file.name)
        run([str(PYTHON), "-I", str(pip), "install"] + options + built + ["-r", str(file)], what)


def files_of(lock):
    """The files of a lock, in the order in which they are installed: wheels, then what has none."""
    names = [lock + ".txt"] + ([lock + "-source.txt"] if lock == "test" else [])
    return [ROOT / "requirements" / name for name in names]


def place_project():
    """Make this checkout importable in .venv and lay the command `regesta` beside its Python."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = pathlib.Path(subprocess.check_output([str(PYTHON), "-I", "-c", ask]).decode().strip())
    encoding = "utf-8" if sys.version_info >= (3, 13) else "locale"
    (packages / "regesta.pth").write_text(str(ROOT) + "\n", encoding=encoding)
    if WINDOWS:
        (PYTHON.parent / "regesta.cmd").write_text('@"%~dp0python.exe" -P -c "{}" %*\n'.format(LAUNCH))
        return
    launcher = PYTHON.parent / "regesta"
    launcher.write_text('#!/bin/sh\nexec {} -P -c "{}" "$@"\n'.format(shlex.quote(str(PYTHON)), LAUNCH))
    launcher.chmod(0o755)


def compile_project():
    """Write the bytecode of our own packages, as pip does for the others: the first start is then as fast as the next.

    What is edited later Python compiles anew by itself. A checkout that cannot be written to only starts slower.
    """
    rooms = [str(path.parent) for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    if rooms:
        subprocess.run([str(PYTHON), "-m", "compileall", "-q"] + rooms, env=clean(), check=False)


def stamp(lock):
    return VENV / "installed-{}".format(lock)


def at(lock):
    return PYTHON.exists() and stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock)


def unstamp():
    """Forget what .venv holds before touching it, so that an interrupted run is done again from the start."""
    for lock in ("base", "test"):
        if stamp(lock).exists():
            stamp(lock).unlink()


def fingerprint(lock):
    """What .venv depends on: the locked packages, this very Python, and where the checkout lies."""
    python = (sys.version, sys.base_prefix, platform.machine(), str(ROOT))
    locked = b"".join(file.read_bytes() for file in files_of(lock))
    return hashlib.sha256(repr(python).encode() + locked).hexdigest()


@contextlib.contextmanager
def one_at_a_time():
    """Hold .venv.lock; the system lets go of it when this process and those it started end, however they end."""
    with open(str(VENV) + ".lock", "w") as handle:
        if WINDOWS:
            import msvcrt

            while True:
                with contextlib.suppress(OSError):  # gives up after ten seconds: ask again
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            os.set_inheritable(handle.fileno(), True)  # a pip that outlives this process still holds the lock
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(command, what):
    done = subprocess.run(command, env=clean(), close_fds=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        say(done.stdout.decode("utf-8", "replace"))
        sys.exit("Could not {}.".format(what))


def become(arguments):
    """Hand this process over, so that signals and the exit code are the program's own."""
    sys.stdout.flush()
    if WINDOWS:
        return subprocess.call([str(PYTHON)] + arguments, env=clean())
    os.execve(str(PYTHON), [str(PYTHON)] + arguments, clean())


def clean():
    """The environment without what would lead Python or pip out of .venv; where pip looks for packages is kept."""
    astray = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "VIRTUAL_ENV")
    return dict({name: value for name, value in os.environ.items() if name not in astray}, PIP_USER="0")


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
