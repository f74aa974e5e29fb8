"""The body of a document: preamble, numbered outline, paragraphs, tables, closing, annexes."""

from __future__ import annotations

import re

from extractors.outline import ANNEX, BODY, PREAMBLE, Table
from pipeline.outline import closing, labels, tables
from pipeline.outline.header import Head
from pipeline.outline.labels import Label
from pipeline.outline.lines import Draft, Line, is_capital, is_continued, is_ornament
from pipeline.outline.openings import is_basis, type_at
from pipeline.outline.tree import Tree

_CLOSING = re.compile(
    r"tren day la\b|(?:trong )?qua trinh (?:to chuc |trien khai |thuc hien)|"
    r"(?:ke hoach|chi thi|huong dan|thong bao|chuong trinh|ket luan|nghi quyet)"
    r" nay (?:duoc |thay the|pho bien|co hieu luc|co gia tri)|"
    r"can cu (?:vao )?(?:ke hoach|noi dung|chuc nang|chi thi|tinh hinh) |"
    r"(?:yeu cau|de nghi) (?:cac|thu truong|giam doc)\b.{0,160}(?:nghiem tuc|trien khai|thuc hien)|nhan duoc "
)
_ATTACHED = re.compile(r"\(\s?(?:ban hanh |dinh |gui |duoc ban hanh )?kem theo\b|\(phu luc\b")
_LEGAL_BASES = re.compile(
    r"(?:cac )?(?:can cu|co so phap ly)(?: (?:phap ly|lap|xay dung|ban hanh|de lap|thuc hien)\b.*)?\W*\Z"
)
_TITLED = ("part", "chapter", "division", "subdivision")
_DECIDES = re.compile(r"[,.;:\s]quyet (?:dinh|nghi)\s?:\Z")
_MAIN = re.compile(r"như sau\b|cụ thể|xây dựng|ban hành|báo cáo|yêu cầu|đề nghị|triển khai")


