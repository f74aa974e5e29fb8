"""The spaCy components: found by name, offsets exact, any text kept as it is."""

from __future__ import annotations

import unicodedata

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_export import PLAN

LAYERS = ("citations", "indices", "targets", "responsibilities")


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    # By config and entry points alone, as in somebody else's pipeline.
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kehoach.tokenizer.v1"}}})
    for layer in LAYERS:
        nlp.add_pipe(f"kehoach_{layer}")
    return nlp


def test_facts_are_spans_of_the_document(nlp: spacy.language.Language) -> None:
    doc = nlp(PLAN)
    assert doc.text == PLAN
    for layer in LAYERS:
        assert len(doc.spans[layer]) == len(doc._.kehoach[layer]) > 0
        for span, fact in zip(doc.spans[layer], doc._.kehoach[layer], strict=True):
            assert fact.quote.split()[0] in span.text
    assert "SIPAS" in [s.label_ for s in doc.spans["indices"]]


def test_words_are_vietnamese_words(nlp: spacy.language.Language) -> None:
    assert "cải cách" in [t.text for t in nlp.make_doc("Đẩy mạnh cải cách hành chính.")]


def test_decomposed_text_keeps_its_own_offsets(nlp: spacy.language.Language) -> None:
    raw = unicodedata.normalize("NFD", PLAN)
    doc = nlp(raw)
    assert doc.text == raw
    numbers = [s.text for s in doc.spans["citations"]]
    assert any("77/Q" in n for n in numbers)


@settings(max_examples=30)
@given(st.text(alphabet="abà ́\n\t 12/.-Đ\u200b", max_size=60))
def test_any_text_comes_back_unchanged(text: str) -> None:
    from pipeline.spacy_components import blank

    assert blank().make_doc(text).text == text


def test_documents_survive_a_doc_bin(nlp: spacy.language.Language) -> None:
    from spacy.tokens import DocBin

    stored = DocBin(store_user_data=False)
    doc = nlp(PLAN)
    stored.add(doc)
    back = next(iter(DocBin().from_bytes(stored.to_bytes()).get_docs(nlp.vocab)))
    assert [s.text for s in back.spans["targets"]] == [s.text for s in doc.spans["targets"]]
