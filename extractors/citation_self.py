"""The document itself: "Kế hoạch này", "Trên đây là Kế hoạch …", "(Kèm theo Kế hoạch số … )"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors import citation_parts
from extractors.bodies import Body
from extractors.citation_keys import subject_words
from extractors.citation_mention import Mention
from extractors.citation_types import Head
from extractors.facts import Document
from extractors.text import Text

_ANNEXED = re.compile(r"(?:kèm theo|theo)\s\Z")
HERE = re.compile(r"(?:trên đây|sau đây|dưới đây)\slà\s(?:toàn bộ\s)?(?:nội dung\s)?\Z")


def this(head: Head, end: int, folded: str, document: Document | None) -> list[Mention]:
    """ "Kế hoạch này". "Văn bản này" is the letter it stands in, and nothing in another document."""
    if folded.startswith("văn", head.start) and not (document and document.kind == head.kind):
        return []
    return [Mention(head.start, end, "self", head.kind, rule="this", number_end=end)]


def unnumbered(
    text: Text, head: Head, end: int, bodies: Mapping[int, Body], document: Document | None
) -> list[Mention]:
    """The line of an annex or a draft whose number is blank ("Kèm theo Kế hoạch số     /KH-UBND ngày …")."""
    if not _ANNEXED.search(text.fold, max(0, head.start - 24), head.start) or (document and document.kind != head.kind):
        mention = Mention(head.start, end, "named", head.kind, rule="blank number", number_end=end)
        citation_parts.follow(text, mention, bodies, document)
        return [mention] if mention.date and mention.issuer else []
    mention = Mention(head.start, end, "self", head.kind, rule="blank number", number_end=end)
    citation_parts.follow(text, mention, bodies, document)
    return [mention]


def described(text: Text, head: Head, end: int, bodies: Mapping[int, Body]) -> Mention:
    """The mention of the document by its own description, which ends at `end`."""
    mention = Mention(head.start, end, "self", head.kind, rule="own description", number_end=end)
    title = text.text[head.end : end].strip()
    of = list(re.finditer(r"\scủa\s", text.fold[head.end : end]))
    if of and (body := bodies.get(head.end + of[-1].end())) and body.end >= end:
        mention.issuer = body.canonical
        title = text.text[head.end : head.end + of[-1].start()].strip()
    mention.title = re.sub(r"^(?:về việc|về)\s", "", " ".join(title.split())) or None
    return mention


def here_end(text: Text, at: int) -> int:
    """End of the description after "Trên đây là": the sentence's, or where its main clause goes on."""
    stop = re.compile(
        r"\.(?=\s|/|$)|\./|[;\n]|,\s(?=(?:ubnd|yêu cầu|đề nghị|các|kính|giao|trong quá trình|sở|phòng|ủy ban)\s)|:|/\."
    ).search(text.fold, at)
    return at + len(text.text[at : stop.start() if stop else len(text)].rstrip(" ,"))


def follows_end(text: Text, at: int) -> int:
    """End of the own description before ", cụ thể như sau", 0 if that does not follow."""
    m = re.compile(r"(?P<d>[^;\n]{3,400}?),?\s(?:cụ thể|như sau|gồm|với (?:các|những|một số) nội dung)").match(
        text.fold, at
    )
    if m is None or ". " in m["d"] or len(subject_words(m["d"])) < 3:
        return 0
    return at + len(m["d"].rstrip(" ,"))


def same_subject(name: str, title: str) -> bool:
    """Whether a subject is the document's own: begins alike, has its years and nearly all of its words."""
    mine, own = subject_words(name), subject_words(title)
    if not mine or not own or mine[0] != own[0]:
        return False
    years = [{w for w in words if w.isdigit() and len(w) == 4} for words in (mine, own)]
    shared = len(set(mine) & set(own))
    return years[0] <= years[1] and shared >= 0.7 * len(set(own)) and shared >= 0.6 * len(set(mine))