class Body:
    """Reads lines from `at` on; `drafts` holds the head's blocks already and grows."""

    def __init__(self, text: str, bared: str, folded: str, lines: list[Line], head: Head) -> None:
        self.text, self.bare, self.fold, self.lines = text, bared, folded, lines
        self.at, self.drafts, self.kind = head.next, head.drafts, head.kind
        self.tables: list[Table] = []
        self.tree = Tree()
        self.zone = PREAMBLE
        self.based = self.closed = False
        self.opening = 0  # paragraphs before the outline that are no preamble
        self.titling = False  # right below an annex's heading
        self.bases = -1  # index of a heading "Căn cứ pháp lý" that is open

    def read(self) -> None:
        """Reads to the end of the text."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not (self._table(line) or self._closing(line) or self._part(line)):
                self._line(line)
                self.at += 1

    def _push(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.tree.last_end = draft.end

    def _table(self, line: Line) -> bool:
        if not tables.is_row(self.text, line.start, line.end) or closing.opens(self.text, self.bare, line):
            return False
        if is_ornament(self.text[line.start : line.end]):
            return False
        rows, after = tables.gather(self.text, self.lines, self.at)
        if not tables.is_table(self.text, rows):
            return False
        if self.closed:
            self.zone = ANNEX
        first = len(self.drafts)
        before = self.tables[-1] if self.tables and self.tables[-1].last == first else None
        drafts, table = tables.build(self.text, rows, self._zone(), first, len(self.tables), before)
        block, path = self.tree.governing()
        for draft in drafts:
            draft.path = path
            if draft.parent < 0:
                draft.parent = block
            self._push(draft)
        self.tables.append(table)
        self.at, self.titling = after, False
        return True

    def _zone(self) -> str:
        return BODY if self.zone == PREAMBLE else self.zone

    def _closing(self, line: Line) -> bool:
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        if not closing.opens(self.text, self.bare, line, after):
            return False
        end = closing.Closing(self.text, self.bare, self.lines, self.at)
        end.read()
        if end.next == self.at or not end.drafts:
            return False
        self.tree.restart()
        self.drafts += end.drafts
        self.at, self.closed = end.next, True
        return True

    def _part(self, line: Line) -> bool:
        """An annexed plan: a type line on its own after the signature, after articles or before a caption."""
        if not self.text[line.start : line.start + 2].isupper():
            return False
        stop = type_at(self.text, self.bare, line.start, line.end)
        if stop < 0 or not self.text[line.start : stop].isupper():
            return False
        alone = not self.bare[stop : line.end].strip(" :.*")
        if self.zone == PREAMBLE and self.bare.startswith(self.kind, line.start) and self.kind and alone:
            self._push(Draft(line.start, line.end, "preamble", PREAMBLE, words=line.start))
            self.zone = BODY
            self.at += 1
            return True
        if not (self.closed or (alone and self._has_caption())):
            return False
        head = Head(self.text, self.bare, self.fold, self.lines)
        head.next = self.at
        head._typed(stop)
        for draft in head.drafts:
            draft.zone = ANNEX
            self._push(draft)
        self.tree.restart()
        self.at, self.zone, self.closed, self.titling = head.next, ANNEX, False, False
        return True

    def _has_caption(self) -> bool:
        return any(_ATTACHED.match(self.bare, line.start) for line in self.lines[self.at + 1 : self.at + 7])

    def _line(self, line: Line) -> None:
        start, end = line.start, line.end
        words = self.text[start:end]
        if is_ornament(words):
            self._push(Draft(start, end, "rule", self._zone(), words=start))
            return
        if self.closed:
            self.zone, self.closed = ANNEX, False
            self.titling = True
        label = labels.find(self.text, self.fold, start, end)
        if label is None and labels_alone(self.bare, start, end):
            label = Label(words, "annex", 0, end, words)
        if label is not None and self.tree.accepts(label) and self._is_label(label, line, words):
            self._labelled(line, label)
        elif self.titling and self._annex_title(line, words):
            return
        else:
            self._paragraph(line, words)

    def _is_label(self, label: Label, line: Line, words: str) -> bool:
        """A label that a broken line only seems to begin with ("… khoản\\n2. …", "- " in mid-sentence) is none."""
        if label.style == "annex":
            return words[: len(label.printed)].isupper() or len(words) < 40
        before = self.drafts[-1] if self.drafts else None
        if before is None or line.gap or before.kind not in ("paragraph", "item"):
            return True
        last = self.text[before.end - 1]
        rest = self.text[label.words : line.end]
        return not (last == "," and rest[:1].islower() and label.style != "letter")

    def _labelled(self, line: Line, label: Label) -> None:
        if label.style == "annex":
            self.tree.restart()
            self.zone, self.titling = ANNEX, True
        else:
            self.titling = False
            if self.zone == PREAMBLE:
                self.zone = BODY if label.style[0] != "-" or not self.based else PREAMBLE
        index = len(self.drafts)
        draft = Draft(line.start, line.end, "item", self.zone, words=label.words)
        self.tree.open(draft, index, label)
        if self.bases >= 0 and draft.parent == self.bases:
            draft.zone = PREAMBLE
        elif self.bases >= 0:
            self.bases = -1
        if draft.style in ("roman", "alpha", "n1") and _LEGAL_BASES.match(self.bare, draft.words, line.end):
            self.bases = index
        self._push(draft)

    def _annex_title(self, line: Line, words: str) -> bool:
        caption = words[0] == "("
        if not (caption or is_capital(words) or (len(words) < 160 and words[-1] not in ".;:") or words[0].islower()):
            self.titling = False
            return False
        self._push(Draft(line.start, line.end, "caption" if caption else "title", ANNEX, words=line.start))
        self.drafts[-1].parent, self.drafts[-1].path = self.tree.governing()
        return True

    def _paragraph(self, line: Line, words: str) -> None:
        before = self.drafts[-1] if self.drafts else None
        if (
            before is not None
            and before.style in _TITLED
            and before.words >= before.end
            and (is_capital(words) or len(words) < 120)
        ):
            before.end = self.tree.last_end = line.end  # "Phần thứ nhất" has its title on the next line
            return
        open_kind = before is not None and before.kind in ("paragraph", "item", "preamble") and not before.cells
        near = before is not None and open_kind and line.gap <= 2
        if (
            near
            and before is not None
            and is_continued(self.text[max(before.start, before.end - 60) : before.end], words)
        ):
            before.end = self.tree.last_end = line.end
            return
        kind, zone = "paragraph", self._zone()
        if self.zone == PREAMBLE:
            kind, zone = self._preamble(line, words)
        elif _ATTACHED.match(self.bare, line.start):
            kind = "caption"
        elif self.bases >= 0:
            zone = PREAMBLE
        draft = Draft(line.start, line.end, kind, zone, words=line.start)
        if self._closes(line, words, before):
            draft.parent, draft.path = self.tree.outermost()
        else:
            self._hang(draft, before)
        self._push(draft)

    def _preamble(self, line: Line, words: str) -> tuple[str, str]:
        """Kind and zone of an unnumbered line before the outline begins."""
        if is_basis(self.bare, line.start):
            self.based = True
            if _DECIDES.search(self.bare, max(line.start, line.end - 16), line.end):
                self.zone = BODY
            return "preamble", PREAMBLE
        if self.bare.startswith(("quyet dinh:", "quyet nghi:", "quyet nghi"), line.start) and len(words) < 30:
            self.zone = BODY
            return "preamble", PREAMBLE
        if is_capital(words) or not self.drafts or self.drafts[-1].kind in ("title", "type"):
            return ("preamble", PREAMBLE) if is_capital(words) else ("paragraph", PREAMBLE)
        if self.based and (
            self.text[self.drafts[-1].end - 1] in ";,"
            or words[-1] == ":"
            or _MAIN.search(self.fold, line.start, line.end)
        ):
            return "paragraph", PREAMBLE
        self.opening += 1
        if self.based or self.opening > 3:
            self.zone = BODY
        return "paragraph", BODY

    def _closes(self, line: Line, words: str, before: Draft | None) -> bool:
        """Whether an unnumbered paragraph is the document's closing words, which no item governs."""
        if before is None or before.kind == "heading":
            return False
        if _CLOSING.match(self.bare, line.start, line.end):
            open_item = before.label and before.style not in ("", *"-+*·•") and self.text[before.end - 1] not in ".;:/"
            if open_item and before.end - before.words <= 80:
                return False  # "1. Các cơ quan, đơn vị" / "Căn cứ Kế hoạch này xây dựng …": the item's own words
            self.tree.restart()
            return True
        last = self.text[before.end - 1]
        own_words = before.style == "" or last in ".;" or before.end - before.words > 80 or before.style in "-+*·•"
        return words.endswith(("./.", "./", "/.")) and own_words

    def _hang(self, draft: Draft, before: Draft | None) -> None:
        """Under the numbered section that is open; under a bullet only where that ended with a colon."""
        stack = self.tree.stack
        if before is not None and stack and self.text[before.end - 1] == ":" and before.label and before.kind == "item":
            draft.parent, draft.path, draft.level = stack[-1].block, stack[-1].base, len(stack)
            return
        draft.parent, draft.path = self.tree.governing()
        draft.level = len(stack)


def labels_alone(bared: str, start: int, end: int) -> bool:
    """Whether a line is the bare words of an annex heading ("PHỤ LỤC", "Phụ lục 01")."""
    return bared.startswith(("phu luc", "phu bieu"), start) and end - start <= 14
