package workbook

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"veche/internal/example"
	"veche/internal/mcda"
	"veche/internal/study"
)

// The horizon scan's published score (internal/example/horizon-scan/expected.json) adds the answers of both rounds and divides by the number of distinct experts, so
// an expert who answered twice counts once in the divisor. Push Notifications, with 19 experts of whom 4 answered twice, stands 5th by it. By means over the
// answers given it is 26th (25th when criteria are pooled too). ../shared/data/README.md gives 0.7613 and 0.7582 for the two orders.
func TestHorizonScanAgainstThePublishedSum(t *testing.T) {
	var published struct {
		Order []string           `json:"published_order"`
		Score map[string]float64 `json:"published_score"`
	}
	raw, err := os.ReadFile("../example/horizon-scan/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &published); err != nil {
		t.Fatal(err)
	}
	place := map[string]float64{}
	for k, name := range published.Order {
		place[name] = float64(k + 1)
	}
	s, issues := ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	pooled, err := study.Apply(s, study.SetRound{Round: study.AllRounds})
	if err != nil {
		t.Fatal(err)
	}
	o, err := study.Evaluate(pooled)
	if err != nil {
		t.Fatal(err)
	}
	const name = "Push Notifications"
	if place[name] != 5 {
		t.Errorf("published place %v, want 5", place[name])
	}
	var ours, theirs []float64
	for _, r := range o.Rows {
		ours, theirs = append(ours, float64(r.Rank)), append(theirs, place[r.Technology.Name])
		if r.Technology.Name == name && (r.Rank != 26 || r.Raters != 19) {
			t.Errorf("%s: rank %d of %d raters, want 26 of 19", name, r.Rank, r.Raters)
		}
	}
	if rho, ok := mcda.Spearman(ours, theirs); !ok || len(ours) != 37 || math.Abs(rho-0.7613) > 5e-5 {
		t.Errorf("rho %.6f over %d technologies, want 0.7613 over 37", rho, len(ours))
	}

	// All answers of a technology in one mean, and the published sum itself, from the same answers.
	n := len(s.Technologies)
	sum, answers, score, ids := make([]float64, n), make([]float64, n), make([]float64, n), make([]string, n)
	experts := make([]map[int32]bool, n)
	for _, a := range s.Scores {
		if experts[a.Technology] == nil {
			experts[a.Technology] = map[int32]bool{}
		}
		experts[a.Technology][a.Expert] = true
		if a.State == study.Given {
			sum[a.Technology] += a.Value
			answers[a.Technology]++
		}
	}
	places := make([]float64, n)
	for k, tech := range s.Technologies {
		score[k], ids[k], places[k] = sum[k]/answers[k], tech.ID, place[tech.Name]
		if by := sum[k] / float64(len(experts[k])); math.Abs(by-published.Score[tech.Name]) > 5e-5 {
			t.Errorf("%s: the published rule gives %.4f, published is %.4f", tech.Name, by, published.Score[tech.Name])
		}
	}
	ranking := mcda.Rank(score, ids, false)
	k := s.Technology("T28")
	if s.Technologies[k].Name != name || ranking.Ranks[k] != 25 {
		t.Errorf("%s is %v by all answers pooled, want 25", s.Technologies[k].Name, ranking.Ranks[k])
	}
	if rho, ok := mcda.Spearman(ranking.Ranks, places); !ok || math.Abs(rho-0.7582) > 5e-5 {
		t.Errorf("rho %.6f by all answers pooled, want 0.7582", rho)
	}
}
