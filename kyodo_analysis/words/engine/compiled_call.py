"""The compiled functions as C calls: their machine code linked into the process, their arguments checked.

llvmlite does this alone; numba takes ten times as long to be imported and is needed only to compile. An entry (see
`compiled_entry`) gets two C arrays: the addresses of its arguments, and two sizes of each (rows and columns; a whole
number has no address and stands in the place of the rows). It trusts both, so what each argument must be stands here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np

_Address, _Size = ctypes.c_void_p, ctypes.c_ssize_t
# How numba's functions are called in C: places for the result and for an exception, then the arguments; 0 is success.
_ENTRY = ctypes.CFUNCTYPE(ctypes.c_int32, _Address, _Address, _Address, _Address)

_NUMBER = "number"
_WRITTEN = "written "
_SYSTEM = (
    *("int32[:,:]", "int16[:,:]", "int32[:]", "int16[:,:]"),
    *("int32[:]", "int32[:,:]", "int32[:,:]", "int16[:,:]"),
)
_USER = ("int32[:,:]", "int64[:,:]", "int32[:]", "int32[:]")
_WORK = (
    *("int64[:]", "uint32[:]", "uint32[:]", "int32[:]", "int32[:]", "int32[:]", "int32[:]"),
    *("int32[:]", "int32[:]"),
    *("int64[:]", "uint32[:]", "int32[:]"),
    *("int64[:]", "int64[:]", "int32[:]"),
    "int32[:]",
)
_FOUND = ("int32[:]", "int32[:]", "int32[:]", "int64[:]")
_TOKENS = ("int32[:]", "int32[:]", "int32[:]")
_VALUES = ("int32[:,:]", "int32[:,:]", "int32[:,:]")


def _written(*kinds: str) -> tuple[str, ...]:
    return tuple(_WRITTEN + kind for kind in kinds)


# The arguments of each function in their order, those inside named tuples one by one.
_KINDS = {
    "search_words": (*_SYSTEM, *_USER, "int32[:]", "int64[:]", *_written(*_WORK, *_FOUND)),
    "intern_texts": (*_TOKENS, "int32[:]", *_written("int32[:]", "int32[:]", "int32[:]")),
    "number_values": (
        *(_NUMBER, "int32[:]", "int32[:]", *_VALUES, "int32[:]", _NUMBER),
        *_written("int32[:]", "int32[:]", "int32[:]"),
    ),
}

Function: TypeAlias = Callable[..., int]


class Functions(NamedTuple):
    """The three compiled functions, whatever way they were compiled; arguments and results stand with each.

    search_words: see `compiled_search`. intern_texts, number_values: see `compiled_columns`.
    """

    search_words: Function
    intern_texts: Function
    number_values: Function


def find_processor() -> tuple[str, str]:
    """The processor's name and its features, as LLVM takes them: machine code is made for these and no others."""
    import llvmlite.binding as llvm

    try:
        features = llvm.get_host_cpu_features()
    except RuntimeError:
        return llvm.get_host_cpu_name(), ""
    return llvm.get_host_cpu_name(), ",".join(f"{'+' if has else '-'}{name}" for name, has in sorted(features.items()))


def link_functions(machine_code: bytes) -> Functions:
    """The functions in an object file that `compiled_entry` made for this processor.

    Nothing is ever freed, so no thread can lose the code that it runs.

    Raises:
        RuntimeError: when the code needs what this process does not have.
    """
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    linker = llvm.create_lljit_compiler(suppress_errors=True)
    parts = llvm.JITLibraryBuilder().add_object_img(machine_code).add_current_process()
    for name in Functions._fields:
        parts.export_symbol(name)
    library = parts.link(linker, "kyodo_analysis")
    library.detach()
    linker.detach()
    return Functions(*(_Entry(name, library[name]) for name in Functions._fields))


class _Kind(NamedTuple):
    """What an argument must be: an array of this type with so many axes (0: a whole number); is it written?"""

    dtype: np.dtype[Any]
    axes: int
    written: bool


class _Entry:
    """An entry of the machine code; threads may call it at once, as Python's lock is open meanwhile."""

    def __init__(self, name: str, address: int) -> None:
        self._name = name
        self._run = _ENTRY(address)
        self._kinds = tuple(map(_kind, _KINDS[name]))
        self._addresses = _Address * len(self._kinds)
        self._sizes = _Size * (2 * len(self._kinds))

    def __call__(self, *arguments: Any) -> int:
        addresses: list[int | None] = []
        sizes: list[int] = []
        given = _flatten(arguments)
        for place, (kind, value) in enumerate(zip(self._kinds, given, strict=True)):
            if kind.axes == 0:
                addresses.append(None)
                sizes += int(value), 0
                continue
            if not _fits(value, kind):
                raise TypeError(f"{self._name}: array {place} is not {_KINDS[self._name][place]} in C order")
            addresses.append(value.ctypes.data)
            sizes += value.shape if kind.axes == 2 else (len(value), 0)
        result, raised = _Size(), _Address()
        status = self._run(ctypes.byref(result), ctypes.byref(raised), self._addresses(*addresses), self._sizes(*sizes))
        if status != 0:
            raise RuntimeError(f"{self._name} failed with status {status}; report it as a bug")
        return result.value


def _kind(text: str) -> _Kind:
    if text == _NUMBER:
        return _Kind(np.dtype(np.intp), 0, False)
    name, _, axes = text.removeprefix(_WRITTEN).partition("[")
    return _Kind(np.dtype(name), axes.count(":"), text.startswith(_WRITTEN))


def _fits(value: Any, kind: _Kind) -> bool:
    if not isinstance(value, np.ndarray) or value.dtype != kind.dtype or value.ndim != kind.axes:
        return False
    flags = value.flags
    return flags.c_contiguous and flags.aligned and (flags.writeable or not kind.written)


def _flatten(arguments: tuple[Any, ...]) -> Iterator[Any]:
    for argument in arguments:
        if isinstance(argument, tuple):
            yield from _flatten(argument)
        else:
            yield argument
