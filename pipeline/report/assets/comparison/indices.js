"use strict";
/* Indices over the years: what was promised against what was reported. */
Views.indices = (() => {
  const { data, w, say, make } = Page;
  const P = Parts;
  let index = null, type = null;
  return (to) => {
    if (!data.index_years.length) { to.append(P.none()); return; }
    const counts = {};
    for (const row of data.index_years) counts[row.index] = (counts[row.index] || 0) + 1;
    const names = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
    if (!names.includes(index)) index = names[0];
    const types = Array.from(new Set(data.index_years.filter((r) => r.index === index).map((r) => r.type)));
    if (!types.includes(type)) type = types[0];
    const redraw = () => { to.replaceChildren(); Views.indices(to); };
    const rows = data.index_years.filter((r) => r.index === index && r.type === type);
    const box = P.card(null, P.controls(
      P.select(w("cmp.index"), names.map((n) => [n, `${n.replace(/_/g, " ")} (${counts[n]})`]), index, (n) => { index = n; redraw(); }),
      P.group(types.map((t) => [t, say(t)]), type, (t) => { type = t; redraw(); }),
    ));
    to.append(box);
    const years = Array.from(new Set(rows.map((r) => r.year))).filter(Boolean).sort();
    const places = Array.from(new Set(rows.map((r) => r.locality)));
    places.sort((a, b) => P.sum(rows.filter((r) => r.locality === b).map(() => 1)) - P.sum(rows.filter((r) => r.locality === a).map(() => 1)));
    const shown = places.slice(0, 8);
    const colours = [P.css("--c"), P.css("--r"), P.css("--t"), P.css("--i"), P.css("--d"), P.css("--p"), P.css("--w"), P.css("--soft")];
    const at = (place, y, what) => rows.find((r) => r.locality === place && r.year === y && r[what]);
    if (years.length) P.chart(box, 380, w("cmp.lead.indices"), () => ({
      legend: { type: "scroll", bottom: 0, textStyle: { color: P.css("--ink") }, pageTextStyle: { color: P.css("--ink") }, data: shown.map(P.placeName) },
      grid: { left: 56, right: 20, top: 14, bottom: 58 },
      xAxis: P.axis({ type: "category", data: years.map(String), axisLabel: { color: P.css("--ink") } }),
      yAxis: P.axis({ type: "value", scale: true, inverse: type === "rank", axisLabel: { color: P.css("--soft"), formatter: (x) => say(x) } }),
      tooltip: { formatter: (p) => `${p.seriesName} · ${p.name}\n${w("cmp." + p.data.what)}: ${p.data.text}` },
      series: shown.flatMap((place, n) => ["result", "target"].map((what) => ({
        name: P.placeName(place), type: "line", connectNulls: true, color: colours[n], symbolSize: 9, symbol: what === "target" ? "diamond" : "circle", itemStyle: { color: what === "target" ? P.css("--raised") : colours[n], borderColor: colours[n], borderWidth: 2 },
        lineStyle: { color: colours[n], width: what === "target" ? 1.5 : 2.5, type: what === "target" ? "dashed" : "solid" },
        data: years.map((y) => { const r = at(place, y, what); return r ? { value: r[what].value, what, r, text: P.aim({ ...r[what], value_max: null }, r.unit) } : null; }),
      }))),
    }), (p) => { if (p.data?.r) P.open(`${p.seriesName} · ${index.replace(/_/g, " ")} ${p.name}`, p.data.r[p.data.what].evidence); });
    const value = (r, what) => (r[what] ? P.number(P.aim({ ...r[what], value_max: null }, r.unit), `${P.placeName(r.locality)} · ${index.replace(/_/g, " ")} ${r.year ?? ""}`, r[what].evidence) : "");
    to.append(P.card(null, P.table([
      [w("cmp.locality"), (r) => P.place(r.locality)], [w("cmp.year"), (r) => r.year ?? "", "nowrap"], [w("cmp.target"), (r) => value(r, "target"), "nowrap"], [w("cmp.result"), (r) => value(r, "result"), "nowrap"],
      [w("cmp.met"), (r) => (r.met === null ? "" : make("span", "pill " + (r.met ? "good" : "bad"), w(r.met ? "cmp.met_yes" : "cmp.met_no")))],
    ], rows.slice().sort((a, b) => P.placeName(a.locality).localeCompare(P.placeName(b.locality), "vi") || (a.year ?? 0) - (b.year ?? 0)))));
  };
})();
