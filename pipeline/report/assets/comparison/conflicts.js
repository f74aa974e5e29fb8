"use strict";
/* What documents say differently of one document. */
Views.conflicts = (() => {
  const { data, w, say, day, make } = Page;
  const P = Parts;
  return (to) => {
    const values = (c) => {
      const el = make("div");
      for (const v of c.values) { const line = make("div"); line.append(make("span", "", `${c.type === "two_dates" ? day(v.value) : v.value} `), P.number(`× ${say(v.count)}`, `${P.nodeName(c.node)} · ${v.value}`, v.evidence)); el.append(line); }
      return el;
    };
    to.append(P.card(null, P.table([[w("cmp.document"), (c) => P.nodeName(c.node)], [w("cmp.type"), (c) => make("span", "pill bad", w("cmp." + c.type))], [w("value"), values]], data.conflicts)));
  };
})();
