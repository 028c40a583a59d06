// What a page keeps on this device, under the key of panel and person: answers that could not be sent, those that came too late, receipts. Without a place to keep
// (private windows) it keeps them while the page stays open. And what any page may have: printing, and a mark that marks many.
"use strict";
window.kept = (() => {
  const key = document.body.dataset.key;
  const memory = {};
  const name = part => "veche:" + key + ":" + part;
  const read = part => {
    try {
      const text = localStorage.getItem(name(part));
      if (text !== null) return JSON.parse(text);
    } catch { /* kept in memory */ }
    return memory[part] ?? [];
  };
  const write = (part, list) => {
    memory[part] = list;
    try { localStorage.setItem(name(part), JSON.stringify(list)); } catch { /* kept in memory */ }
  };
  const forget = () => {
    for (const part of ["queue", "late", "receipts"]) {
      delete memory[part];
      try { localStorage.removeItem(name(part)); } catch { /* there was none */ }
    }
  };
  return { read, write, forget, key };
})();
for (const form of document.querySelectorAll("form[data-leaving]")) form.addEventListener("submit", () => window.kept.forget());
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
for (const all of document.querySelectorAll("[data-marks]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => { for (const e of document.querySelectorAll("[data-" + all.dataset.marks + "]")) e.checked = all.checked; });
}
