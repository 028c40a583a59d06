// The engine in a page: VecheEngine.start(packed) unpacks and starts it (packed: gzip as Uint8Array, or that in base64), .prepare(bytes or text of a problem's
// JSON) makes a problem ready. Scores, orders and weights are typed arrays; faults are thrown. It asks for nothing outside of the page.
(function () {
  "use strict";
  var started = null;

  function bytes(array) { return new Uint8Array(array.buffer, array.byteOffset, array.byteLength); }

  function sure(value) {
    if (value instanceof Error) throw value;
    return value;
  }

  function unpacked(packed) {
    if (typeof packed !== "string") return packed;
    var text = atob(packed.trim()), data = new Uint8Array(text.length);
    for (var k = 0; k < text.length; k++) data[k] = text.charCodeAt(k);
    return data;
  }

  // start is a promise of the engine; called again it is the same one.
  function start(packed) {
    if (started) return started;
    started = Promise.resolve().then(function () {
      var go = new Go();
      var stream = new Blob([unpacked(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
      var response = new Response(stream, { headers: { "Content-Type": "application/wasm" } });
      return WebAssembly.instantiateStreaming(response, go.importObject).then(function (made) {
        go.run(made.instance);
        if (!globalThis.VecheGo) throw new Error("the engine does not answer");
      });
    });
    return started;
  }

  // prepare makes a problem ready; the engine must have started.
  function prepare(problem) {
    var go = globalThis.VecheGo;
    if (typeof problem === "string") problem = new TextEncoder().encode(problem);
    var size = JSON.parse(new TextDecoder().decode(problem)).problem;
    var m = size.Alternatives.length, n = size.Criteria.length;
    var id = sure(go.prepare(problem));
    var out = { scores: new Float64Array(m), order: new Int32Array(m), ranks: new Float64Array(m) };
    var places = { scores: bytes(out.scores), order: bytes(out.order), ranks: bytes(out.ranks) };
    return {
      alternatives: m, criteria: n,
      // rank scores and orders under weights (a Float64Array); the answer is overwritten by the next one.
      rank: function (weights) {
        sure(go.rank(id, bytes(weights), places.scores, places.order, places.ranks));
        return out;
      },
      // move is the weights when one criterion's goes to t, the others following; locked has one byte a criterion.
      move: function (weights, criterion, t, locked) {
        var moved = new Float64Array(n);
        sure(go.move(id, bytes(weights), criterion, t, locked, bytes(moved)));
        return moved;
      },
      // turns are the weights beyond which another leads; null when that takes more scorings than patience.
      turns: function (weights, locked, patience) {
        var text = sure(go.turns(id, bytes(weights), locked, patience));
        return text ? JSON.parse(text) : null;
      }
    };
  }

  globalThis.VecheEngine = { start: start, prepare: prepare };
})();
