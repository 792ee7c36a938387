"""Compiling the search ahead: the compiled functions behind C calls, as an object file.

Run as a program this writes the object to stdout; `compiled_object` does so once on a machine and keeps the object, so
that no other process has to import numba. An entry builds the named tuples from bare addresses and calls the function:
the order of its arguments is that of `compiled_call`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np
from numba import carray, types  # type: ignore[attr-defined]

from kyodo_analysis.words.engine.compiled_call import Functions, find_processor, link_functions
from kyodo_analysis.words.engine.compiled_columns import intern_texts, number_values
from kyodo_analysis.words.engine.compiled_lattice import (
    FIRST_UNKNOWN,
    NONE,
    Before,
    Cheapest,
    Ends,
    Found,
    Nodes,
    System,
    UserWords,
    Work,
)
from kyodo_analysis.words.engine.compiled_origin import made_from
from kyodo_analysis.words.engine.compiled_search import search_words
from kyodo_analysis.words.engine.compiled_settings import step

# numba's own types do not know these.
_cfunc: Any = numba.cfunc
_pointer: Any = types.CPointer
_SIGNATURE = types.intp(_pointer(types.voidptr), _pointer(types.intp))


@step
def int32s(at: Any, sizes: Any, place: int) -> Any:
    """Argument `place` as an array of 32 bits with one axis."""
    return carray(at[place], (sizes[2 * place],), np.int32)


@step
def uint32s(at: Any, sizes: Any, place: int) -> Any:
    """The same without a sign."""
    return carray(at[place], (sizes[2 * place],), np.uint32)


@step
def int64s(at: Any, sizes: Any, place: int) -> Any:
    """The same with 64 bits."""
    return carray(at[place], (sizes[2 * place],), np.int64)


@step
def int16_rows(at: Any, sizes: Any, place: int) -> Any:
    """Argument `place` as an array of 16 bits with two axes."""
    return carray(at[place], (sizes[2 * place], sizes[2 * place + 1]), np.int16)


@step
def int32_rows(at: Any, sizes: Any, place: int) -> Any:
    """The same with 32 bits."""
    return carray(at[place], (sizes[2 * place], sizes[2 * place + 1]), np.int32)


@step
def int64_rows(at: Any, sizes: Any, place: int) -> Any:
    """The same with 64 bits."""
    return carray(at[place], (sizes[2 * place], sizes[2 * place + 1]), np.int64)


def _enter_search_words(at: Any, sizes: Any) -> int:
    system = System(
        int32_rows(at, sizes, 0),
        int16_rows(at, sizes, 1),
        int32s(at, sizes, 2),
        int16_rows(at, sizes, 3),
        int32s(at, sizes, 4),
        int32_rows(at, sizes, 5),
        int32_rows(at, sizes, 6),
        int16_rows(at, sizes, 7),
    )
    user = UserWords(int32_rows(at, sizes, 8), int64_rows(at, sizes, 9), int32s(at, sizes, 10), int32s(at, sizes, 11))
    nodes = Nodes(
        int64s(at, sizes, 14),
        uint32s(at, sizes, 15),
        uint32s(at, sizes, 16),
        int32s(at, sizes, 17),
        int32s(at, sizes, 18),
        int32s(at, sizes, 19),
        int32s(at, sizes, 20),
    )
    ends = Ends(int32s(at, sizes, 21), int32s(at, sizes, 22))
    before = Before(int64s(at, sizes, 23), uint32s(at, sizes, 24), int32s(at, sizes, 25))
    cheapest = Cheapest(int64s(at, sizes, 26), int64s(at, sizes, 27), int32s(at, sizes, 28))
    work = Work(nodes, ends, before, cheapest, int32s(at, sizes, 29))
    found = Found(int32s(at, sizes, 30), int32s(at, sizes, 31), int32s(at, sizes, 32), int64s(at, sizes, 33))
    return search_words(system, user, int32s(at, sizes, 12), int64s(at, sizes, 13), work, found)


def _enter_intern_texts(at: Any, sizes: Any) -> int:
    return intern_texts(
        int32s(at, sizes, 0),
        int32s(at, sizes, 1),
        int32s(at, sizes, 2),
        int32s(at, sizes, 3),
        int32s(at, sizes, 4),
        int32s(at, sizes, 5),
        int32s(at, sizes, 6),
    )


def _enter_number_values(at: Any, sizes: Any) -> int:
    return number_values(
        sizes[0],
        int32s(at, sizes, 1),
        int32s(at, sizes, 2),
        int32_rows(at, sizes, 3),
        int32_rows(at, sizes, 4),
        int32_rows(at, sizes, 5),
        int32s(at, sizes, 6),
        sizes[14],
        int32s(at, sizes, 8),
        int32s(at, sizes, 9),
        int32s(at, sizes, 10),
    )


_ENTRIES = Functions(_enter_search_words, _enter_intern_texts, _enter_number_values)


def compile_object() -> bytes:
    """The functions as an object file for this processor, tried once.

    Raises:
        RuntimeError: when it does not work here.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    whole = llvm.parse_assembly("")
    for function, entry in _ENTRIES._asdict().items():
        whole.link_in(_compile(function, entry))
    name, features = find_processor()
    machine = llvm.Target.from_default_triple().create_target_machine(name, features, opt=3, reloc="pic")
    _drop_unused(whole, machine)
    made: bytes = machine.emit_object(whole)
    _try(link_functions(made))
    return made


def _compile(name: str, entry: Callable[..., int]) -> Any:
    """The module of an entry: one function that others see, under its own name.

    What numba wraps around it would turn its errors into Python's, of which there are none, and would need numba.
    """
    made = _cfunc(_SIGNATURE, boundscheck=False, error_model="numpy")(entry)
    module = llvm.parse_assembly(made.inspect_llvm())
    module.get_function(made.native_name.removeprefix("cfunc.")).name = name
    for part in (*module.functions, *module.global_variables):
        if not part.is_declaration and part.name != name:
            part.linkage = "internal"
    return module


def _drop_unused(module: Any, machine: Any) -> None:
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))


def _try(functions: Functions) -> None:
    """Two unknown words, the first of them twice; a crash here ends only the process that compiles."""
    code_points = np.array([24066, 27665, 24066], np.int32)
    word, start = np.full(3, FIRST_UNKNOWN, np.int32), np.arange(3, dtype=np.int32)
    texts, firsts = np.empty(3, np.int32), np.empty(3, np.int32)
    made = functions.intern_texts(word, start, start + 1, code_points, np.full(8, NONE, np.int32), texts, firsts)
    if (made, texts.tolist(), firsts[:made].tolist()) != (2, [0, 1, 0], [0, 1]):
        raise RuntimeError("the compiled functions do not count right")


def main() -> None:
    """Writes the object to stdout; whatever else is printed meanwhile goes to stderr.

    The argument is what the object is to be made from (see `compiled_origin.made_from`).
    """
    if sys.argv[1:] != [made_from()]:
        sys.exit("other sources or compilers are found in a process of its own")
    with os.fdopen(os.dup(1), "wb") as stdout:
        os.dup2(2, 1)
        stdout.write(compile_object())


if __name__ == "__main__":
    main()
