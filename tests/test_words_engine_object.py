"""The compiled functions' object file: made once, checked, made anew when damaged; what runs where none can be made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip(
    "numba", reason="numba is not installed: the compiled engine is NOT TESTED; pip install 'kyodo_analysis[fast]'"
)

import llvmlite.binding as llvm

from kyodo_analysis.words.engine import child_process, compiled_object, compiled_origin
from kyodo_analysis.words.engine.compiled_call import Functions, find_processor, link_functions
from kyodo_analysis.words.engine.compiled_lattice import FIRST_UNKNOWN, NONE
from kyodo_analysis.words.engine.compiled_object import CompilerMissing, is_compiled, load_functions, prepare
from kyodo_analysis.words.tokens import EngineMissing, tokenise
from kyodo_analysis.words.user_dictionary import UserDictionary

CODE = b"\x7fELF not to be linked\nsecond line"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The objects that were made; each is CODE."""
    made: list[bytes] = []

    def compile_apart() -> bytes:
        made.append(CODE)
        return CODE

    monkeypatch.setattr(compiled_object, "_compile_apart", compile_apart)
    return made


def test_an_object_is_made_once(tmp_path: Path, compilations: list[bytes]) -> None:
    folder = tmp_path / "new"
    assert not is_compiled(folder)
    path = prepare(folder)
    assert is_compiled(folder)
    assert prepare(folder) == path
    assert compiled_object._load_object(path) == CODE
    assert len(compilations) == 1
    assert list(folder.iterdir()) == [path]


