package web

import (
	"bytes"
	"net/http"
	"sync"

	"veche/internal/live"
	"veche/internal/report/engine"
	"veche/internal/study"
)

// engineFiles are the engine as the browser runs it, beside the files of static: by name and media type.
var engineFiles = sync.OnceValue(func() map[string]engineFile {
	return map[string]engineFile{
		"engine.js":      {"text/javascript; charset=utf-8", []byte(engine.Script)},
		"engine.wasm.gz": {"application/octet-stream", engine.Wasm()}, // the script unpacks it
	}
})

type engineFile struct {
	kind string
	data []byte
}

// computable reports whether the reader's browser may have the panel's matrix, and so rank by itself: where its means may stand beside the ranking anyway.
func (s *Server) computable(r *http.Request, v *visit) bool {
	if !v.may(live.WhatIf) {
		return false
	}
	if v.may(live.Export) {
		return true
	}
	f, err := v.panel.Figures(r.Context(), v.actor)
	return err == nil && f.Matrix
}

// engineData is the panel's problem for the engine in the browser, with the scores that it has to give to the bit.
func (s *Server) engineData(w http.ResponseWriter, r *http.Request, v *visit) {
	if !s.computable(r, v) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	o, err := v.panel.Published(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	problem, err := engine.Problem(o)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"problem": string(bytes.TrimSpace(problem)), "weights": o.Global, "scores": scoresOf(o), "rows": o.Problem.Alternatives, "shortlist": o.Study.Settings.Shortlist})
}

// scoresOf are the scores in the order of the problem.
func scoresOf(o *study.Outcome) []float64 {
	scores := make([]float64, len(o.Problem.Alternatives))
	for k := range o.Rows {
		scores[o.Rows[k].Index] = o.Rows[k].Score
	}
	return scores
}
