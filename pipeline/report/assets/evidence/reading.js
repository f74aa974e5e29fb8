"use strict";
/* The left side: the text with its marks, the pages with their boxes, search. */
const Reading = (() => {
  const pane = document.getElementById("reading");
  const text = document.getElementById("text");
  const pages = document.getElementById("pages");
  const root = document.documentElement;
  const placesOf = (id, within) => within.querySelectorAll(`[data-f~="${CSS.escape(id)}"]`);
  const shown = () => (pages && !pages.hidden ? pages : text);

  // Chunks that are not laid out yet take about the room they will take, so that the scroll bar tells the truth.
  const estimate = () => {
    const width = Math.max(20, text.clientWidth / 8.2);
    for (const chunk of text.children) {
      let height = 0;
      for (const line of chunk.children) height += line.classList.contains("e") ? 14 : Math.ceil(line.textContent.length / width) * 31.5 + 4;
      chunk.style.containIntrinsicSize = `auto ${Math.round(height)}px`;
    }
  };

  const center = (el) => {
    el.scrollIntoView({ block: "center", inline: "nearest" });
    // What was estimated above it has its true height only now.
    requestAnimationFrame(() => el.scrollIntoView({ block: "center", inline: "nearest" }));
  };
  let marked = [];
  const clear = () => {
    for (const el of marked) el.classList.remove("on");
    marked = [];
  };
  /** Mark the places of fact `id`, and bring the first into view; whether it has any. */
  const mark = (id, { scroll = true } = {}) => {
    clear();
    for (const side of [text, pages]) if (side) marked.push(...placesOf(id, side));
    for (const el of marked) el.classList.add("on");
    let first = placesOf(id, shown())[0];
    if (!first && marked.length && pages) {
      showPages(shown() !== pages);
      first = placesOf(id, shown())[0];
    }
    if (first && scroll) center(first);
    return marked.length > 0;
  };

  // Page images are decoded when their page comes near.
  const draw = (figure) => {
    const image = figure.querySelector("image");
    if (image.hasAttribute("href")) return;
    const source = document.querySelector(`script[type="text/plain"][data-page="${figure.dataset.page}"]`);
    image.setAttribute("href", source.textContent);
  };
  const drawAll = () => { if (pages) for (const figure of pages.children) draw(figure); };
  const showPages = (yes) => {
    if (!pages) return;
    pages.hidden = !yes;
    text.hidden = yes;
    document.getElementById("show-pages").setAttribute("aria-pressed", String(yes));
    document.getElementById("show-text").setAttribute("aria-pressed", String(!yes));
    if (!yes) estimate();
    if (marked.length) { const on = shown().querySelector(".on"); if (on) center(on); }
  };
  if (pages) {
    const near = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) { draw(entry.target); near.unobserve(entry.target); }
    }, { root: pane, rootMargin: "1500px" });
    for (const figure of pages.children) near.observe(figure);
    document.getElementById("show-pages").addEventListener("click", () => showPages(true));
    document.getElementById("show-text").addEventListener("click", () => showPages(false));
  }

  // Search. Hits are painted by the CSS Custom Highlight API: no element is made for them.
  let lines = null, hits = [], at = -1;
  const painter = typeof Highlight === "function" && CSS.highlights;
  const index = () => {
    if (!lines) lines = Array.from(text.querySelectorAll(".l:not(.e)"), (el) => { const s = el.textContent; return { el, s, folded: Folding.fold(s) }; });
    return lines;
  };
  const range = (line, start, end) => {
    const out = new Range();
    const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let from = 0, begun = false;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const to = from + node.length;
      if (!begun && start < to) { out.setStart(node, start - from); begun = true; }
      if (end <= to) { out.setEnd(node, end - from); break; }
      from = to;
    }
    return out;
  };
  const PAINTED = 2000;
  const unpaint = () => {
    if (painter) { CSS.highlights.delete("hits"); CSS.highlights.delete("hit"); }
    for (const el of text.querySelectorAll(".found")) el.classList.remove("found");
  };
  const search = (query) => {
    unpaint();
    hits = [];
    at = -1;
    if (query.trim()) {
      const find = Folding.finder(query);
      for (const line of index()) for (const [start, end] of find(line.s, line.folded)) hits.push({ el: line.el, start, end });
      if (painter) CSS.highlights.set("hits", new Highlight(...hits.slice(0, PAINTED).map((h) => range(h.el, h.start, h.end))));
      if (hits.length) go(0);
    }
    return hits.length;
  };
  const go = (to) => {
    if (!hits.length) return;
    at = (to + hits.length) % hits.length;
    if (pages && !pages.hidden) showPages(false);
    const hit = hits[at];
    if (painter) CSS.highlights.set("hit", new Highlight(range(hit.el, hit.start, hit.end)));
    for (const el of text.querySelectorAll(".found")) el.classList.remove("found");
    hit.el.classList.add("found");
    const r = range(hit.el, hit.start, hit.end);
    const bring = () => {
      const box = r.getBoundingClientRect(), frame = pane.getBoundingClientRect();
      if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) pane.scrollTop += box.top - (frame.top + frame.height / 2);
    };
    hit.el.scrollIntoView({ block: "nearest" });
    bring();
    requestAnimationFrame(bring);
  };

  return {
    pane, text, pages, mark, clear, search, estimate, drawAll, showPages, hasPages: Boolean(pages),
    onPages: () => shown() === pages, step: (by) => go(at + by), hit: () => [at + 1, hits.length],
    toggle: (layer, yes) => root.classList.toggle("hide-" + layer, !yes),
    hidden: (layer) => root.classList.contains("hide-" + layer),
  };
})();