def _flip_a_bit(whole: bytes) -> bytes:
    return whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:20],
        lambda whole: b"",
        lambda whole: whole + b"\n",
        _flip_a_bit,
        lambda whole: whole.replace(b'"sha256"', b'"sha512"'),
        lambda whole: b"[]" + whole,
        lambda whole: b"7\n" + CODE,
        lambda whole: b"\xff\n" + CODE,
    ],
)
def test_a_damaged_object_is_made_anew(
    tmp_path: Path, compilations: list[bytes], damage: Callable[[bytes], bytes]
) -> None:
    path = prepare(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert not is_compiled(tmp_path)
    assert compiled_object._load_object(path) == CODE
    assert is_compiled(tmp_path)
    assert len(compilations) == 2


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes")
def test_an_object_that_others_can_write_is_not_run(tmp_path: Path, compilations: list[bytes]) -> None:
    path = prepare(tmp_path)
    path.chmod(0o666)
    assert not is_compiled(tmp_path)
    prepare(tmp_path)
    assert len(compilations) == 2
    assert path.stat().st_mode & 0o077 == 0


def test_another_processor_or_compiler_has_another_object(
    tmp_path: Path, compilations: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare(tmp_path)
    monkeypatch.setattr(compiled_object, "find_processor", lambda: ("z80", ""))
    second = prepare(tmp_path)
    assert is_compiled(tmp_path)
    version = tmp_path / "_version.py"
    version.write_text("version = 'other'")
    monkeypatch.setattr(compiled_origin, "_versions", lambda: [version])
    assert not is_compiled(tmp_path)
    assert len({first, second, prepare(tmp_path)}) == len(compilations) == 3


def test_processes_and_threads_may_make_it_at_once(tmp_path: Path, compilations: list[bytes]) -> None:
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(prepare, [tmp_path] * 32))
    assert list(tmp_path.iterdir()) == list(paths)
    assert is_compiled(tmp_path)
    assert compilations


def test_where_nothing_can_be_written_it_works_and_says_so(
    tmp_path: Path, compilations: list[bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert compiled_object._load_object(blocked / "object.o") == CODE
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "cannot be kept" in said and "every process" in said and "set KYODO_CACHE" in said
    with pytest.raises(OSError):
        prepare(blocked)


def test_a_failed_write_leaves_nothing(
    tmp_path: Path, compilations: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise MemoryError('no room')", "MemoryError: no room"),
        ("raise SystemExit(3)", "exit code 3"),
        ("", "exit code 0"),
        ("import time; time.sleep(60)", "no end after 0.5 s"),
    ],
)
def test_where_no_object_can_be_made_numba_compiles_in_the_process(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    program: str,
    reason: str,
) -> None:
    here = Functions(len, len, len)
    monkeypatch.setattr(compiled_object, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(child_process, "PROGRAM", program)
    if reason.startswith("no end"):
        monkeypatch.setattr(compiled_object, "_MOST_SECONDS", 0.5)
    monkeypatch.setattr(compiled_object, "_compile_here", lambda: here)
    assert compiled_object._load_once.__wrapped__() is here
    said = capfd.readouterr().err.splitlines()
    assert said[0] == "compiling the search, once on this machine (some 10 to 30 s)"
    assert f"cannot be compiled apart ({reason}); numba does it in this process" in said[1]
    assert len(said) == 2


def test_what_cannot_be_linked_is_compiled_in_the_process(
    tmp_path: Path, compilations: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Functions(len, len, len)
    monkeypatch.setattr(compiled_object, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(compiled_object, "_compile_here", lambda: here)
    assert compiled_object._load_once.__wrapped__() is here
    assert len(compilations) == 1


def test_neither_switches_nor_a_scripts_folder_reach_the_compiling_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "re.py").write_text("raise ImportError('not the re of Python')")
    (tmp_path / "own.py").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([".", str(tmp_path)]))
    monkeypatch.setenv("NUMBA_OPT", "0")
    before, _, _ = child_process.PROGRAM.partition("runpy.run_module")
    asked = "import os, re, own, kyodo_analysis; print([name for name in os.environ if 'NUMBA' in name])"
    monkeypatch.setattr(child_process, "PROGRAM", before + asked)
    assert compiled_object._compile_apart() == b"[]" + os.linesep.encode()


def test_no_symbol_is_left_open(capfd: pytest.CaptureFixture[str]) -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    names = "".join(
        f"define void @{name}() {{\n call void @numba_missing()\n ret void\n}}\n" for name in Functions._fields
    )
    machine = llvm.Target.from_default_triple().create_target_machine(*find_processor(), reloc="pic")
    code = machine.emit_object(llvm.parse_assembly(f"declare void @numba_missing()\n{names}"))
    for wrong in (code, b"", CODE):
        with pytest.raises(RuntimeError):
            link_functions(wrong)
    assert capfd.readouterr().err == ""


def test_arguments_that_the_code_would_trip_over_are_refused() -> None:
    def arrays(count: int) -> list[np.ndarray]:
        return [np.zeros(count, np.int32) for _ in range(4)] + [np.full(8, NONE, np.int32), *np.zeros((2, 3), np.int32)]

    intern = load_functions().intern_texts
    given = arrays(3)
    given[0][:] = FIRST_UNKNOWN
    assert intern(*given) == 1
    for place, wrong in [
        (0, np.zeros(3, np.int64)),
        (1, np.zeros(3, np.uint32)),
        (1, np.zeros(6, np.int32)[::2]),
        (2, np.zeros((3, 1), np.int32)),
        (3, [0, 0, 0]),
        (3, np.frombuffer(bytes(13), np.int32, 3, 1)),
        (6, np.frombuffer(bytes(12), np.int32)),
    ]:
        with pytest.raises(TypeError, match=f"intern_texts: array {place} is not (written )?int32"):
            intern(*given[:place], wrong, *given[place + 1 :])
    with pytest.raises(ValueError):
        intern(*given[:-1])


@pytest.mark.parametrize("switch", ["1", "2"])
def test_a_numba_that_may_not_compile_is_named(monkeypatch: pytest.MonkeyPatch, switch: str) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", switch)
    assert not is_compiled()
    for call in (load_functions, prepare):
        with pytest.raises(CompilerMissing, match="NUMBA_DISABLE_JIT: unset it, or take engine 'python'"):
            call()
    with pytest.raises(EngineMissing) as error:
        tokenise("市民", "compiled", UserDictionary(()))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("switch", ["", "0", "no"])
def test_a_switch_that_is_off_changes_nothing(monkeypatch: pytest.MonkeyPatch, switch: str) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", switch)
    compiled_object.check_compiler()


def test_with_bounds_checks_nothing_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Functions(len, len, len)
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    monkeypatch.setattr(compiled_object, "_compile_here", lambda: here)
    assert compiled_object._load_once.__wrapped__() is here
    assert not is_compiled()


@pytest.mark.parametrize("missing", ["numba", "llvmlite"])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert not is_compiled()
    with pytest.raises(CompilerMissing, match=rf"needs {missing} \(not installed\): pip install"):
        load_functions()


def _run(script: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run([sys.executable, "-c", script], env=environment, stdout=-1, text=True, check=True).stdout


@pytest.mark.slow
def test_a_later_process_imports_no_compiler() -> None:
    prepare()
    script = (
        "import sys; from kyodo_analysis.words.tokens import tokenise; tokenise('市民', 'compiled')\n"
        "print([name for name in ('numba', 'scipy', 'pandas') if name in sys.modules])"
    )
    assert _run(script) == "[]\n"
    asked = (
        "import sys; from kyodo_analysis.words.engine.compiled_object import is_compiled\n"
        "print(is_compiled(), [name for name in ('numba', 'llvmlite.binding') if name in sys.modules])"
    )
    assert _run(asked) == "True []\n"


@pytest.mark.slow
def test_the_object_is_named_after_every_source_behind_it() -> None:
    package = "kyodo_analysis.words.engine."
    script = (
        f"import sys; import {package}compiled_entry\n"
        f"print(*[name for name in sys.modules if name.startswith({package!r})], sep='\\n')"
    )
    behind = {name.removeprefix(package) for name in _run(script).split()}
    assert {"compiled_entry", "compiled_steps", "layout"} <= behind
    assert behind <= {path.stem for path in compiled_origin._sources()}
