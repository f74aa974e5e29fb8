"use strict";
/* The embedded data, the language of the page, its theme. Storage may be forbidden (file://): then nothing is kept. */
const Page = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const kept = (key) => { try { return localStorage.getItem("kehoach." + key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem("kehoach." + key, value); } catch { /* not kept */ } };
  let lang = data.lang;
  const listeners = [];
  /** Word `key` in the language of the page, with {names} filled in. */
  const w = (key, values = {}) => {
    const pair = data.words[key];
    const text = pair ? pair[lang === "vi" ? 1 : 0] : key;
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  };
  /** A code of the record in words; anything else as it is; numbers as the language writes them. */
  const say = (value) => {
    if (value === null || value === undefined) return "";
    if (Array.isArray(value)) return value.map(say).join(", ");
    if (typeof value === "number") return value.toLocaleString(lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 6 });
    return data.words["value:" + value] ? w("value:" + value) : String(value);
  };
  /** An ISO date, whole or partial, as Vietnamese write it (30/9/2024), or as it is in English. */
  const day = (iso) => {
    const parts = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(iso || "");
    if (!parts || lang !== "vi") return iso === null || iso === undefined ? "" : String(iso);
    return [parts[3], parts[2], parts[1]].filter(Boolean).join("/");
  };
  const translate = (scope = document) => {
    for (const el of scope.querySelectorAll("[data-w]")) el.textContent = w(el.dataset.w, { n: el.dataset.n, path: el.dataset.path });
    for (const el of scope.querySelectorAll("[data-w-label]")) el.setAttribute("aria-label", w(el.dataset.wLabel));
    for (const el of scope.querySelectorAll("[data-w-placeholder]")) el.placeholder = w(el.dataset.wPlaceholder);
    for (const el of scope.querySelectorAll("[data-day]")) el.textContent = day(el.dataset.day);
    for (const el of scope.querySelectorAll("[data-w-title]")) el.title = w(el.dataset.wTitle);
  };
  const setLang = (chosen) => {
    lang = chosen;
    root.lang = lang;
    const button = document.getElementById("language");
    button.textContent = lang === "vi" ? "English" : "Tiếng Việt";
    button.lang = lang === "vi" ? "en" : "vi";
    translate();
    themeLabel();
    for (const listener of listeners) listener();
  };
  const THEMES = ["auto", "light", "dark"];
  let theme = "auto";
  const themeLabel = () => {
    const button = document.getElementById("theme");
    button.title = w("theme_" + theme);
    button.setAttribute("aria-label", button.title);
    button.textContent = { auto: "◐", light: "☀", dark: "☾" }[theme];
  };
  const setTheme = (chosen) => {
    theme = THEMES.includes(chosen) ? chosen : "auto";
    if (theme === "auto") root.removeAttribute("data-theme"); else root.dataset.theme = theme;
    themeLabel();
  };
  const nextTheme = () => {
    setTheme(THEMES[(THEMES.indexOf(theme) + 1) % 3]);
    keep("theme", theme);
    for (const listener of listeners) listener();
  };
  const nextLang = () => { setLang(lang === "vi" ? "en" : "vi"); keep("lang", lang); };
  /** The page begins: in the language and theme its reader chose last. */
  const begin = () => {
    document.getElementById("language").addEventListener("click", nextLang);
    document.getElementById("theme").addEventListener("click", nextTheme);
    setTheme(kept("theme"));
    setLang(["en", "vi"].includes(kept("lang")) ? kept("lang") : lang);
  };
  /** An element with text in it and nothing else: strings never become markup. */
  const make = (tag, className = "", text = null) => {
    const el = document.createElement(tag);
    if (className) el.className = className;
    if (text !== null) el.textContent = text;
    return el;
  };
  return { data, w, say, day, make, begin, nextLang, nextTheme, translate, kept, keep, lang: () => lang, onChange: (f) => listeners.push(f) };
})();
