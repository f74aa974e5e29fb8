"""spaCy: a tokenizer aligned to the text, and one component per kind of fact.

    nlp = blank()                      # or any pipeline whose tokenizer keeps doc.text == text
    nlp.add_pipe("kehoach_citations")
    doc = nlp(text)
    doc.spans["citations"]             # spans; label_ is the form, type, code or role, id_ the fact's id
    doc._.kehoach["citations"]         # the facts, in the same order

`spacy_factories` and `spacy_tokenizers` entry points name this module, so that the components are there as soon as
kehoach is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import registry
from spacy.vocab import Vocab

from extractors.segmentation import word_spans
from pipeline.process import extract_text
from pipeline.records import Fact, Record

_LABELS = {"citations": "form", "indices": "code", "targets": "type", "responsibilities": "role"}
_RECORD = "kehoach_record"


class Tokenizer:
    """Words as underthesea segments them ("cải cách" is one token), with `doc.text == text` for any text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for word, space in _pieces(text):
            words.append(word)
            spaces.append(space)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Tokenizer:
        """See `to_bytes`."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """See `to_bytes`."""

    def from_disk(self, _path: object, **_: object) -> Tokenizer:
        """See `to_bytes`."""
        return self


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """(token, whether one blank follows) such that their concatenation is `text`."""
    at = 0
    pending: str | None = None
    for start, end in [*word_spans(text), (len(text), len(text))]:
        gap = text[at:start]
        if pending is not None:
            yield pending, gap.startswith(" ")
            gap = gap[1:] if gap.startswith(" ") else gap
        if gap:
            yield gap, False
        pending = text[start:end] or None
        at = end
    if pending is not None:
        yield pending, False


@registry.tokenizers("kehoach.tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """The tokenizer's factory, for `[nlp.tokenizer]` of a spaCy config."""
    return lambda nlp: Tokenizer(nlp.vocab)


def blank() -> Language:
    """An empty Vietnamese pipeline with our tokenizer (spaCy's own needs pyvi, or splits at blanks only)."""
    return spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kehoach.tokenizer.v1"}}})


def _record(doc: Doc) -> Record:
    """The record of `doc`, made once however many components ask for it."""
    record: Record | None = doc.user_data.get(_RECORD)
    if record is None or record.source.raw != doc.text:
        record = doc.user_data[_RECORD] = extract_text(doc.text)
    return record


def _annotate(doc: Doc, layer: str) -> Doc:
    if not Doc.has_extension("kehoach"):
        Doc.set_extension("kehoach", default=None)
    record = _record(doc)
    facts: list[Fact] = list(getattr(record, layer))
    spans: list[Span] = []
    for n, fact in enumerate(facts, 1):
        start, end = record.offsets.raw(fact.start, fact.end)
        label = str(getattr(fact, _LABELS[layer]))
        span = doc.char_span(start, end, label=label, alignment_mode="expand", span_id=f"{layer[0]}{n}")
        if span is None:  # cannot happen while doc.text is the record's raw text
            raise ValueError(f"{layer} {n}: characters {start}-{end} are no span of the document")
        spans.append(span)
    doc.spans[layer] = SpanGroup(doc, name=layer, spans=spans)
    found: dict[str, Any] = doc._.kehoach or {}
    doc._.kehoach = {**found, layer: facts}
    return doc


@Language.factory("kehoach_citations", assigns=["doc.spans"])
def make_citations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that fills `doc.spans["citations"]`; labels are `full`, `named`, `self`."""
    return lambda doc: _annotate(doc, "citations")


@Language.factory("kehoach_indices", assigns=["doc.spans"])
def make_indices(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that fills `doc.spans["indices"]`; labels are the codes."""
    return lambda doc: _annotate(doc, "indices")


@Language.factory("kehoach_targets", assigns=["doc.spans"])
def make_targets(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that fills `doc.spans["targets"]`; labels are the types."""
    return lambda doc: _annotate(doc, "targets")


@Language.factory("kehoach_responsibilities", assigns=["doc.spans"])
def make_responsibilities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that fills `doc.spans["responsibilities"]`; labels are the roles."""
    return lambda doc: _annotate(doc, "responsibilities")
