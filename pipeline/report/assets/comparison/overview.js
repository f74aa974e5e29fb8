"use strict";
/* Provinces as tiles where they lie, and what is cited most. */
Views.overview = (() => {
  const { data, w, say, day, make } = Page;
  const P = Parts;
  let shade = "documents", units = null;
  const byProvince = () => {
    const out = {};
    for (const [id, place] of Object.entries(data.localities)) {
      const province = P.provinceOf(id);
      if (!province) continue;
      const row = (out[province] ||= { documents: [], localities: 0, mentions: 0 });
      row.documents.push(...place.documents);
      row.localities += place.documents.length ? 1 : 0;
    }
    for (const kind of ["indices", "cited"]) for (const cell of data.coverage[kind].cells) {
      const row = out[P.provinceOf(cell.row)];
      if (row) row.mentions += cell.mentions;
    }
    return out;
  };
  const tileChart = (where, rows, tiles) => {
    const value = (row) => (shade === "documents" ? row.documents.length : row[shade]);
    const most = Math.max(1, ...Object.values(rows).map(value));
    const at = (tile) => `province:${tile.code}${tile.units === "34" ? "+" : ""}`;
    const low = Math.max(...tiles.map((t) => t.row));
    P.chart(where, (low + 1) * 27 + 8, w("cmp.lead.overview"), () => ({
      grid: { left: 0, right: 0, top: 4, bottom: 4 },
      xAxis: { type: "category", data: [0, 1, 2, 3, 4, 5, 6], show: false }, yAxis: { type: "category", data: Array.from({ length: low + 1 }, (_, n) => n), inverse: true, show: false },
      tooltip: { formatter: (p) => { const row = rows[p.data.id]; return row ? `${p.data.full}\n${row.documents.length} ${w("cmp.documents")} · ${row.localities} ${w("cmp.localities")} · ${row.mentions} ${w("cmp.mentions")}` : `${p.data.full}\n0 ${w("cmp.documents")}`; } },
      visualMap: { show: false, min: 1, max: most, inRange: { color: P.shades() }, dimension: 2 },
      series: [{
        type: "heatmap", itemStyle: { borderColor: P.css("--raised"), borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: P.css("--ink"), borderWidth: 1.5 } },
        data: tiles.map((tile) => {
          const row = rows[at(tile)], n = row ? value(row) : 0;
          return { value: [tile.column, tile.row, n], id: at(tile), ...(n ? {} : { visualMap: false, itemStyle: { color: P.css("--faint") } }), full: row ? P.localityName(at(tile)) : tile.name,
            label: { show: true, formatter: tile.name, fontSize: 11, color: n ? P.onShade(most > 1 ? (n - 1) / (most - 1) : 0) : P.css("--soft") } };
        }),
      }],
    }), (p) => {
      const row = rows[p.data.id];
      if (row) P.open(P.localityName(p.data.id), row.documents.slice(0, 200).map((d) => d + ":d").concat(row.documents.length > 200 ? [row.documents.length - 200] : []));
    }, 470);
  };
  return (to) => {
    const counts = make("div", "counts");
    for (const [name, key] of [["documents", "documents"], ["localities", "localities"], ["nodes", "nodes"], ["edges", "edges"], ["targets", "n_targets"], ["measures", "measures"], ["passages", "passages"], ["conflicts", "n_conflicts"]]) {
      const box = make("div");
      box.append(make("b", "", say(data.counts[name] ?? 0)), make("span", "", w("cmp." + key)));
      counts.append(box);
    }
    const rows = byProvince();
    const orders = ["63", "34"].filter((u) => Object.keys(rows).some((id) => id.endsWith("+") === (u === "34")));
    if (!orders.length) orders.push("63");
    const documents = (u) => P.sum(Object.entries(rows).map(([id, r]) => (id.endsWith("+") === (u === "34") ? r.documents.length : 0)));
    units ||= orders.sort((a, b) => documents(b) - documents(a))[0];
    const redraw = () => { to.replaceChildren(); Views.overview(to); };
    const map = P.card(null, P.controls(
      P.group(orders.sort().reverse().map((u) => [u, w("cmp.units" + u)]), units, (u) => { units = u; redraw(); }),
      P.select(w("cmp.shade"), ["documents", "localities", "mentions"].map((s) => [s, w("cmp." + s)]), shade, (s) => { shade = s; redraw(); }),
    ));
    map.id = "tiles";
    tileChart(map, rows, data.tiles.filter((t) => t.units === units));
    const cited = data.coverage.cited.columns.slice().sort((a, b) => b.localities - a.localities || b.mentions - a.mentions).slice(0, 25);
    const cellsOf = (id) => data.coverage.cited.cells.filter((c) => c.column === id).flatMap((c) => c.evidence);
    const list = P.card(w("cmp.most_cited"), P.table([
      [w("cmp.document"), (c) => P.short(c.name, 110)], [w("cmp.localities"), (c) => say(c.localities), "n"],
      [w("cmp.mentions"), (c) => P.number(say(c.mentions), c.name, cellsOf(c.id).filter((e) => typeof e === "string").slice(0, 40)), "n"],
    ], cited));
    const two = make("div", "two");
    two.append(map, list);
    to.append(counts, two);
  };
})();
