"""One self-contained HTML file: styles, scripts and data inlined, everything else forbidden by its own policy.

Templates are Jinja's, with autoescape on: a template can't forget to escape what a file says, as string.Template would,
and spaCy brings Jinja anyway. Nothing of a document goes into a script; data travel as JSON that no parser of HTML can
mistake, and scripts put them on the page as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = Path(__file__).parent / "assets"
# U+2028 and U+2029 end lines in old JavaScript; "<", ">" and "&" could end the element or begin another.
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def embedded_json(data: Any) -> str:
    """`data` as JSON that may stand in a <script type="application/json"> whatever its strings hold."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_UNSAFE)


def policy(styles: str, scripts: Sequence[str], *, trusted_types: bool) -> str:
    """The Content-Security-Policy that lets exactly these texts run, shows embedded images, and fetches nothing.

    `trusted_types`: also forbid scripts to parse strings as HTML.
    """
    rules = [
        "default-src 'none'",
        f"style-src {_hash(styles)}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules + ["require-trusted-types-for 'script'"] * trusted_types)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def asset(name: str) -> str:
    """The style sheet or script `name`. Raises ValueError if it could end the element it is written into."""
    text = (ASSETS / name).read_text(encoding="utf-8").replace("\r\n", "\n")
    if "</script" in text.lower() or "</style" in text.lower() or "<!--" in text:
        raise ValueError(f"{name}: has a sequence that ends its element")
    return text


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    template: str,
    values: Mapping[str, Any],
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    data: Any,
    libraries: Sequence[str] = (),
) -> str:
    """The page of `template` (autoescaped) with `values`; `styles` and `scripts` name files of assets/, `libraries`
    those of others, each in an element of its own. `data` is what scripts find in the element `data`."""
    from markupsafe import Markup

    style = "\n".join(map(asset, styles))
    blocks = [asset(name) for name in libraries] + ["\n".join(map(asset, scripts))]
    page = (
        _environment()
        .get_template(template)
        .render(
            **values,
            policy=policy(style, blocks, trusted_types=not libraries),
            style=Markup(style),  # our own file
            scripts=[Markup(b) for b in blocks],
            data=Markup(embedded_json(data)),  # escaped there
        )
    )
    # File names may hold bytes that are no UTF-8 (lone surrogates here).
    return page.encode("utf-8", "replace").decode()
