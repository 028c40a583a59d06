// Sliders: the weights are sent while one is moved, the server's engine ranks, and the list is put in place of the one that stands.
"use strict";
(() => {
  const form = document.getElementById("weights");
  if (!form) return;
  const common = form.hasAttribute("data-common");
  let busy = false, more = null;
  async function send(moved) {
    if (busy) { more = moved; return; }
    busy = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      if (moved) body.set("moved", moved);
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Part": "live" }, credentials: "same-origin" });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        put(page, moved);
      }
    } catch { /* the next movement tries again */ }
    busy = false;
    if (more !== null) { const m = more; more = null; send(m); }
  }
  function put(page, moved) {
    for (const now of document.querySelectorAll("[data-live]")) {
      const then = page.querySelector('[data-live="' + CSS.escape(now.dataset.live) + '"]');
      if (then && now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
    }
    for (const slider of form.querySelectorAll("input[type=range]")) {
      const then = page.getElementById(slider.id);
      if (then && slider.id !== moved && slider !== document.activeElement) slider.value = then.value;
    }
    const seq = page.querySelector('input[name="seq"]');
    if (seq) form.elements.seq.value = seq.value;
  }
  form.addEventListener("input", e => send(e.target.name.slice(2)));
  form.addEventListener("submit", e => {
    if (e.submitter?.name === "reset") return;
    e.preventDefault();
    send("");
  });
  if (common) document.addEventListener("renewed", e => put(e.detail, ""));
})();
