"use strict";
/* The right side: one table at a time, its rows in chunks that are laid out when they come into view. */
const Panel = (() => {
  const { data, w, make } = Page;
  const tabs = document.querySelector(".tabs");
  const list = document.getElementById("rows");
  const card = document.getElementById("card");
  const filter = document.getElementById("filter");
  const facts = new Map();
  for (const letter of Rows.ORDER) for (const fact of data.tables[letter]) facts.set(fact.id, fact);
  const CHUNK = 60;
  let open = "c", chosen = null, choose = () => {};

  const drawTabs = () => {
    tabs.replaceChildren();
    for (const letter of Rows.ORDER) {
      const count = data.tables[letter].length;
      if (!count && "wps".includes(letter)) continue;
      const tab = make("button", letter, w("tab." + Rows.KIND[letter]));
      if (letter !== "d") tab.append(make("b", "", Page.say(count)));
      tab.type = "button";
      tab.id = "tab-" + letter;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", "rows");
      tab.setAttribute("aria-selected", String(letter === open));
      tab.tabIndex = letter === open ? 0 : -1;
      tab.addEventListener("click", () => show(letter));
      tabs.append(tab);
    }
  };
  const drawRows = () => {
    const find = filter.value.trim() ? Folding.finder(filter.value) : null;
    const all = data.tables[open];
    const wanted = find ? all.filter((fact) => find(Rows.words(open, fact)).length) : all;
    const table = make("div", "T-" + open);
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", w(Rows.KIND[open]));
    table.setAttribute("aria-rowcount", String(wanted.length + 1));
    if (wanted.length) table.append(Rows.head(open));
    else table.append(make("p", "none", w(all.length ? "no_match" : "none")));
    for (let at = 0; at < wanted.length; at += CHUNK) {
      const some = make("div", "some");
      some.setAttribute("role", "rowgroup");
      for (const [n, fact] of wanted.slice(at, at + CHUNK).entries()) {
        const row = Rows.row(open, fact, at + n);
        if (fact.start === null || fact.start === undefined) row.classList.add("unplaced");
        some.append(row);
      }
      table.append(some);
    }
    list.replaceChildren(table);
    list.setAttribute("aria-labelledby", "tab-" + open);
    const first = list.querySelector(".body");
    if (first) first.tabIndex = 0;
    select(chosen, false);
  };
  const show = (letter) => {
    if (letter === open && list.firstChild) return;
    open = letter;
    filter.value = "";
    drawTabs();
    drawRows();
    list.scrollTop = 0;
  };
  /** Mark the row of fact `id` (its table is open), and bring it into view. */
  const select = (id, scroll = true) => {
    chosen = id;
    for (const row of list.querySelectorAll('[aria-selected="true"]')) { row.removeAttribute("aria-selected"); row.tabIndex = -1; }
    const row = id && document.getElementById("row-" + id);
    if (row) {
      for (const other of list.querySelectorAll('.body[tabindex="0"]')) other.tabIndex = -1;
      row.setAttribute("aria-selected", "true");
      row.tabIndex = 0;
      if (scroll) {
        row.scrollIntoView({ block: "nearest" });
        requestAnimationFrame(() => {
          const box = row.getBoundingClientRect(), frame = list.getBoundingClientRect();
          if (box.top < frame.top + 30 || box.bottom > frame.bottom) row.scrollIntoView({ block: "center" });
        });
      }
    }
    return row;
  };
  const reveal = (id) => {
    if (open !== id[0]) show(id[0]);
    if (!document.getElementById("row-" + id) && filter.value) { filter.value = ""; drawRows(); }
    return select(id);
  };
  const describe = (id) => {
    card.replaceChildren();
    const fact = id && facts.get(id);
    card.hidden = !fact || "dws".includes(id[0]);
    if (card.hidden) return;
    card.className = id[0];
    if (fact.quote || fact.printed) card.append(make("blockquote", "", fact.quote || fact.printed));
    const dl = make("dl");
    for (const [name, value] of Rows.fields(id[0], fact)) dl.append(make("dt", "", name), make("dd", "", value));
    card.append(dl);
  };
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".body");
    if (row && !String(getSelection())) choose(row.id.slice(4), true);
  });
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".body");
    if (!row) return;
    const rows = Array.from(list.querySelectorAll(".body"));
    const at = rows.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined && rows[to]) {
      row.tabIndex = -1;
      rows[to].tabIndex = 0;
      rows[to].focus();
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === " ") {
      choose(row.id.slice(4), true);
      event.preventDefault();
    }
  });
  tabs.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const all = Array.from(tabs.children);
    const next = all[(all.indexOf(event.target.closest("button")) + by + all.length) % all.length];
    show(next.id.slice(4));
    document.getElementById(next.id).focus();
    event.preventDefault();
  });
  filter.addEventListener("input", drawRows);
  /** All tables, for print. */
  const printed = () => {
    const out = document.getElementById("printed");
    out.replaceChildren();
    for (const letter of "dcitrwp") {
      if (!data.tables[letter].length) continue;
      const title = make("h2", "", w(Rows.KIND[letter]) + " ");
      title.append(make("b", "", letter === "d" ? "" : String(data.tables[letter].length)));
      out.append(title, Rows.table(letter, data.tables[letter]));
    }
  };
  return {
    show, reveal, select, describe, printed, facts, focusFilter: () => filter.focus(),
    redraw: () => { drawTabs(); drawRows(); describe(chosen); }, onChoose: (f) => { choose = f; },
  };
})();
