"""A citation while it is being read: what the steps of `citations` fill in, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.facts import Citation, Repair


@dataclass(slots=True, eq=False)
class Mention:
    """One mention. `start:end` is the quote, `number_end` the end of its number (of its name, if it has none);
    `title_start:title_end` the subject, both 0 if none stated; `outer` the mention in whose subject it stands."""

    start: int
    end: int
    form: str
    kind: str
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    role: str = "mention"
    locator: str | None = None
    key: str | None = None
    rule: str = ""
    number_end: int = 0
    title_start: int = 0
    title_end: int = 0
    code_kind: str | None = None
    groups: tuple[str, ...] = ()
    outer: Mention | None = None
    antecedent: Mention | None = None
    short: bool = False
    listed: bool = False
    flags: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def frozen(self, text: str) -> Citation:
        """The finished fact."""
        outer = self.outer
        within = None
        if outer is not None:
            within = outer.number or text[outer.start : outer.end].rstrip()
        quote = text[self.start : self.end].rstrip()  # a name that damage cut short may end in a blank
        return Citation(
            self.start, self.start + len(quote), quote, self.form, self.kind, self.number, self.date,
            self.issuer, self.title, self.role, self.locator, within, self.key, self.rule,
            tuple(self.flags), tuple(self.repairs),
        )  # fmt: skip
