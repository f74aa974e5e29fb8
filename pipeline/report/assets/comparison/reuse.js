"use strict";
/* Who copied whom. */
Views.reuse = (() => {
  const { data, w, say, make } = Page;
  const P = Parts;
  let chosen = null;
  const half = (id, start, quote) => {
    const el = make("div"), doc = data.documents[id] || {};
    const who = make("p", "", `${P.placeName(doc.locality)} · ${P.documentName(id)} `);
    if (data.pages[id]) { const a = make("a", "", w("cmp.open")); a.href = data.pages[id]; a.target = "_blank"; a.rel = "noopener"; who.append(a); }
    el.append(who, make("blockquote", "", quote));
    return el;
  };
  return (to) => {
    const documents = data.reuse.documents.filter((d) => d.copied > 0).sort((a, b) => b.copied / b.words - a.copied / a.words);
    if (!documents.length) { to.append(P.none()); return; }
    const redraw = () => { to.replaceChildren(); Views.reuse(to); };
    const first = documents.slice(0, 20);
    const name = (id) => `${P.localityName(data.documents[id]?.locality)} · ${P.documentName(id)}`;
    const box = P.card(`${w("cmp.own")} / ${w("cmp.copied")}`);
    to.append(box);
    P.chart(box, first.length * 24 + 56, w("cmp.lead.reuse"), () => ({
      legend: { bottom: 0, textStyle: { color: P.css("--ink") }, itemWidth: 12, itemHeight: 12 },
      grid: { left: 320, right: 24, top: 6, bottom: 52 },
      xAxis: P.axis({ type: "value", max: 100, axisLabel: { color: P.css("--soft"), formatter: "{value} %" } }),
      yAxis: P.axis({ type: "category", inverse: true, data: first.map((d) => P.short(name(d.document), 50)), axisLabel: { color: P.css("--ink"), fontSize: 12.5, interval: 0, width: 310, overflow: "truncate" } }),
      tooltip: { formatter: (p) => `${name(first[p.dataIndex].document)}\n${p.seriesName}: ${say(Math.round(p.value))} %` },
      series: [["copied", "--r"], ["own", "--c"]].map(([key, colour]) => ({ name: w("cmp." + key), type: "bar", stack: "all", barWidth: 14, itemStyle: { color: P.css(colour) }, data: first.map((d) => (key === "copied" ? 100 * d.copied / d.words : 100 - 100 * d.copied / d.words)) })),
    }), (p) => { chosen = first[p.dataIndex].document; redraw(); document.getElementById("passages").scrollIntoView({ block: "start" }); });
    const passages = data.reuse.passages.filter((p) => !chosen || p.document === chosen).slice(0, 60);
    const list = P.card(`${w("cmp.passages")}${chosen ? " · " + name(chosen) : ""}`);
    list.id = "passages";
    for (const p of passages) {
      const pair = make("div", "pair"), left = half(p.document, p.start, p.quote), right = half(p.source, p.source_start, p.source_quote);
      left.querySelector("p").append(" ", make("span", "pill", `${say(p.words)} ${w("cmp.words")} · ${say(Math.round(p.similarity * 100))} %`));
      right.querySelector("p").append(" ", make("span", "pill", w("cmp.relation." + p.relation)));
      pair.append(left, right);
      list.append(pair);
    }
    to.append(list);
  };
})();
