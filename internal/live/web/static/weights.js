// Sliders. Where the browser may have the panel's matrix its own engine, the same as the server's, ranks at once; the common weights go to the server meanwhile,
// whose ranking is the record. Elsewhere the server ranks while a slider is moved, and its list is put in place of the one that stands.
"use strict";
(() => {
  const form = document.getElementById("weights");
  if (!form) return;
  const common = form.hasAttribute("data-common"), comma = document.documentElement.lang === "ru";
  let busy = false, more = null, local = null;

  // The engine is taken only where it gives the server's scores to the bit.
  async function start() {
    if (!form.dataset.engine || !globalThis.VecheEngine || typeof DecompressionStream === "undefined") return;
    const [packed, told] = await Promise.all([fetch(form.dataset.engine).then(r => r.arrayBuffer()), fetch(document.body.dataset.base + "/engine", { credentials: "same-origin" }).then(r => r.json())]);
    await VecheEngine.start(new Uint8Array(packed));
    const problem = VecheEngine.prepare(told.problem);
    const { scores, order, ranks } = problem.rank(Float64Array.from(told.weights));
    if (!told.scores.every((x, k) => Object.is(x, scores[k]))) return;
    local = { problem, told, first: sharing(order, ranks) };
    form.dataset.started = "1";
  }
  start().catch(() => { /* the server ranks */ });

  // sharing are the rows that share the first place, the highest first.
  const sharing = (order, ranks) => [...order].filter(k => ranks[k] === ranks[order[0]]);
  const sliders = () => [...form.querySelectorAll("input[type=range]")];
  const number = (x, decimals) => { const text = x.toFixed(decimals); return comma ? text.replace(".", ",") : text; };
  function ranked(moved) {
    const all = sliders(), at = all.findIndex(e => e.name === "w." + moved), sum = all.reduce((s, e) => s + Number(e.value), 0);
    if (at < 0 || !(sum > 0)) return;
    const before = local.weights ?? Float64Array.from(local.told.weights);
    const weights = local.problem.move(before, at, Math.min(1, Number(all[at].value) / 100), new Uint8Array(all.length));
    local.weights = weights.slice();
    all.forEach((e, k) => {
      if (k !== at) e.value = 100 * weights[k];
      form.querySelector('output[for="' + CSS.escape(e.id) + '"]').textContent = number(100 * weights[k], 1) + (comma ? "\u00a0%" : "%");
    });
    const r = local.problem.rank(weights), body = document.querySelector("#ranking tbody"), rows = new Map([...body.rows].map(row => [row.dataset.id, row]));
    const best = Math.max(...r.scores), least = Math.min(0, ...r.scores), span = best - least || 1;
    if (!local.told.rows.every(id => rows.has(id))) return;
    [...r.order].forEach((k, place) => {
      const row = rows.get(local.told.rows[k]);
      row.cells[0].textContent = r.ranks[k];
      row.cells[2].textContent = number(r.scores[k], 4);
      row.querySelector("rect").setAttribute("width", (100 * (r.scores[k] - least) / span).toFixed(2));
      row.classList.toggle("in", place < local.told.shortlist);
      row.toggleAttribute("data-line", place + 1 === local.told.shortlist);
      body.append(row);
    });
    const changed = document.getElementById("changed"), title = k => rows.get(local.told.rows[k]).querySelector("th").lastChild.textContent.trim();
    const now = sharing(r.order, r.ranks), same = now.length === local.first.length && now.every(k => local.first.includes(k));
    const names = all => all.slice(0, 3).map(title).join(", ") + (all.length > 3 ? form.dataset.more.replace("{0}", all.length - 3) : "");
    changed.hidden = same;
    changed.textContent = same ? "" : form.dataset.first.replace("{0}", () => names(now)).replace("{1}", () => names(local.first));
  }

  async function send(moved) {
    if (busy) { more = moved; return; }
    busy = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      if (moved) body.set("moved", moved);
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Part": "live" }, credentials: "same-origin" });
      if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"), moved);
    } catch { /* the next movement tries again */ }
    busy = false;
    if (more !== null) { const m = more; more = null; send(m); }
  }
  function put(page, moved) {
    const seq = page.querySelector('input[name="seq"]');
    if (seq) form.elements.seq.value = seq.value;
    if (moved && more !== null) return; // it was moved on meanwhile
    for (const now of document.querySelectorAll("[data-live]")) {
      const then = page.querySelector('[data-live="' + CSS.escape(now.dataset.live) + '"]');
      if (then && now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
    }
    for (const slider of sliders()) {
      const then = page.getElementById(slider.id);
      if (then && slider.name !== "w." + moved && slider !== document.activeElement) slider.value = then.value;
    }
    if (local) local.weights = Float64Array.from(sliders(), e => Number(e.value) / 100);
  }
  form.addEventListener("input", e => {
    const moved = e.target.name.slice(2);
    if (local) {
      try { ranked(moved); } catch { local = null; } // the server ranks
    }
    if (!local || common) send(moved);
  });
  form.addEventListener("submit", e => {
    if (e.submitter?.name === "reset") return;
    e.preventDefault();
    send("");
  });
  if (common) document.addEventListener("renewed", e => { if (!busy) put(e.detail, ""); });
})();
