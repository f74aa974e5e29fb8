"use strict";
/* A central document and what carries it out, level by level; where nothing does. */
Views.cascade = (() => {
  const { data, w, say, day, make } = Page;
  const P = Parts;
  let chosen = null, province = "";
  const COLOUR = { central: "--soft", province: "--c", district: "--t", commune: "--r" };
  const MOST = 130;
  const level = (place) => (place === "central" ? "central" : data.localities[place]?.level ?? "central");
  const size = (tree) => 1 + P.sum(tree.children.map(size));
  return (to, argument) => {
    if (!data.programmes.length) { to.append(P.none()); return; }
    if (argument && data.programmes.some((p) => p.node === argument)) chosen = argument;
    chosen ||= data.programmes[0].node;
    const programme = data.programmes.find((p) => p.node === chosen);
    const redraw = () => { to.replaceChildren(); Views.cascade(to); };
    const side = make("div", "side"), right = make("div", "stack");
    side.append(P.picker(data.programmes.map((p) => ({ id: p.node, text: [P.nodeName(p.node), data.nodes[p.node]?.title].filter(Boolean).join(" – "), count: say(p.documents) })), chosen, (id) => { chosen = id; province = ""; redraw(); }), right);
    to.append(side);
    const about = data.nodes[chosen] || {};
    const box = P.card([P.nodeName(chosen), about.title].filter(Boolean).join(" – "), make("p", "soft", [w("cmp.carried", { n: say(programme.documents) }), ...["province", "district", "commune"].filter((l) => programme.levels[l]).map((l) => `${say(programme.levels[l])} ${w(`cmp.${l}_level`)}`)].join(" · ")));
    right.append(box);
    // A tree too large to read shows its first branches; a province opens its own.
    const whole = size(programme.tree) <= MOST;
    const places = Array.from(new Set(programme.tree.children.map((c) => P.provinceOf(c.locality)).filter(Boolean)), (id) => [id, P.localityName(id)]).sort((a, b) => a[1].localeCompare(b[1], "vi"));
    if (!whole || province) box.append(P.controls(P.select(w("cmp.province"), [["", w("cmp.all")], ...places], province, (id) => { province = id; redraw(); })));
    const root = province ? { ...programme.tree, children: programme.tree.children.filter((c) => P.provinceOf(c.locality) === province) } : programme.tree;
    const deep = whole ? 9 : province ? (size(root) <= 2 * MOST ? 9 : 2) : 1;
    const item = (tree, depth = 0) => {
      const l = level(tree.locality);
      return {
        name: P.short(tree.locality === "central" ? P.nodeName(tree.node) : P.localityName(tree.locality), 25) + (depth >= deep && tree.children.length ? ` +${say(size(tree) - 1)}` : ""), tree,
        itemStyle: { color: tree.documents.length || l === "central" ? P.css(COLOUR[l]) : P.css("--raised"), borderColor: P.css(COLOUR[l]) }, symbolSize: 7 + Math.min(9, Math.sqrt(tree.children.length) * 2),
        children: depth >= deep ? [] : tree.children.map((c) => item(c, depth + 1)),
      };
    };
    const rows = (tree, depth = 0) => (!tree.children.length || depth >= deep ? 1 : P.sum(tree.children.map((c) => rows(c, depth + 1))));
    P.chart(box, Math.max(180, Math.min(8000, rows(root) * 21 + 30)), w("cmp.lead.cascade"), () => ({
      tooltip: { formatter: (p) => { const t = p.data.tree, n = data.nodes[t.node] || {}; return [P.placeName(t.locality), P.nodeName(t.node), P.short(n.title || "", 90), day(n.date)].filter(Boolean).join("\n"); } },
      series: [{ type: "tree", data: [item(root)], left: 170, right: 180, top: 10, bottom: 10, initialTreeDepth: -1, expandAndCollapse: false, symbol: "circle", lineStyle: { color: P.css("--line"), width: 1.2, curveness: 0.55 },
        label: { position: "left", verticalAlign: "middle", align: "right", fontSize: 12, color: P.css("--ink"), backgroundColor: P.css("--raised"), padding: [0, 2] }, leaves: { label: { position: "right", align: "left" } }, emphasis: { focus: "ancestor" } }],
    }), (p) => { const t = p.data.tree, home = P.provinceOf(t.locality); if (deep === 1 && home && t.children.length) { province = home; redraw(); return; } P.open(`${P.localityName(t.locality)} · ${P.nodeName(t.node)}`, (t.evidence?.length ? t.evidence : t.documents.map((d) => d + ":d"))); });
    const gaps = P.card(w("cmp.gaps"));
    if (!programme.gaps.length) gaps.append(P.none());
    const note = (text, lists) => {
      const el = make("div", "gap");
      el.append(make("p", "", text));
      for (const [names, key] of lists) {
        if (!names.length) continue;
        const more = make("details");
        more.append(make("summary", "", `${say(names.length)} ${w(key)}`), make("p", "", names.join(", ")));
        el.append(more);
      }
      gaps.append(el);
    };
    const bare = programme.gaps.filter((g) => g.level === "province" && !g.with.length);
    if (bare.length) note(w("cmp.gap_provinces", { n: say(bare.length) }), [[bare.filter((g) => g.without.length).map((g) => P.localityName(g.province)), "cmp.gap_without"], [bare.filter((g) => !g.without.length).map((g) => P.localityName(g.province)), "cmp.gap_absent"]]);
    for (const gap of programme.gaps) {
      const missing = gap.units - gap.with.length;
      if (gap.level === "province" || !missing) continue;
      note(w("cmp.gap", { n: say(missing), all: say(gap.units), level: say(gap.level), province: P.localityName(gap.province) }), [[gap.without.map(P.localityName), "cmp.gap_without"], [gap.absent, "cmp.gap_absent"]]);
    }
    right.append(gaps);
  };
})();
