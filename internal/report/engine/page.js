// The part of a report that answers: sliders of the weights, the ranking under them, what would change the first place. All figures are the engine's
// (VecheEngine); this script shows them. It needs #veche-engine, #veche-problem, #veche-view and #veche-wasm in the page.
(function () {
  "use strict";
  var root = document.getElementById("veche-engine");
  if (!root) return;
  var begun = performance.now();
  var view = JSON.parse(document.getElementById("veche-view").textContent), words = view.words;
  var first = 30;        // rows shown before the reader asks for all
  var patience = 3e6;    // scorings that may be spent on turns without being asked
  var problem, base, weights, locked, history = [], from = null, moving = -1, all = false, pending = 0, later = 0;
  var sliders = [], outputs = [], locks = [], rows = [], reported;

  function el(name, attributes, text) {
    var e = document.createElement(name);
    for (var k in attributes || {}) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  }

  function fill(text) {
    var k = 1, given = arguments;
    return text.replace(/%[sd]/g, function () { return given[k++]; });
  }

  // fixed is x with so many decimals as the command writes it: exact ties go to the even digit.
  function fixed(x, decimals) {
    var text = x.toFixed(decimals), exact = x.toFixed(decimals + 60);
    if (/^50*$/.test(exact.slice(-60))) {
      var digits = exact.slice(0, exact.length - 60).replace(/\.$/, "");
      if ("02468".indexOf(digits[digits.length - 1]) >= 0) text = digits;
    }
    if (/^-[0.]*$/.test(text)) text = text.slice(1);
    return view.comma ? text.replace(".", ",") : text;
  }

  function percent(w) { return fixed(100 * w, 1) + "%"; }
  function score(x) { return fixed(x, view.decimals); }
  function called(t) { return t.name && t.name !== t.id ? t.id + " " + t.name : t.id; }

  function fail(reason) {
    root.textContent = "";
    root.appendChild(el("p", { "class": "veche-engine-note", role: "status" }, fill(words.broken, reason)));
    root.dataset.state = "broken";
  }

  // ---- the page

  function build() {
    root.textContent = "";
    var left = el("div", { "class": "veche-engine-weights" }), right = el("div", { "class": "veche-engine-ranking" });
    var list = el("div", { role: "group", "aria-label": words.title });
    view.criteria.forEach(function (c, j) {
      var line = el("div", { "class": "veche-engine-weight" });
      line.appendChild(el("label", { "for": "veche-w" + j }, called(c)));
      var out = el("output", { "for": "veche-w" + j, id: "veche-o" + j });
      line.appendChild(out);
      var slider = el("input", { type: "range", id: "veche-w" + j, min: "0", max: "100", step: "0.1" });
      slider.addEventListener("input", function () { moved(j, slider.value / 100); });
      slider.addEventListener("change", commit);
      line.appendChild(slider);
      var lock = el("label", { "class": "veche-engine-lock" }), box = el("input", { type: "checkbox", "aria-label": fill(words.locks, c.id) });
      box.checked = view.locked[j];
      box.addEventListener("change", function () { locked[j] = box.checked ? 1 : 0; slider.disabled = box.checked; from = null; turnsLater(); });
      lock.appendChild(box);
      lock.appendChild(document.createTextNode(" " + words.lock));
      line.appendChild(lock);
      list.appendChild(line);
      sliders.push(slider); outputs.push(out); locks.push(box);
    });
    left.appendChild(list);
    var bar = el("div", { "class": "veche-engine-buttons" });
    [["undo", undo], ["reset", reset], ["copy", copy]].forEach(function (b) {
      var button = el("button", { type: "button", id: "veche-" + b[0] }, words[b[0]]);
      button.addEventListener("click", b[1]);
      bar.appendChild(button);
    });
    left.appendChild(bar);
    left.appendChild(el("textarea", { id: "veche-command", readonly: "", rows: "3", hidden: "", "aria-label": words.copy }));
    right.appendChild(el("p", { id: "veche-said", role: "status", "aria-live": "polite" }));
    var table = el("table"), head = el("tr");
    [words.rank, words.tech, words.score].forEach(function (t, k) { head.appendChild(el("th", { scope: "col", "class": k === 1 ? "" : "n" }, t)); });
    table.appendChild(el("thead")).appendChild(head);
    table.appendChild(el("tbody", { id: "veche-rows" }));
    right.appendChild(table);
    if (view.technologies.length > first) {
      var more = el("button", { type: "button", id: "veche-all" }, fill(words.all, view.technologies.length));
      more.addEventListener("click", function () { all = true; more.remove(); show(); });
      right.appendChild(more);
    }
    right.appendChild(el("h3", {}, words.turns));
    right.appendChild(el("div", { id: "veche-turns" }));
    root.appendChild(left);
    root.appendChild(right);
  }

  // line is the k-th row of the ranking, made when it is first needed.
  function line(k) {
    if (rows[k]) return rows[k];
    var tr = el("tr"), r = { tr: tr };
    ["rank", "name", "score"].forEach(function (name) {
      r[name] = document.createTextNode("");
      tr.appendChild(el("td", { "class": name === "name" ? "" : "n" })).appendChild(r[name]);
    });
    r.change = document.createTextNode("");
    tr.cells[0].insertBefore(el("span", { "class": "veche-engine-change" }), r.rank).appendChild(r.change);
    document.getElementById("veche-rows").appendChild(tr);
    return rows[k] = r;
  }

  function set(node, text) { if (node.data !== text) node.data = text; }

  // ---- moves

  function moved(j, t) {
    if (moving !== j || !from) { moving = j; from = weights; }
    weights = problem.move(from, j, t, locked);
    if (!pending) pending = requestAnimationFrame(function () { pending = 0; show(); });
    turnsLater();
  }

  function commit() {
    var last = history.length ? history[history.length - 1] : base;
    if (!same(last, weights)) history.push(weights);
    show();
  }

  function same(a, b) {
    for (var j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
    return true;
  }

  function undo() {
    history.pop();
    weights = history.length ? history[history.length - 1] : base;
    from = null;
    show();
    turnsLater();
  }

  function reset() {
    history = [];
    weights = base;
    from = null;
    view.locked.forEach(function (x, j) { locked[j] = x ? 1 : 0; locks[j].checked = x; sliders[j].disabled = x; });
    show();
    turnsLater();
  }

  function copy() {
    var text = "--weights " + view.criteria.map(function (c, j) { return c.id + "=" + weights[j]; }).join(",");
    var area = document.getElementById("veche-command");
    area.hidden = false;
    area.value = text;
    area.focus();
    area.select();
    var button = document.getElementById("veche-copy");
    var done = function () { button.textContent = words.copied; setTimeout(function () { button.textContent = words.copy; }, 2000); };
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(done, function () {});
  }

  // ---- what is shown

  function show() {
    var began = performance.now(), r = problem.rank(weights);
    var count = all ? problem.alternatives : Math.min(first, problem.alternatives), change, k;
    for (k = 0; k < count; k++) {
      var i = r.order[k], cell = line(k);
      change = reported.ranks[i] - r.ranks[i];
      set(cell.rank, String(r.ranks[i]));
      set(cell.change, change > 0 ? "▲" + change + " " : change < 0 ? "▼" + -change + " " : "");
      set(cell.name, called(view.technologies[i]));
      set(cell.score, score(r.scores[i]));
      var kind = view.shortlist && r.ranks[i] <= view.shortlist ? "in" : "";
      if (view.shortlist && (r.ranks[i] <= view.shortlist) !== (reported.ranks[i] <= view.shortlist)) kind += " new";
      if (cell.tr.className !== kind) cell.tr.className = kind;
    }
    for (var j = 0; j < weights.length; j++) {
      var text = percent(weights[j]);
      if (outputs[j].value !== text) {
        outputs[j].value = text;
        sliders[j].setAttribute("aria-valuetext", text);
      }
      if (j !== moving || document.activeElement !== sliders[j] || Math.abs(sliders[j].value / 100 - weights[j]) > 0.00051) sliders[j].value = 100 * weights[j];
    }
    set(said(), sentence(r));
    document.getElementById("veche-undo").disabled = !history.length;
    root.dataset.took = (performance.now() - began).toFixed(2);
  }

  function said() {
    var p = document.getElementById("veche-said");
    return p.firstChild || p.appendChild(document.createTextNode(""));
  }

  function sentence(r) {
    var text = fill(words.leads, called(view.technologies[r.order[0]]), score(r.scores[r.order[0]])), into = [], out = [];
    if (r.ranks[r.order[0]] === r.ranks[r.order[1]])
      text = fill(r.ranks[r.order[0]] === r.ranks[r.order[2]] ? words.several : words.shared, called(view.technologies[r.order[0]]), called(view.technologies[r.order[1]]));
    if (!view.shortlist) return text;
    for (var i = 0; i < problem.alternatives; i++) {
      var now = r.ranks[i] <= view.shortlist, then = reported.ranks[i] <= view.shortlist;
      if (now && !then) into.push(view.technologies[i].id);
      if (then && !now) out.push(view.technologies[i].id);
    }
    if (into.length) text += " " + fill(words.enters, into.join(", "));
    if (out.length) text += " " + fill(words.leaves, out.join(", "));
    return into.length || out.length ? text : text + " " + words.same;
  }

  function turnsLater() {
    clearTimeout(later);
    later = setTimeout(function () { turns(patience); }, 300);
  }

  function turns(most) {
    var place = document.getElementById("veche-turns"), found = problem.turns(weights, locked, most);
    place.textContent = "";
    if (!found) {
      place.appendChild(el("p", {}, words.slow));
      var button = el("button", { type: "button" }, words.work);
      button.addEventListener("click", function () { turns(Infinity); });
      place.appendChild(button);
      return;
    }
    found.sort(function (a, b) { return Math.abs(a.at - weights[a.criterion]) - Math.abs(b.at - weights[b.criterion]); });
    if (!found.length) place.appendChild(el("p", {}, words.none));
    var list = el("ul"), exact = true;
    found.slice(0, 8).forEach(function (t) {
      exact = exact && t.exact;
      list.appendChild(el("li", {}, fill(t.up ? words.above : words.below, called(view.criteria[t.criterion]), percent(t.at), percent(weights[t.criterion]), called(view.technologies[t.leader]))));
    });
    if (found.length) place.appendChild(list);
    if (found.length && !exact) place.appendChild(el("p", {}, words.searched));
  }

  // ---- the beginning

  if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined" || !WebAssembly.instantiateStreaming) return fail(words.old);
  root.firstChild.textContent = words.starting;
  VecheEngine.start(document.getElementById("veche-wasm").textContent).then(function () {
    problem = VecheEngine.prepare(document.getElementById("veche-problem").textContent);
    base = weights = Float64Array.from(view.weights);
    locked = Uint8Array.from(view.locked, function (x) { return x ? 1 : 0; });
    var r = problem.rank(base);
    for (var i = 0; i < problem.alternatives; i++) if (!Object.is(r.scores[i], view.scores[i])) return fail(words.different);
    reported = { ranks: Float64Array.from(r.ranks) };
    build();
    locks.forEach(function (box, j) { sliders[j].disabled = box.checked; });
    show();
    root.dataset.state = "ready";
    root.dataset.started = (performance.now() - begun).toFixed(0);
    root.dataset.opened = performance.now().toFixed(0);
    turnsLater();
  }).catch(function (error) { fail(error && error.message || String(error)); });
})();
