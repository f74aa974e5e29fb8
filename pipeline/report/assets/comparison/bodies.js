"use strict";
/* Who leads what, and how much. */
Views.bodies = (() => {
  const { data, w, say, day, make } = Page;
  const P = Parts;
  const ROLES = ["lead", "coordinate", "advise", "monitor", "recipient"];
  let province = "", chosen = null;
  // "các địa phương" says more with the place that the document speaks for.
  const named = (b) => {
    const place = P.localityName(b.locality), proper = place.replace(/^(tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường) /, "");
    return !place || b.locality === "central" || b.body.includes(proper) ? b.body : `${b.body} · ${place}`;
  };
  return (to) => {
    const redraw = () => { to.replaceChildren(); Views.bodies(to); };
    const bodies = data.responsibilities.bodies.filter((b) => !province || P.provinceOf(b.locality) === province);
    const key = (b) => `${b.body}|${b.locality}`;
    const total = (b) => P.sum(ROLES.map((r) => b[r]));
    const top = bodies.slice().sort((a, b) => b.lead - a.lead || total(b) - total(a));
    const first = top.slice(0, 22);
    const box = P.card(null, P.controls(P.select(w("cmp.province"), P.provinces(), province, (p) => { province = p; chosen = null; redraw(); })));
    to.append(box);
    if (!first.length) { box.append(P.none()); return; }
    const colour = { lead: "--c", coordinate: "--t", advise: "--i", monitor: "--r", recipient: "--soft" };
    P.chart(box, first.length * 25 + 62, w("cmp.lead.bodies"), () => ({
      legend: { bottom: 0, textStyle: { color: P.css("--ink") }, itemWidth: 12, itemHeight: 12 },
      grid: { left: 300, right: 24, top: 6, bottom: 54 },
      xAxis: P.axis({ type: "value", minInterval: 1, axisLabel: { color: P.css("--soft"), formatter: (x) => say(x) } }),
      yAxis: P.axis({ type: "category", inverse: true, data: first.map((b) => P.short(named(b), 46)), axisLabel: { color: P.css("--ink"), fontSize: 12.5, width: 290, overflow: "truncate", interval: 0 } }),
      tooltip: { formatter: (p) => `${named(first[p.dataIndex])}\n${p.seriesName}: ${say(p.value)}` },
      series: ROLES.map((role) => ({ name: say(role), type: "bar", stack: "all", barWidth: 15, itemStyle: { color: P.css(colour[role]) }, data: first.map((b) => b[role]) })),
    }), (p) => { chosen = key(first[p.dataIndex]); redraw(); document.getElementById("tasks")?.scrollIntoView({ block: "start" }); });
    const two = make("div", "stack");
    two.append(P.card(null, P.table([
      [w("body"), (b) => { const el = make("button", "num", named(b)); el.type = "button"; el.addEventListener("click", () => { chosen = key(b); redraw(); document.getElementById("tasks").scrollIntoView({ block: "nearest" }); }); return el; }],
      ...ROLES.map((role) => [say(role), (b) => (role === "lead" ? P.number(say(b.lead), b.body, b.evidence) : b[role] ? say(b[role]) : ""), "n"]),
      [w("cmp.load"), (b) => (b.load === null ? "" : say(Math.round(b.load * 1000) / 10) + " %"), "n"],
    ], top)));
    const body = top.find((b) => key(b) === chosen);
    const tasks = data.responsibilities.tasks.filter((t) => (body ? t.body === body.body && t.locality === body.locality : !province || P.provinceOf(t.locality) === province));
    const right = P.card(`${w("cmp.tasks")}${body ? " · " + body.body : ""}`, P.table([
      ...(body ? [] : [[w("body"), (t) => t.body]]),
      [w("role"), (t) => say(t.role), "soft"], [w("task"), (t) => P.number(t.task, t.body, t.evidence)], [w("due"), (t) => day(t.due), "nowrap"],
    ], tasks));
    right.id = "tasks";
    two.append(right);
    two.style.marginTop = "16px";
    to.append(two);
  };
})();
