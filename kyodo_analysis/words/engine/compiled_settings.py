"""How the compiled functions are made: numba's options.

`nogil`: threads run side by side. `boundscheck` off: the arrays are sized by proof; NUMBA_BOUNDSCHECK=1 turns it on for
tests. `_nrt` off: numba leaves out counting who uses an array, which costs half the speed here; so nothing may be
allocated inside and every array comes from the caller, who keeps it.

Only what compiles imports this, and numba with it: usually a process of its own, once on a machine (see
`compiled_object`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])
# numba's own types do not know `_nrt`.
_njit: Any = numba.njit
_OPTIONS = {"nogil": True, "boundscheck": False, "error_model": "numpy", "_nrt": False}


def step(function: _Function) -> _Function:
    """A function to be pasted into the compiled ones that call it."""
    made: _Function = _njit(inline="always", **_OPTIONS)(function)
    return made


def compiled(function: _Function) -> _Function:
    """A function that numba compiles when it is called for the first time in a process, or from an entry."""
    made: _Function = _njit(**_OPTIONS)(function)
    return made
