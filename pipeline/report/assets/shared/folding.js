"use strict";
/* Search as Vietnamese is typed: "to chuc" finds "Tổ chức"; "tổ chức" finds only that; "hoà" and "hòa" are one. */
const Folding = (() => {
  const known = new Map([["đ", "d"], ["Đ", "d"]]);
  const foldChar = (ch) => {
    let out = known.get(ch);
    if (out === undefined) {
      out = ch.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
      // Offsets in the folded text must be those of the text itself.
      if (out.length !== ch.length) out = ch;
      known.set(ch, out);
    }
    return out;
  };
  /** `text` in small letters without diacritics, of the same length. */
  const fold = (text) => {
    let out = "";
    for (const ch of text) out += foldChar(ch);
    return out;
  };
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  /** `text` in small letters with each word's tone behind it, wherever it was put. */
  const toned = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\S+/g, (word) => word.replace(TONES, "") + (word.match(TONES) || []).join("")).normalize("NFC");
  /** A function that gives the places [start, end] of `query` in a text (and its folded form, if known). */
  const finder = (query) => {
    const wanted = query.normalize("NFC").trim().replace(/\s+/g, " ");
    const plain = fold(wanted);
    const exact = plain !== wanted.toLowerCase() ? toned(wanted) : null;
    return (text, folded = fold(text)) => {
      const found = [];
      if (!plain) return found;
      for (let at = folded.indexOf(plain); at >= 0; at = folded.indexOf(plain, at + plain.length)) {
        const end = at + plain.length;
        if (exact === null || toned(text.slice(at, end)) === exact) found.push([at, end]);
      }
      return found;
    };
  };
  return { fold, finder };
})();
