"use strict";
/* One view at a time, by the address: #targets/m3 is a place one can send to a colleague. */
(() => {
  const { data, w } = Page;
  const show = () => {
    let [name, argument] = decodeURIComponent(location.hash.slice(1)).split("/");
    if (!Object.hasOwn(Views, name)) name = "overview";
    Parts.dropCharts();
    Parts.close();
    for (const link of document.querySelectorAll("nav a")) {
      if (link.dataset.view === name) { link.setAttribute("aria-current", "page"); link.scrollIntoView({ block: "nearest", inline: "nearest" }); } else link.removeAttribute("aria-current");
    }
    for (const section of document.querySelectorAll("main > section")) {
      section.hidden = section.id !== "view-" + name;
      section.querySelector(".content").replaceChildren();
    }
    Views[name](document.querySelector(`#view-${name} .content`), argument);
    document.documentElement.dataset.view = name;
    const lost = Object.entries(data.left_out);
    const note = document.getElementById("left-out");
    note.hidden = !lost.length;
    note.textContent = w("cmp.left_out", { what: lost.map(([key, n]) => `${data.words["cmp." + key] ? w("cmp." + key) : key}: ${Page.say(n)}`).join(", ") });
  };
  addEventListener("hashchange", () => { show(); document.getElementById("main").scrollTop = 0; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  document.getElementById("print").addEventListener("click", () => print());
  Page.onChange(show);
  Page.begin();
  document.documentElement.dataset.ready = "yes";
})();
