"""Where the compiled functions come from: an object file in the user's cache folder, made once on a machine.

numba compiles them in a process of its own (`compiled_entry`), as it takes seconds and 200 MB; every later process
links the object in milliseconds and never imports numba. An object is named after what it was made from (these sources,
numba's and llvmlite's versions) and the processor it was made for. It is one file with the SHA-256 of its code in the
first line, written under another name and renamed: a reader sees all of it or nothing, and one that is damaged is made
anew.

numba compiles in the running process instead where no object can be made, and under NUMBA_BOUNDSCHECK=1, which a test
sets to see an exception where an index leaves its array.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kyodo_analysis.words.engine.child_process import last_line, run_module
from kyodo_analysis.words.engine.compiled_call import Functions, find_processor, link_functions
from kyodo_analysis.words.engine.compiled_origin import COMPILERS, DIGITS, find_package, made_from
from kyodo_analysis.words.engine.layout_folders import CACHE_VARIABLE, cache_folder, make_private_folder

_ENTRY = "kyodo_analysis.words.engine.compiled_entry"
_MOST_SECONDS = 600

_loading = threading.Lock()


class CompilerMissing(ImportError):
    """numba is not there, or told not to compile; the message says in one line what to do."""


class CompilingFailed(OSError):
    """numba, in its own process, did not make the object; the message says why."""


class DamagedObject(ValueError):
    """A file that is not an object as it was written."""


def check_compiler() -> None:
    """Nothing, where the engine can run; costs a millisecond.

    Raises:
        CompilerMissing: when numba is not installed, or NUMBA_DISABLE_JIT is set: as plain Python the search is slower
            than Janome.
    """
    missing = [name for name in COMPILERS if find_package(name) is None]
    if missing:
        names = " and ".join(missing)
        raise CompilerMissing(f"engine 'compiled' needs {names} (not installed): pip install 'kyodo_analysis[fast]'")
    if _is_set("NUMBA_DISABLE_JIT"):
        raise CompilerMissing("engine 'compiled' cannot run with NUMBA_DISABLE_JIT: unset it, or take engine 'python'")


def load_functions() -> Functions:
    """The compiled functions of this process; where they are not yet compiled on this machine, it takes some 10 s.

    Raises:
        CompilerMissing: see `check_compiler`.
    """
    check_compiler()
    with _loading:
        return _load_once()


def is_compiled(folder: str | os.PathLike[str] | None = None) -> bool:
    """Whether `load_functions` would only link what is in `folder`, else in the user's cache folder; milliseconds.

    An object for another processor counts, as the cost of asking for this one's would be half that of starting.
    """
    try:
        check_compiler()
        made = list(_objects_folder(folder).glob(f"{made_from()}-*.o"))
    except (CompilerMissing, OSError):
        return False
    return not _is_set("NUMBA_BOUNDSCHECK") and any(map(_is_whole, made))


def prepare(folder: str | os.PathLike[str] | None = None) -> Path:
    """Compiles ahead unless it is done; the object's path in `folder`, else in the user's cache folder.

    Raises:
        CompilerMissing: see `check_compiler`. CompilingFailed: when the object cannot be made. OSError: when it cannot
            be written.
    """
    check_compiler()
    path = _object_path(folder)
    if not _is_whole(path):
        _write_object(path, _compile_apart())
    return path


@cache
def _load_once() -> Functions:
    if _is_set("NUMBA_BOUNDSCHECK"):
        return _compile_here()
    try:
        return link_functions(_load_object(_object_path()))
    except (OSError, RuntimeError, ImportError) as error:
        _tell(f"the search cannot be compiled apart ({error}); numba does it in this process (some 10 to 30 s, 300 MB)")
        return _compile_here()


def _compile_here() -> Functions:
    try:
        from kyodo_analysis.words.engine.compiled_columns import intern_texts, number_values
        from kyodo_analysis.words.engine.compiled_search import search_words
    except (ImportError, OSError) as error:  # numba is there, but not for this Python, numpy or system
        raise CompilerMissing(f"engine 'compiled' cannot run, numba fails: {error}") from error
    return Functions(search_words, intern_texts, number_values)


def _load_object(path: Path) -> bytes:
    try:
        return _read_object(path)
    except (OSError, DamagedObject):
        made = _compile_apart()
    try:
        _write_object(path, made)
    except OSError as error:
        _tell(
            f"the search is compiled anew in every process (some 10 to 30 s), as it cannot be kept in {path.parent} "
            f"({error.strerror or error}); make that folder writable, or set {CACHE_VARIABLE} to one that is"
        )
    return made


def _compile_apart() -> bytes:
    """The object, from a process that sees this one's packages but none of numba's switches.

    Raises:
        CompilingFailed: when that process fails; its last line is named. OSError: when there can be none.
    """
    _tell("compiling the search, once on this machine (some 10 to 30 s)")
    done = run_module(_ENTRY, [made_from()], _MOST_SECONDS)
    if done.returncode != 0 or not done.stdout:
        raise CompilingFailed(last_line(done.stderr) or f"exit code {done.returncode}")
    return done.stdout


def _write_object(path: Path, code: bytes) -> None:
    make_private_folder(path.parent)
    first_line = json.dumps({"bytes": len(code), "sha256": hashlib.sha256(code).hexdigest()}) + "\n"
    with _file_beside(path) as building:
        building.write_bytes(first_line.encode() + code)
        building.replace(path)


@contextlib.contextmanager
def _file_beside(path: Path) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(prefix=".building-", dir=path.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _read_object(path: Path) -> bytes:
    """The machine code in a file.

    Raises:
        OSError: when it cannot be read. DamagedObject: when it is not as it was written, or may be another user's.
    """
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        if hasattr(os, "getuid") and (state.st_uid not in (os.getuid(), 0) or state.st_mode & 0o022):
            raise DamagedObject(f"{path}: others can write to it")
        first_line, code = file.readline(), file.read()
    try:
        written = json.loads(first_line)["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamagedObject(f"{path}: no SHA-256 in its first line") from None
    if hashlib.sha256(code).hexdigest() != written:
        raise DamagedObject(f"{path}: its content has changed")
    return code


def _is_whole(path: Path) -> bool:
    try:
        _read_object(path)
    except (OSError, DamagedObject):
        return False
    return True


def _object_path(folder: str | os.PathLike[str] | None = None) -> Path:
    processor = hashlib.sha256(" ".join(find_processor()).encode()).hexdigest()[:DIGITS]
    return _objects_folder(folder) / f"{made_from()}-{processor}.o"


def _objects_folder(folder: str | os.PathLike[str] | None) -> Path:
    return cache_folder() / "compiled" if folder is None else Path(folder)


def _is_set(switch: str) -> bool:
    """Whether one of numba's switches is on; as numba, what is no number counts for nothing."""
    try:
        return int(os.environ.get(switch) or 0) > 0
    except ValueError:
        return False


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
