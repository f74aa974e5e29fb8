"use strict";
/* What the tables show of a fact: columns for the panel and for print, all fields for the card. */
const Rows = (() => {
  const { w, say, day, make } = Page;
  const SIGN = { "=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", range: "" };
  const unit = (u) => ({ VND: "đồng", rank: "" }[u] ?? (u || ""));
  const number = (v, type) => (type === "deadline" ? day(v) : say(v));
  /** What is to be reached: "≥ 90 %", "đến 30/6/2024", "hằng quý". */
  const aim = (f) => {
    if (f.value === null) return "";
    const of = f.value_of === null ? "" : "/" + say(f.value_of);
    const range = f.value_max === null ? "" : "–" + number(f.value_max, f.type);
    const u = f.type === "deadline" ? "" : unit(f.unit);
    const rank = f.type === "rank" ? w("rank") + " " : "";
    return `${rank}${SIGN[f.comparator] ?? ""}${number(f.value, f.type)}${range}${of}${u === "%" ? " %" : u ? " " + u : ""}`;
  };
  const pill = (value) => (value === null ? null : { text: say(value), pill: true, kind: value });
  const named = (f) => [f.kind, f.number].filter(Boolean).join(" ");
  const called = (f) => (f.title ? [f.kind, f.title].filter(Boolean).join(" ") : f.quote);
  /* Each column: heading, and what a fact has in it. */
  const COLUMNS = {
    c: [["document_named", (f) => ({ strong: f.number ? named(f) : null, text: f.number ? f.title : f.form === "self" ? f.quote : called(f), lines: true })],
        ["date", (f) => day(f.date)], ["issuer_short", (f) => f.issuer], ["role", (f) => pill(f.role)]],
    i: [["code", (f) => ({ strong: f.code.replace(/_/g, " ") })], ["year", (f) => (f.year === null ? "" : String(f.year))],
        ["value", (f) => (f.value === null ? "" : `${say(f.value)} ${unit(f.unit)}`.trim())],
        ["rank", (f) => (f.rank === null ? "" : `${f.rank}${f.rank_of ? "/" + f.rank_of : ""}`)],
        ["status", (f) => pill(f.status)], ["quote", (f) => ({ text: f.quote, lines: true })]],
    t: [["aim", (f) => ({ strong: aim(f), text: f.status === "result" ? w("value:result") : null })],
        ["measure", (f) => ({ text: f.measure || "", lines: true })], ["due", (f) => day(f.due)],
        ["unit_responsible", (f) => ({ text: f.unit_responsible || "", lines: true })]],
    r: [["body", (f) => ({ strong: f.body })], ["role", (f) => pill(f.role)], ["task", (f) => ({ text: f.task, lines: true })]],
    d: [["field", (f) => ({ text: w(f.field), sub: true })], ["value", (f) => fieldValue(f)]],
    w: [["message", (f) => (Page.lang() === "vi" ? f.message_vi : f.message)]],
    p: [["printed", (f) => ({ strong: f.printed })], ["read", (f) => f.read], ["why", (f) => ({ text: f.why, sub: true })]],
    s: [["label", (f) => ({ text: f.path, sub: true })], ["heading", (f) => ({ text: f.heading, lines: true, depth: f.level })]],
  };
  const fieldValue = (f) => {
    if (f.value === null || (Array.isArray(f.value) && !f.value.length)) return { text: "—", sub: true };
    if (f.field === "period") return f.value[0] === f.value[1] ? String(f.value[0]) : f.value.map(String).join("–");
    if (f.field === "date") return day(f.value);
    if (f.field === "level") return say(f.value);
    return Array.isArray(f.value) ? f.value.join("; ") : String(f.value);
  };
  const filled = (el, shown) => {
    const cell = typeof shown === "object" && shown !== null ? shown : { text: shown };
    if (cell.pill) { el.append(make("span", "pill" + (cell.kind === "result" ? " result" : ""), cell.text)); return el; }
    if (cell.strong) el.append(make("span", "strong", cell.strong));
    if (cell.text) {
      const inner = make("div", [cell.lines && "lines2", (cell.sub || cell.strong) && "sub", cell.depth && "d" + Math.min(cell.depth, 4)].filter(Boolean).join(" "), cell.text);
      el.append(inner);
    }
    return el;
  };
  /** One row of the panel. */
  const row = (letter, fact, index) => {
    const el = make("div", "body");
    el.setAttribute("role", "row");
    el.setAttribute("aria-rowindex", String(index + 2));
    el.id = "row-" + fact.id;
    el.tabIndex = -1;
    for (const [, show] of COLUMNS[letter]) {
      const cell = make("div");
      cell.setAttribute("role", "gridcell");
      el.append(filled(cell, show(fact)));
    }
    return el;
  };
  const head = (letter) => {
    const el = make("div", "head");
    el.setAttribute("role", "row");
    for (const [name] of COLUMNS[letter]) {
      const cell = make("div", "", w(name));
      cell.setAttribute("role", "columnheader");
      el.append(cell);
    }
    return el;
  };
  const plain = (shown) => {
    if (shown === null || shown === undefined) return "";
    return typeof shown === "object" ? [shown.strong, shown.text].filter(Boolean).join(" · ") : String(shown);
  };
  /** What the filter looks in. */
  const words = (letter, fact) => COLUMNS[letter].map(([, show]) => plain(show(fact))).join(" ") + " " + (fact.quote || "");
  /** A table for print. */
  const table = (letter, facts) => {
    const out = make("table"), top = make("tr"), body = make("tbody"), thead = make("thead");
    top.append(make("th", "", ""));
    for (const [name] of COLUMNS[letter]) top.append(make("th", "", w(name)));
    thead.append(top);
    for (const fact of facts) {
      const tr = make("tr");
      tr.append(make("td", "", fact.id));
      for (const [name, show] of COLUMNS[letter]) tr.append(make("td", ["date", "due"].includes(name) ? "day" : "", plain(show(fact))));
      body.append(tr);
    }
    out.append(thead, body);
    return out;
  };
  const NOT_ON_CARD = new Set(["id", "quote", "start", "end", "field", "message", "message_vi", "code"]);
  /** All fields of a fact that say something: [name, value]. */
  const fields = (letter, fact) => {
    const out = [];
    for (const [name, value] of Object.entries(fact)) {
      if ((NOT_ON_CARD.has(name) && !(letter === "i" && name === "code")) || value === null || (Array.isArray(value) && !value.length)) continue;
      if (name === "confidence") out.push([w(name), say(Math.round(value * 100)) + " %"]);
      else if (name === "value" && letter === "t") out.push([w("aim"), aim(fact)]);
      else if (["value_max", "value_of", "comparator", "unit"].includes(name) && letter === "t") continue;
      else if (name === "year") out.push([w(name), String(value)]);
      else out.push([w(name), ["date", "due"].includes(name) ? day(value) : say(value)]);
    }
    if (fact.start !== null && fact.start !== undefined) out.push([w("place_in_text"), `${fact.start}–${fact.end}`]);
    return out;
  };
  const KIND = { c: "citations", i: "indices", t: "targets", r: "responsibilities", d: "document", w: "warnings", p: "repairs", s: "outline" };
  /** A fact in one line, for the tip and for screen readers. */
  const inShort = (letter, fact) => {
    const first = { c: () => (fact.number ? named(fact) : called(fact)), i: () => [fact.code.replace(/_/g, " "), fact.year].filter(Boolean).join(" "), t: () => [aim(fact), fact.measure].filter(Boolean).join(" · "),
      r: () => `${fact.body} · ${say(fact.role)}`, d: () => `${w(fact.field)}: ${plain(fieldValue(fact))}`, w: () => plain(COLUMNS.w[0][1](fact)),
      p: () => w("repaired_title", fact), s: () => fact.heading || fact.label }[letter]();
    return `${w(KIND[letter])}: ${first}`;
  };
  return { row, head, words, table, fields, inShort, KIND, ORDER: Object.keys(KIND) };
})();
