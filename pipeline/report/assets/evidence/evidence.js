"use strict";
/* What leads from a fact to its words and back: clicks, keys, the address. */
(() => {
  const { w } = Page;
  const live = document.getElementById("live");
  const tip = document.getElementById("tip");
  const search = document.getElementById("search");
  const keys = document.getElementById("keys");
  const single = document.getElementById("single-keys");
  let chosen = null;

  const choose = (id, { scrollText = true } = {}) => {
    const fact = Panel.facts.get(id);
    if (!fact) return;
    chosen = id;
    if (Reading.hidden(id[0])) toggle(id[0], true);
    // The card first: it takes room from the rows.
    Panel.describe(id);
    Panel.reveal(id);
    const placed = Reading.mark(id, { scroll: scrollText });
    live.textContent = Rows.inShort(id[0], fact) + (placed ? "" : ". " + w("no_place"));
    try { history.replaceState(null, "", "#" + id); } catch { /* an address that cannot be changed */ }
  };
  const leave = () => {
    chosen = null;
    Reading.clear();
    Panel.select(null);
    Panel.describe(null);
    tip.hidden = true;
  };
  Panel.onChoose((id) => choose(id));

  // A click on words that several facts share goes from the innermost outwards.
  const visible = (el) => el.dataset.f.split(" ").filter((id) => !Reading.hidden(id[0]) && Panel.facts.has(id));
  Reading.pane.addEventListener("click", (event) => {
    const el = event.target.closest("mark, rect");
    if (!el || String(getSelection())) return;
    const ids = visible(el);
    if (ids.length) choose(ids[(ids.indexOf(chosen) + 1) % ids.length], { scrollText: false });
  });
  Reading.pane.addEventListener("mousemove", (event) => {
    const el = event.target.closest("mark, rect");
    const ids = el ? visible(el) : [];
    tip.hidden = !ids.length;
    if (!ids.length) return;
    tip.textContent = ids.map((id) => Rows.inShort(id[0], Panel.facts.get(id))).join("\n");
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(event.clientX + 12, innerWidth - box.width - 8)) + "px";
    tip.style.top = (event.clientY + 20 + box.height > innerHeight ? event.clientY - box.height - 14 : event.clientY + 20) + "px";
  });
  Reading.pane.addEventListener("mouseleave", () => { tip.hidden = true; });
  Reading.pane.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  const toggle = (layer, yes) => {
    Reading.toggle(layer, yes);
    document.querySelector(`.layer[data-layer="${layer}"]`)?.setAttribute("aria-pressed", String(yes));
  };
  for (const button of document.querySelectorAll(".layer"))
    button.addEventListener("click", () => toggle(button.dataset.layer, Reading.hidden(button.dataset.layer)));
  for (const button of document.querySelectorAll("[data-open]"))
    button.addEventListener("click", () => { Panel.show(button.dataset.open); document.querySelector("#rows .body")?.focus(); });

  const count = () => {
    const [at, all] = Reading.hit();
    document.getElementById("hits").textContent = !search.value.trim() ? "" : all ? w("hits", { n: at, m: all }) : w("no_hits");
  };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (Reading.search(search.value) && Reading.onPages()) Reading.showPages(false); count(); }, 120);
  });
  const step = (by) => { Reading.step(by); count(); };
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { step(event.shiftKey ? -1 : 1); event.preventDefault(); }
    if (event.key === "Escape") { search.value = ""; Reading.search(""); count(); search.blur(); }
  });
  document.getElementById("search-on").addEventListener("click", () => step(1));
  document.getElementById("search-back").addEventListener("click", () => step(-1));

  // Facts in the order of the text.
  const ordered = Array.from(Panel.facts.values()).filter((f) => typeof f.start === "number" && "citrd".includes(f.id[0]))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const walk = (by) => {
    const rest = ordered.filter((f) => !Reading.hidden(f.id[0]));
    if (!rest.length) return;
    const at = rest.findIndex((f) => f.id === chosen);
    choose(rest[at < 0 ? (by > 0 ? 0 : rest.length - 1) : (at + by + rest.length) % rest.length].id);
  };
  const KEYS = {
    "/": () => { search.focus(); search.select(); }, f: () => Panel.focusFilter(), j: () => walk(1), k: () => walk(-1),
    v: () => Reading.hasPages && Reading.showPages(!Reading.onPages()), l: () => Page.nextLang(), d: () => Page.nextTheme(), "?": () => keys.showModal(),
  };
  for (const [n, layer] of [..."citrd"].entries()) KEYS[n + 1] = () => toggle(layer, Reading.hidden(layer));
  document.addEventListener("keydown", (event) => {
    if (keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "Escape") { leave(); return; }
    const act = single.checked && KEYS[event.key];
    if (act) { act(); event.preventDefault(); }
  });
  document.getElementById("help").addEventListener("click", () => keys.showModal());
  single.checked = Page.kept("keys") !== "off";
  single.addEventListener("change", () => Page.keep("keys", single.checked ? "on" : "off"));

  addEventListener("beforeprint", () => { Panel.printed(); Reading.drawAll(); });
  document.getElementById("print").addEventListener("click", () => { Panel.printed(); Reading.drawAll(); requestAnimationFrame(() => print()); });
  addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1))));

  Page.onChange(() => { Panel.redraw(); count(); });
  Page.begin();
  Reading.estimate();
  if (location.hash) choose(decodeURIComponent(location.hash.slice(1)));
  document.documentElement.dataset.ready = "yes";
})();
