"""The state of the engines' own code: what they found is worth keeping only as long as they would find it again."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

# These choose among the engines or look at them, and find no tokens.
_LOOKS_ON = ("choice.py", "lattice_view.py")


def digest_engines() -> str:
    """SHA-256 (hexadecimal) over the modules that make tokens out of texts, Janome's own code too; milliseconds.

    >>> len(digest_engines())
    64
    """
    here = Path(__file__).parent
    found = [path for path in here.glob("*.py") if path.name not in _LOOKS_ON]
    digest = hashlib.sha256()
    spec = importlib.util.find_spec("janome")
    janome = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    code = [path for place in janome for path in sorted(place.glob("*.py"))]
    for path in (*sorted(found), here.parent / "user_dictionary.py", *code):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
