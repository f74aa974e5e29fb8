"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(p for room in ("pipeline", "extractors") for p in (ROOT / room).rglob("*.py"))


def _imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


def test_extractors_never_import_the_pipeline() -> None:
    for path in (p for p in MODULES if "extractors" in p.relative_to(ROOT).parts):
        found = {n for n in _imports(ast.parse(path.read_text("utf-8"))) if n.split(".")[0] == "pipeline"}
        assert not found, f"{path.name} imports {found}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_are_short_and_documented(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= 400
    assert path.stem not in {"utils", "helpers", "common", "misc"}
    tree = ast.parse(source)
    assert ast.get_docstring(tree) or not source.strip(), "a module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= 50, f"{node.name}: {size} lines"
            if not node.name.startswith("_"):
                assert ast.get_docstring(node) or size <= 3, f"{node.name} is public and has no docstring"


@pytest.mark.parametrize("module", ["pipeline", "extractors", "pipeline.cli", "pipeline.process"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    code = f"import sys, {module}; print([m for m in ('spacy','underthesea','pandas','numpy') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_extracting_a_plain_text_loads_no_heavy_library_but_for_marked_sentences() -> None:
    code = (
        "import sys, pipeline; pipeline.extract_text('Kế hoạch số 5/KH-UBND ngày 02/3/2024 của UBND tỉnh.');"
        "print([m for m in ('spacy','underthesea','pandas','numpy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
