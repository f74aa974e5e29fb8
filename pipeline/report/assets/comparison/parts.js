"use strict";
/* What all views are made of: names, numbers that lead to evidence, tables, charts, the drawer. */
const Parts = (() => {
  const { data, w, say, day, make } = Page;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // A unit that keeps its name over the reform of 2025 is two localities: the later one is told apart by the year.
  const kept = (id) => (String(id).endsWith("+") && data.localities[id.slice(0, -1)]?.name === data.localities[id]?.name ? " (2025)" : "");
  const localityName = (id) => (id === "central" ? w("value:central") : data.localities[id] ? data.localities[id].name + kept(id) : id ?? "");
  const provinceOf = (id) => data.localities[id]?.province ?? (String(id).startsWith("province:") ? id : null);
  /** "huyện Cát Tiên (Lâm Đồng)" */
  const placeName = (id) => {
    const province = provinceOf(id);
    return province && province !== id && data.localities[province] ? `${localityName(id)}, ${localityName(province)}` : localityName(id);
  };
  /** The same, with what the reform did to the unit (only where units are counted as of a day). */
  const place = (id) => {
    const el = make("span", "", placeName(id)), unit = data.localities[id];
    for (const flag of unit?.flags ?? []) {
      const pill = make("span", "pill bad", w("cmp." + flag));
      pill.title = (flag === "merged" ? unit.from : unit.successors).map(localityName).join(", ");
      el.append(" ", pill);
    }
    return el;
  };
  const nodeName = (id) => { const n = data.nodes[id]; return n ? [n.kind, n.number].filter(Boolean).join(" ") || n.title || id : id; };
  const documentName = (id) => { const d = data.documents[id]; return d ? [d.kind, d.number].filter(Boolean).join(" ") || d.title || d.path : id; };
  const SIGN = { "=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", range: "" };
  const unitName = (u) => ({ VND: "đồng", rank: "" }[u] ?? (u || ""));
  /** "≥ 90 %" */
  const aim = (v, unit) => {
    if (v.value === null || v.value === undefined) return "";
    const one = (x) => (typeof x === "string" ? day(x) : say(x));
    const u = unitName(unit);
    return `${SIGN[v.comparator] ?? ""}${one(v.value)}${v.value_max === null || v.value_max === undefined ? "" : "–" + one(v.value_max)}${u === "%" ? " %" : u ? " " + u : ""}`;
  };

  // The drawer: what stands behind a number, in the words of the documents.
  const drawer = document.getElementById("drawer");
  let opener = null;
  const asList = (evidence) => (evidence === null || evidence === undefined ? [] : Array.isArray(evidence) ? evidence : [evidence]);
  const proof = (id) => {
    const at = id.lastIndexOf(":");
    const [docId, fact] = [id.slice(0, at), id.slice(at + 1)];
    const known = data.evidence[id];
    const doc = data.documents[docId];
    const box = make("div", "proof " + fact[0]);
    box.append(make("p", "who", documentName(docId)));
    if (doc) box.append(make("p", "where", [doc.issuer || placeName(doc.locality), day(doc.date), doc.path].filter(Boolean).join(" · ")));
    if (known && known.quote) box.append(make("blockquote", "", known.quote));
    if (data.pages[docId]) {
      const link = make("a", "", w("cmp.open"));
      // Only ever a path beside this page, made when the report was written.
      link.href = data.pages[docId] + (fact === "d" ? "" : "#" + fact);
      link.target = "_blank";
      link.rel = "noopener";
      box.append(link);
    }
    return box;
  };
  const close = () => {
    if (drawer.hidden) return;
    drawer.hidden = true;
    opener?.focus();
  };
  /** Show `evidence` (ids; a number at the end: so many more) under `title`, with `extra` elements above. */
  const open = (title, evidence, extra = []) => {
    opener = document.activeElement;
    document.getElementById("drawer-name").textContent = title;
    const all = asList(evidence);
    const content = drawer.querySelector(".content");
    content.replaceChildren(...extra, ...all.filter((e) => typeof e === "string").map(proof));
    const rest = all.find((e) => typeof e === "number");
    if (rest) content.append(make("p", "soft", w("cmp.more", { n: rest })));
    content.scrollTop = 0;
    drawer.hidden = false;
    drawer.focus();
  };
  document.getElementById("drawer-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  /** A number (or any text) that leads to its evidence. */
  const number = (text, title, evidence) => {
    if (!asList(evidence).length) return make("span", "", text);
    const el = make("button", "num", text);
    el.type = "button";
    el.addEventListener("click", () => open(title, evidence));
    return el;
  };
  const card = (title, ...inner) => { const el = make("div", "card"); if (title) el.append(make("h3", "", title)); el.append(...inner); return el; };
  const none = () => make("p", "none", w("cmp.nothing"));
  const ROWS = 60;
  /** A table of `rows`; `columns`: [heading, what a row shows (text or element), class]. Long ones grow on demand. */
  const table = (columns, rows) => {
    if (!rows.length) return none();
    const wrap = make("div", "scroll"), el = make("table"), head = make("tr"), thead = make("thead"), body = make("tbody");
    for (const [name, , kind] of columns) head.append(make("th", kind === "n" ? "n" : "", name));
    thead.append(head);
    el.append(thead, body);
    wrap.append(el);
    let at = 0;
    const more = make("button", "more");
    const grow = () => {
      for (const row of rows.slice(at, at + ROWS)) {
        const tr = make("tr");
        for (const [, show, kind] of columns) {
          const td = make("td", kind || ""), value = show(row);
          if (value instanceof Node) td.append(value); else td.textContent = value ?? "";
          tr.append(td);
        }
        body.append(tr);
      }
      at += ROWS;
      more.hidden = at >= rows.length;
      more.textContent = w("cmp.show_more", { n: Math.min(ROWS * 4, rows.length - at) });
    };
    more.type = "button";
    more.addEventListener("click", () => { for (let n = 0; n < 4 && at < rows.length; n++) grow(); });
    grow();
    wrap.append(more);
    return wrap;
  };
  /** A choice; `options`: [value, words]. */
  const select = (label, options, chosen, change) => {
    const wrap = make("label", "", label + " "), el = make("select");
    for (const [value, text] of options) { const o = make("option", "", text); o.value = value; o.selected = value === chosen; el.append(o); }
    el.addEventListener("change", () => change(el.value));
    wrap.append(el);
    return wrap;
  };
  const group = (options, chosen, change) => {
    const el = make("div", "group");
    for (const [value, text] of options) {
      const b = make("button", "", text);
      b.type = "button";
      b.setAttribute("aria-pressed", String(value === chosen));
      b.addEventListener("click", () => change(value));
      el.append(b);
    }
    return el;
  };
  const controls = (...inner) => { const el = make("div", "controls"); el.append(...inner); return el; };
  /** A list to choose from, with a filter above it; `items`: {id, text, count}. */
  const picker = (items, chosen, change) => {
    const wrap = make("div", "card"), input = make("input", "wide"), list = make("div", "list");
    input.type = "search";
    input.placeholder = w("cmp.search");
    input.setAttribute("aria-label", w("cmp.search"));
    const draw = () => {
      const find = input.value.trim() ? Folding.finder(input.value) : null;
      list.replaceChildren();
      for (const item of items.filter((i) => !find || find(i.text).length).slice(0, 400)) {
        const b = make("button");
        b.type = "button";
        b.dataset.id = item.id;
        b.setAttribute("aria-pressed", String(item.id === chosen));
        b.append(make("span", "", item.text), make("b", "", item.count));
        b.addEventListener("click", () => change(item.id));
        list.append(b);
      }
    };
    input.addEventListener("input", draw);
    draw();
    wrap.append(input, list);
    return wrap;
  };

  // Charts: painted on a canvas, tips as text on it, so that no policy has to be relaxed for them.
  let charts = [];
  /** A chart `height` px high in `where`; `option` is made when it is drawn; `chosen` gets what is clicked on. */
  const chart = (where, height, label, option, chosen = null, least = 560) => {
    // On a narrow window a chart keeps the width it can be read at, and scrolls.
    const frame = make("div", "scroll"), el = make("div", "chart");
    el.style.minWidth = least + "px";
    frame.append(el);
    el.style.height = height + "px";
    el.setAttribute("role", "img");
    el.setAttribute("aria-label", label);
    where.append(frame);
    requestAnimationFrame(() => {
      if (!el.isConnected) return;
      const made = echarts.init(el, null, { renderer: "canvas" });
      const base = {
        animation: false, backgroundColor: "transparent",
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: css("--ink"), fontSize: 12 },
        tooltip: { renderMode: "richText", confine: true, backgroundColor: css("--ink"), borderWidth: 0, padding: [7, 10], textStyle: { color: css("--paper"), fontSize: 12.5 } },
      };
      const own = option();
      made.setOption({ ...base, ...own, tooltip: { ...base.tooltip, ...own.tooltip } });
      if (chosen) made.on("click", chosen);
      charts.push({ el, made });
    });
    return el;
  };
  const dropCharts = () => { for (const { made } of charts) made.dispose(); charts = []; };
  addEventListener("resize", () => { charts = charts.filter(({ el, made }) => { if (!el.isConnected) { made.dispose(); return false; } made.resize(); return true; }); });
  const axis = (more = {}) => ({
    axisLine: { lineStyle: { color: css("--line") } }, axisTick: { show: false }, axisLabel: { color: css("--soft"), fontSize: 12 },
    splitLine: { lineStyle: { color: css("--faint") } }, ...more,
  });
  /** From paper to strong colour, for heat maps; the first step is visible on both themes. */
  const shades = () => [css("--c-tint"), css("--c")];
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const light = (colour) => { const [r, g, b] = colour.map((c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  /** Black or white, whichever is easier to read on that shade (contrast as WCAG 2 counts it). */
  const onShade = (share) => {
    const [from, to] = shades().map(rgb), at = light(from.map((c, n) => c + (to[n] - c) * share));
    return 1.05 / (at + 0.05) > (at + 0.05) / 0.055 ? "#ffffff" : "#14171a";
  };
  const short = (text, most = 44) => (text.length > most ? text.slice(0, most - 1) + "…" : text);
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const provinces = () => {
    const ids = new Set(Object.keys(data.localities).map(provinceOf).filter((p) => p && data.localities[p]));
    return [["", w("cmp.all")], ...Array.from(ids, (p) => [p, localityName(p)]).sort((a, b) => a[1].localeCompare(b[1], "vi"))];
  };
  const levels = () => [["", w("cmp.all")], ...["central", "province", "district", "commune"].filter((l) => Object.values(data.localities).some((x) => x.level === l)).map((l) => [l, say(l)])];
  return {
    css, localityName, placeName, place, provinceOf, nodeName, documentName, aim, unitName, open, close, number, card, none, table, select, group,
    controls, picker, chart, dropCharts, axis, shades, onShade, short, sum, provinces, levels,
  };
})();
const Views = {};
