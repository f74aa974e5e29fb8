"use strict";
/* Localities by indices, and by cited documents, as heat maps. */
Views.coverage = (() => {
  const { data, w, say, make } = Page;
  const P = Parts;
  let kind = "indices", province = "", level = "";
  const COLUMNS = { indices: 30, cited: 40 }, ROW = 21, LEVELS = ["central", "province", "district", "commune"];
  return (to) => {
    const redraw = () => { to.replaceChildren(); Views.coverage(to); };
    const matrix = data.coverage[kind];
    const rows = matrix.rows.filter((id) => (!province || P.provinceOf(id) === province) && (!level || (data.localities[id]?.level ?? "central") === level));
    const weight = {};
    for (const c of matrix.cells) weight[c.row] = (weight[c.row] || 0) + c.mentions;
    const rank = (id) => LEVELS.indexOf(data.localities[id]?.level ?? "central");
    rows.sort((a, b) => rank(a) - rank(b) || weight[b] - weight[a] || P.localityName(a).localeCompare(P.localityName(b), "vi"));
    const columns = matrix.columns.slice(0, COLUMNS[kind]);
    const rowAt = new Map(rows.map((id, n) => [id, n])), columnAt = new Map(columns.map((c, n) => [c.id, n]));
    const cells = matrix.cells.filter((c) => rowAt.has(c.row) && columnAt.has(c.column));
    const box = P.card(null, P.controls(
      P.group([["indices", w("cmp.matrix_indices")], ["cited", w("cmp.matrix_cited")]], kind, (k) => { kind = k; redraw(); }),
      P.select(w("cmp.province"), P.provinces(), province, (p) => { province = p; redraw(); }),
      P.select(w("cmp.level"), P.levels(), level, (l) => { level = l; redraw(); }),
      make("span", "soft", `${say(rows.length)} × ${say(columns.length)}`),
    ));
    to.append(box);
    if (!cells.length) { box.append(P.none()); return; }
    const most = Math.max(...cells.map((c) => c.mentions));
    const shown = Math.min(rows.length, 30);
    const name = (c) => P.short(c.name.replace(/_/g, " "), kind === "indices" ? 24 : 26);
    const label = columns.length <= 12 ? 26 : kind === "indices" ? 96 : 150;
    P.chart(box, shown * ROW + label + 20, w("cmp.lead.coverage"), () => ({
      grid: { left: 210, right: rows.length > shown ? 34 : 8, top: label, bottom: 8 },
      xAxis: P.axis({ type: "category", data: columns.map(name), position: "top", axisLabel: { rotate: columns.length > 12 ? -50 : 0, interval: 0, color: P.css("--ink"), fontSize: 11.5 }, axisLine: { show: false } }),
      yAxis: P.axis({ type: "category", data: rows.map((id) => P.short(P.localityName(id), 32)), inverse: true, axisLabel: { interval: 0, color: P.css("--ink"), fontSize: 12, width: 200, overflow: "truncate" }, axisLine: { show: false }, splitLine: { show: true, lineStyle: { color: P.css("--faint") } } }),
      dataZoom: rows.length > shown ? [{ type: "slider", yAxisIndex: 0, right: 4, width: 16, startValue: 0, endValue: shown - 1, zoomLock: true, brushSelect: false, showDetail: false, fillerColor: P.css("--line"), borderColor: P.css("--line") }, { type: "inside", yAxisIndex: 0, zoomLock: true, zoomOnMouseWheel: false, moveOnMouseWheel: true }] : [],
      visualMap: { show: false, min: 1, max: Math.max(2, most), inRange: { color: P.shades() }, dimension: 2 },
      tooltip: { formatter: (p) => { const c = p.data.cell; return `${P.placeName(c.row)}\n${P.short(columns[columnAt.get(c.column)].name, 90)}\n${say(c.mentions)} ${w("cmp.mentions")} · ${say(c.documents)} ${w("cmp.documents")}`; } },
      series: [{ type: "heatmap", itemStyle: { borderColor: P.css("--raised"), borderWidth: 1.5, borderRadius: 3 }, emphasis: { itemStyle: { borderColor: P.css("--ink"), borderWidth: 1.5 } },
        data: cells.map((cell) => ({ value: [columnAt.get(cell.column), rowAt.get(cell.row), cell.mentions], cell, label: { show: columns.length <= 30, formatter: String(cell.mentions), fontSize: 11, color: P.onShade(Math.min(1, (cell.mentions - 1) / Math.max(1, most - 1))) } })) }],
    }), (p) => { const c = p.data.cell; P.open(`${P.placeName(c.row)} · ${P.short(columns[columnAt.get(c.column)].name, 120)}`, c.evidence); }, 240 + columns.length * (columns.length > 12 ? 22 : 68));
    const of = (id) => cells.filter((c) => c.column === id);
    to.append(P.card(null, P.table([
      [w(kind === "indices" ? "cmp.index" : "cmp.document"), (c) => c.name.replace(/_/g, " ")], [w("cmp.localities"), (c) => `${say(of(c.id).length)} / ${say(rows.length)}`, "n"],
      [w("cmp.mentions"), (c) => P.number(say(P.sum(of(c.id).map((x) => x.mentions))), c.name, of(c.id).flatMap((x) => x.evidence.filter((e) => typeof e === "string").slice(0, 2)).slice(0, 60)), "n"],
    ], columns)));
  };
})();
