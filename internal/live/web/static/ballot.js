// Saves every answer as it is given. What cannot be sent waits on this device and is sent again; the server says what is saved, this script never does by itself.
"use strict";
(() => {
  const form = document.getElementById("answers");
  if (!form) return;
  const kept = window.kept, saved = document.getElementById("saved"), offline = document.getElementById("offline"), late = document.getElementById("queue");
  const words = form.dataset;
  let version = words.version, sending = false, again = 0;

  // On a wide screen the ballot is one table, unless one technology at a time was asked for.
  const query = new URLSearchParams(location.search);
  if (document.body.dataset.page === "ballot" && !query.has("one") && !query.has("t") && matchMedia("(min-width: 62rem)").matches) {
    location.replace(document.body.dataset.base + "/grid");
    return;
  }

  const was = name => form.elements["was." + name];
  const valueOf = name => {
    const all = [...form.querySelectorAll('[name="' + CSS.escape(name) + '"]')];
    if (all.length === 1 && all[0].type === "checkbox") return all[0].checked ? all[0].value : "";
    const box = all.find(e => e.type === "checkbox" && e.checked);
    if (box) return box.value;
    const radio = all.filter(e => e.type === "radio");
    if (radio.length) return radio.find(e => e.checked)?.value ?? "";
    return (all.find(e => e.type !== "checkbox") ?? all[0]).value.trim();
  };
  const put = (name, value) => {
    for (const e of form.querySelectorAll('[name="' + CSS.escape(name) + '"]')) {
      if (e === document.activeElement && (e.type === "text" || e.tagName === "TEXTAREA")) continue; // somebody is writing there
      if (e.type === "checkbox" || e.type === "radio") e.checked = e.value === value;
      else if (e.type !== "hidden") e.value = value;
    }
  };
  const say = (text, bad) => { saved.textContent = text; saved.classList.toggle("bad", !!bad); };
  const client = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join("");

  const showLate = () => {
    const list = kept.read("late");
    late.hidden = list.length === 0;
    late.querySelector("ul").replaceChildren(...list.map(a => {
      const item = document.createElement("li");
      item.textContent = a.field + ": " + a.value + " (" + new Date(a.at).toLocaleString(document.documentElement.lang) + ")";
      return item;
    }));
    const link = late.querySelector("a");
    if (list.length) link.href = "data:application/json," + encodeURIComponent(JSON.stringify(list, null, 1));
  };
  late.querySelector("button").addEventListener("click", () => { kept.write("late", []); showLate(); });

  // waits are what is not yet saved, oldest first; one entry a field.
  const enqueue = name => {
    const value = valueOf(name), before = was(name)?.value ?? "";
    const list = kept.read("queue").filter(a => a.field !== name);
    if (value !== before) list.push({ client: client(), round: words.round, version, field: name, was: before, value, at: Date.now() });
    kept.write("queue", list);
    flush();
  };

  async function flush() {
    if (sending) return;
    const list = kept.read("queue");
    if (list.length === 0) { offline.hidden = true; return; }
    sending = true;
    clearTimeout(again);
    const batch = list.filter(a => a.round === list[0].round);
    const body = new URLSearchParams({ round: batch[0].round, version: batch[0].version, client: batch[0].client });
    for (const a of batch) { body.append("was." + a.field, a.was); body.append(a.field, a.value); }
    let wait = 0, why = words.waiting;
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body, credentials: "same-origin" });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      const sent = new Set(batch.map(a => a.client));
      if (answer.ok || answer.status === 409) {
        kept.write("queue", kept.read("queue").filter(a => !sent.has(a.client)));
        offline.hidden = true;
        version = told.version;
        for (const a of batch) if (was(a.field) && !(told.clashes ?? {})[a.field]) was(a.field).value = a.value;
        for (const [name, value] of Object.entries(told.now ?? {})) if (was(name) && !kept.read("queue").some(a => a.field === name)) { was(name).value = value; put(name, value); }
        if (told.receipt) kept.write("receipts", [...kept.read("receipts"), told.receipt].slice(-2000));
        say(Object.keys(told.clashes ?? {}).length ? words.clash : words.saved + " " + told.saved, Object.keys(told.clashes ?? {}).length);
        progress(told);
      } else if (answer.status === 410 || answer.status === 401 || answer.status === 403 || answer.status === 422) {
        kept.write("queue", kept.read("queue").filter(a => !sent.has(a.client)));
        kept.write("late", [...kept.read("late"), ...batch]);
        say(told.said ?? words.refused, true);
        showLate();
      } else {
        wait = 5000;
        why = told.said ?? why;
      }
    } catch { wait = 4000; }
    sending = false;
    if (wait) {
      offline.hidden = false;
      say(why, true);
      again = setTimeout(flush, wait);
    } else if (kept.read("queue").length) flush();
  }

  const progress = told => {
    const bar = document.getElementById("done");
    if (!bar || told.done === undefined) return;
    bar.value = told.done;
    document.querySelector('label[for="done"]').textContent = told.progress;
    for (const [id, html] of Object.entries(told.parts ?? {})) {
      const at = document.getElementById(id);
      if (at) at.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    }
  };

  form.addEventListener("change", e => {
    if (!e.target.name || e.target.type === "hidden") return;
    if (e.target.type === "text") for (const b of form.querySelectorAll('input[type=checkbox][name="' + CSS.escape(e.target.name) + '"]')) b.checked = false;
    if (e.target.name.startsWith("x.")) form.querySelector(".questions")?.toggleAttribute("data-aside", e.target.checked);
    enqueue(e.target.name);
  });
  form.addEventListener("submit", async e => {
    e.preventDefault();
    for (const t of form.querySelectorAll("textarea, input[type=text]")) if (was(t.name) && valueOf(t.name) !== was(t.name).value) enqueue(t.name);
    await flush();
    const go = e.submitter?.name === "go" ? e.submitter.value : "";
    if (go && kept.read("queue").length === 0 && saved.classList.contains("bad") === false) location.assign("?t=" + encodeURIComponent(go));
    else if (go && kept.read("queue").length) say(words.waiting, true);
  });
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });

  // What was kept when the page was left stands in the page again, and is sent.
  for (const a of kept.read("queue")) if (was(a.field)) put(a.field, a.value);
  showLate();
  flush();
})();
