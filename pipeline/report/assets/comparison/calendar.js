"use strict";
/* What falls due when. */
Views.calendar = (() => {
  const { data, w, say, day, make } = Page;
  const P = Parts;
  let year = null, province = "", chosen = null;
  const MONTHS = { vi: Array.from({ length: 12 }, (_, n) => `Tháng ${n + 1}`), en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] };
  const DAYS = { vi: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"], en: ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] };
  const rule = (r) => (Array.isArray(r) ? r.map((x) => say(x)).join(", ") : r ?? "");
  return (to) => {
    const redraw = () => { to.replaceChildren(); Views.calendar(to); };
    const all = data.calendar.filter((e) => !province || P.provinceOf(e.locality) === province);
    const dayOf = (e) => (/^\d{4}-\d\d-\d\d$/.test(e.end || e.start || "") ? e.end || e.start : null);
    const dated = all.filter(dayOf);
    const counts = {};
    for (const e of dated) counts[dayOf(e).slice(0, 4)] = (counts[dayOf(e).slice(0, 4)] || 0) + 1;
    const years = Object.keys(counts).sort();
    if (!years.includes(year)) year = years.slice().sort((a, b) => counts[b] - counts[a])[0] ?? null;
    const box = P.card(null, P.controls(
      P.group(years.slice(-8).map((y) => [y, y]), year, (y) => { year = y; chosen = null; redraw(); }),
      P.select(w("cmp.province"), P.provinces(), province, (p) => { province = p; chosen = null; redraw(); }),
    ));
    to.append(box);
    const perDay = new Map();
    for (const e of dated) if (dayOf(e).startsWith(year)) perDay.set(dayOf(e), (perDay.get(dayOf(e)) || []).concat([e]));
    if (perDay.size) {
      const most = Math.max(...Array.from(perDay.values(), (v) => v.length));
      P.chart(box, 190, w("cmp.lead.calendar"), () => ({
        calendar: { range: year, left: 36, right: 8, top: 28, bottom: 6, cellSize: ["auto", 21], splitLine: { lineStyle: { color: P.css("--line"), width: 1 } }, itemStyle: { color: P.css("--raised"), borderColor: P.css("--faint") },
          dayLabel: { firstDay: 1, nameMap: DAYS[Page.lang()], color: P.css("--soft") }, monthLabel: { nameMap: MONTHS[Page.lang()], color: P.css("--soft") }, yearLabel: { show: false } },
        visualMap: { show: false, min: 1, max: Math.max(2, most), inRange: { color: P.shades() } },
        tooltip: { formatter: (p) => `${day(p.value[0])}: ${say(p.value[1])}` },
        series: [{ type: "heatmap", coordinateSystem: "calendar", data: Array.from(perDay, ([d, list]) => [d, list.length]) }],
      }), (p) => { chosen = p.value[0]; redraw(); }, 760);
    }
    const rows = chosen ? perDay.get(chosen) || [] : dated.filter((e) => dayOf(e).startsWith(year ?? "")).sort((a, b) => dayOf(a).localeCompare(dayOf(b)));
    const columns = (first) => [first, [w("type"), (e) => w("cmp." + e.kind), "soft nowrap"], [w("what"), (e) => P.number(P.short(e.what || "—", 200), P.placeName(e.locality), e.evidence)], [w("body"), (e) => e.body ?? ""], [w("cmp.locality"), (e) => P.place(e.locality)]];
    to.append(P.card(chosen ? day(chosen) : year, P.table(columns([w("date"), (e) => day(dayOf(e)), "nowrap"]), rows)));
    const recurring = all.filter((e) => e.rule);
    if (recurring.length) to.append(P.card(w("cmp.rule"), P.table(columns([w("cmp.rule"), (e) => rule(e.rule), "nowrap"]), recurring)));
  };
})();
