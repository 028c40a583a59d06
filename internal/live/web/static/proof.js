// Checks the receipts this device keeps against what every member is shown: the last one of each closed round must be in the box, by a path that leads to the root.
"use strict";
(async () => {
  const list = document.getElementById("receipts"), words = list.dataset, base = document.body.dataset.base;
  const receipts = window.kept.read("receipts").filter(r => r.panel === words.panel);
  const rounds = new Map([...document.querySelectorAll("[data-round]")].map(e => [e.dataset.round, e.dataset]));
  const last = new Map();
  for (const r of receipts) if (!last.has(r.round) || last.get(r.round).version < r.version) last.set(r.round, r);
  const bytes = hex => Uint8Array.from(hex.match(/../g), b => parseInt(b, 16));
  const hex = b => [...new Uint8Array(b)].map(x => x.toString(16).padStart(2, "0")).join("");
  const sha = async (...parts) => {
    const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const p of parts) { all.set(p, at); at += p.length; }
    return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  };
  for (const r of last.values()) {
    const item = document.createElement("li"), code = document.createElement("code");
    code.textContent = r.commitment;
    let state = words.open;
    const round = rounds.get(r.round);
    if (round) {
      const answer = await fetch(base + "/membership?" + new URLSearchParams({ round: r.round, commitment: r.commitment }), { credentials: "same-origin" });
      state = words.missing;
      if (answer.ok) {
        const told = await answer.json();
        state = words.in;
        if (window.isSecureContext && !(await leads(r.commitment, told, round))) state = words.missing;
      }
      item.className = state === words.in ? "good" : "warn";
    }
    item.append(state + " ", code);
    list.append(item);
  }
  // leads says whether the path leads from the commitment to the root, as RFC 6962 builds it.
  async function leads(commitment, told, round) {
    let n = Number(round.count), place = told.place, hash = await sha(Uint8Array.of(0), bytes(commitment)), path = told.path.map(bytes);
    let last = n - 1;
    for (const side of path) {
      if (place % 2 === 1 || place === last) {
        hash = await sha(Uint8Array.of(1), side, hash);
        while (place % 2 === 0 && place > 0) { place >>= 1; last >>= 1; }
      } else hash = await sha(Uint8Array.of(1), hash, side);
      place >>= 1; last >>= 1;
    }
    return hex(hash) === round.root;
  }
  const file = document.getElementById("receipts-file");
  if (receipts.length) {
    file.hidden = false;
    file.href = "data:application/json," + encodeURIComponent(JSON.stringify(receipts, null, 1));
  }
})();
