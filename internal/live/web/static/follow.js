// Follows the panel: one stream a page, closed while the page is hidden. A change brings the page anew, and of it only what is marked as live is put in, never a
// field that is being edited.
"use strict";
(() => {
  const base = document.body.dataset.base;
  const here = base + "/" + document.body.dataset.page + location.search; // what a form was answered with may stand under another address
  let source = null, since = document.body.dataset.since, busy = false, more = false;

  async function renew() {
    if (busy) { more = true; return; }
    busy = true;
    try {
      const answer = await fetch(here, { credentials: "same-origin", headers: { Accept: "text/html", "X-Part": "live" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const now of document.querySelectorAll("[data-live]")) {
          const then = page.querySelector('[data-live="' + CSS.escape(now.dataset.live) + '"]');
          if (!then || now.contains(document.activeElement) && document.activeElement.matches("input, textarea, select") || now.innerHTML === then.innerHTML) continue;
          const mine = [...now.querySelectorAll("input[name], textarea[name]")].filter(e => e.checked !== e.defaultChecked || e.type !== "checkbox" && e.type !== "radio" && e.value !== e.defaultValue);
          now.replaceChildren(...then.childNodes);
          for (const e of mine) { // what was ticked or written and not sent yet stays
            const here = [...now.querySelectorAll("[name]")].find(x => x.name === e.name && x.type === e.type && (x.type !== "checkbox" && x.type !== "radio" || x.value === e.value));
            if (here && here.type !== "hidden") { here.checked = e.checked; if (here.type !== "checkbox" && here.type !== "radio") here.value = e.value; }
          }
        }
        since = page.body.dataset.since || since;
        document.dispatchEvent(new CustomEvent("renewed", { detail: page }));
      } else if (answer.status === 401 || answer.status === 403) { source?.close(); again(); } else later();
    } catch { later(); }
    busy = false;
    if (more) { more = false; renew(); }
  }

  const ballot = ["phase", "ballot"]; // a page does not ask anew for what it does not show: a thousand ballots would, for each word on the screen
  const about = { ballot: ballot, grid: ballot, pairs: ballot, nominations: ["phase", "nominations"], screen: ["phase", "screen", "weights", "figures"], weights: ["phase", "screen", "weights", "figures"] }[document.body.dataset.page];
  const later = () => setTimeout(renew, 1000 + 2000 * Math.random()); // the server ends, or a proxy has not found the next one
  const again = () => location.replace(here);
  // A stream that was cut off goes on where it was, at whichever server answers, which says what was missed; a browser that gave it up is helped.
  function open() {
    if (source || document.hidden) return;
    const mine = source = new EventSource(base + "/stream?since=" + encodeURIComponent(since));
    source.addEventListener("change", e => {
      since = e.lastEventId || since;
      const topics = e.data.trim().split(" ");
      if (about && !topics.some(t => about.includes(t))) return;
      if (topics.includes("phase") && document.body.dataset.page !== "room" && document.body.dataset.page !== "screen") { again(); return; }
      renew();
    });
    source.addEventListener("end", () => { source.close(); source = null; again(); });
    source.addEventListener("error", () => {
      if (source !== mine || mine.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(anew, 1000 + 2000 * Math.random());
    });
  }
  // A stream that was refused is asked for again, but for who may not have the page any more either: they are told.
  async function anew() {
    const status = await fetch(here, { method: "HEAD", credentials: "same-origin" }).then(answer => answer.status, () => 0);
    if (status === 401 || status === 403) again(); else open();
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; } else open();
  });
  window.addEventListener("pagehide", () => { source?.close(); source = null; });
  open();
})();
