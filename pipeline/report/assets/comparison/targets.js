"use strict";
/* One measure at a time: every locality's value, the spread, the wordings that were taken as one. */
Views.targets = (() => {
  const { data, w, say, day, make } = Page;
  const P = Parts;
  const MANY = 160;
  let chosen = null, status = "", year = "";
  const title = (m) => (m.index ? `${m.name.replace(/_/g, " ")} (${say(m.type)})` : m.name);
  const numeric = (v) => typeof v.value === "number";
  const strip = (to, measure, values) => {
    const shown = values.filter(numeric);
    if (shown.length < 2) return;
    const levels = ["central", "province", "district", "commune"].filter((l) => shown.some((v) => v.level === l));
    const boxes = levels.map((l) => {
      const all = shown.filter((v) => v.level === l).map((v) => v.value).sort((a, b) => a - b);
      const q = (p) => { const at = (all.length - 1) * p, low = Math.floor(at); return all[low] + (at - low) * ((all[low + 1] ?? all[low]) - all[low]); };
      return all.length < 4 ? [] : [q(0), q(0.25), q(0.5), q(0.75), q(1)];
    });
    // Points of one value stand one above the other, in a fixed order.
    const seen = new Map();
    const point = (v) => {
      const key = `${v.level}|${v.value}`, n = seen.get(key) || 0;
      seen.set(key, n + 1);
      return { value: [v.value, levels.indexOf(v.level), ((n % 2 ? 1 : -1) * Math.ceil(n / 2)) % 6], v, symbol: v.outlier ? "diamond" : "circle", symbolSize: v.outlier ? 13 : 10, symbolOffset: [0, ((n % 2 ? 1 : -1) * Math.ceil(n / 2) % 6) * 5], itemStyle: { color: v.status === "result" ? P.css("--raised") : P.css(v.outlier ? "--w" : "--t"), borderColor: P.css(v.outlier ? "--w" : v.status === "result" ? "--i" : "--t"), borderWidth: 2, opacity: 0.9 } };
    };
    // Hundreds of values: those that are alike make one bubble.
    const bubbles = () => {
      const groups = new Map();
      for (const v of shown) { const key = `${v.level}|${v.value}|${v.status}|${v.outlier}`; groups.set(key, (groups.get(key) || []).concat([v])); }
      return Array.from(groups.values(), (all) => ({ ...point(all[0]), all, symbolOffset: [0, 0], symbolSize: Math.min(44, 6 + Math.sqrt(all.length) * 2.4) })).sort((a, b) => b.all.length - a.all.length);
    };
    const many = shown.length > MANY;
    P.chart(to, levels.length * 86 + 60, measure.name, () => ({
      grid: { left: 84, right: 20, top: 10, bottom: 42 },
      xAxis: P.axis({ type: "value", scale: true, boundaryGap: ["4%", "4%"], name: measure.type === "rank" ? w("rank") : P.unitName(measure.unit), nameLocation: "middle", nameGap: 26, nameTextStyle: { color: P.css("--soft") }, axisLabel: { color: P.css("--soft"), formatter: (x) => say(x) } }),
      yAxis: P.axis({ type: "category", data: levels.map((l) => say(l)), inverse: true, axisLabel: { color: P.css("--ink"), fontSize: 12.5 } }),
      tooltip: { formatter: (p) => p.seriesType === "boxplot" ? `${say(levels[p.dataIndex])}: ${w("cmp.median")} ${say(boxes[p.dataIndex][2])}` : p.data.all?.length > 1 ? `${say(p.data.all.length)} × ${P.aim({ ...p.data.v, comparator: "=" }, measure.unit)} · ${say(p.data.v.status)}` : `${P.placeName(p.data.v.locality)}\n${P.aim(p.data.v, measure.unit)}${p.data.v.due ? " · " + day(p.data.v.due) : ""} · ${say(p.data.v.status)}${p.data.v.outlier ? " · " + w("cmp.outlier") : ""}` },
      series: [
        { type: "boxplot", data: boxes, boxWidth: [20, 44], itemStyle: { color: P.css("--faint"), borderColor: P.css("--soft"), borderWidth: 1 }, z: 1 },
        { type: "scatter", data: many ? bubbles() : shown.map(point), z: 3 },
      ],
    }), (p) => {
      if (!p.data.v) return;
      const all = p.data.all || [p.data.v], first = all.slice(0, 60).map((v) => v.evidence);
      P.open(`${all.length > 1 ? say(all.length) + " ×" : P.placeName(p.data.v.locality) + " ·"} ${P.aim(p.data.v, measure.unit)}`, all.length > 60 ? [...first, all.length - 60] : first);
    });
  };
  return (to, argument) => {
    if (!data.measures.length) { to.append(P.none()); return; }
    if (argument && data.measures.some((m) => m.id === argument)) chosen = argument;
    chosen ||= (data.measures.find((m) => m.values.filter(numeric).length > 3) || data.measures[0]).id;
    const measure = data.measures.find((m) => m.id === chosen);
    const redraw = () => { to.replaceChildren(); Views.targets(to); };
    const all = measure.values;
    const years = Array.from(new Set(all.map((v) => v.year).filter(Boolean))).sort();
    if (year && !years.includes(Number(year))) year = "";
    const values = all.filter((v) => (!status || v.status === status) && (!year || v.year === Number(year)));
    const side = make("div", "side"), right = make("div", "stack");
    side.append(P.picker(data.measures.map((m) => ({ id: m.id, text: title(m), count: say(m.localities) })), chosen, (id) => { chosen = id; status = year = ""; const top = to.querySelector(".list").scrollTop; redraw(); to.querySelector(".list").scrollTop = top; }), right);
    to.append(side);
    const top = P.card(title(measure), P.controls(
      P.group([["", w("cmp.all")], ["target", w("cmp.target")], ["result", w("cmp.result")]], status, (s) => { status = s; redraw(); }),
      P.select(w("cmp.year"), [["", w("cmp.all")], ...years.map((y) => [String(y), String(y)])], year, (y) => { year = y; redraw(); }),
      make("span", "soft", `${say(values.length)} ${w("cmp.values").toLowerCase()} · ${say(new Set(values.map((v) => v.locality)).size)} ${w("cmp.localities")}`),
    ));
    strip(top, measure, values);
    right.append(top);
    const order = values.slice().sort((a, b) => (numeric(a) && numeric(b) ? b.value - a.value : String(a.value).localeCompare(String(b.value))));
    right.append(P.card(w("cmp.values"), P.table([
      [w("cmp.locality"), (v) => P.place(v.locality)], [w("level"), (v) => say(v.level), "soft"],
      [w("value"), (v) => { const s = make("span"); s.append(P.number(P.aim(v, measure.unit), `${P.placeName(v.locality)} · ${P.aim(v, measure.unit)}`, v.evidence)); if (v.outlier) s.append(" ", make("span", "pill bad", w("cmp.outlier"))); return s; }, "strong"],
      [w("due"), (v) => day(v.due), "nowrap"], [w("cmp.year"), (v) => v.year ?? "", "nowrap"], [w("status"), (v) => say(v.status), "soft"], [w("body"), (v) => v.body ?? ""],
    ], order)));
    right.append(P.card(w("cmp.wordings"), P.table([
      [w("cmp.measure"), (v) => v.measure], [w("cmp.count"), (v) => say(v.count), "n"], [w("cmp.similarity"), (v) => say(Math.round(v.similarity * 100)) + " %", "n"],
    ], measure.variants)));
  };
})();
