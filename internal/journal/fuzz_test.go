package journal

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/internal/study"
)

// kinds are steps of every kind, each with all its fields.
var kinds = []study.Step{
	{Kind: study.Did, Action: study.SetWeight{Criterion: "C1", Weight: 0.3}}, {Kind: study.Amended, Action: study.SetWeight{Criterion: "C1", Weight: 0.4}},
	{Kind: study.Did, Action: study.SetWeights{Weights: map[string]float64{"C1": 0.2, "C2": 0.5}}}, {Kind: study.Did, Action: study.ResetWeights{}},
	{Kind: study.Did, Action: study.Lock{Criterion: "C2", Locked: true}}, {Kind: study.Did, Action: study.SetMethod{Method: "topsis"}},
	{Kind: study.Did, Action: study.SetParameter{Name: "normalization", Value: "min-max"}}, {Kind: study.Did, Action: study.SetWeighting{Weighting: "equal"}},
	{Kind: study.Did, Action: study.SetSetting{Name: "shortlist", Value: "2"}}, {Kind: study.Did, Action: study.SetRound{Round: "all"}},
	{Kind: study.Did, Action: study.ExcludeExpert{Expert: "E1", Excluded: true, Note: "ill"}}, {Kind: study.Did, Action: study.ExcludeTechnology{Technology: "T2", Excluded: true}},
	{Kind: study.Did, Action: study.SetJudgement{Expert: "E1", A: "C1", B: "C2", Value: 3}}, {Kind: study.Did, Action: study.SetPin{Technology: "T1", Pin: "in"}},
	{Kind: study.Did, Action: study.KeepScenario{Name: "now"}}, {Kind: study.Did, Action: study.UseScenario{Name: "now"}}, {Kind: study.Undone}, {Kind: study.Redone},
	{Kind: study.Saved, SHA256: "11", Done: 1},
}

// played is a small study for the steps to be done to.
func played() *study.Study {
	w := func(x float64) *float64 { return &x }
	return &study.Study{
		Criteria:     []study.Criterion{{Code: "C1", Weight: w(0.5)}, {Code: "C2", Weight: w(0.5)}},
		Technologies: []study.Technology{{ID: "T1"}, {ID: "T2"}, {ID: "T3"}},
		Evidence: study.Measured([]study.Measurement{{Technology: 0, Criterion: 0, Value: 1}, {Technology: 0, Criterion: 1, Value: 2}, {Technology: 1, Criterion: 0, Value: 3},
			{Technology: 1, Criterion: 1, Value: 1}, {Technology: 2, Criterion: 0, Value: 2}, {Technology: 2, Criterion: 1, Value: 4}}...),
	}
}

// damaged is a log with something wrong in it, and the first of its lines, from 1 on, that may not be read; 0 where that is not known.
func damaged(t *rapid.T, lines [][]byte) (log []byte, wrong int) {
	k := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
	switch rapid.SampledFrom([]string{"nothing", "bytes", "cut", "field", "null", "twice", "name", "swap", "repeat", "drop", "glue", "split"}).Draw(t, "damage") {
	case "bytes":
		log = bytes.Join(lines, nil)
		for range rapid.IntRange(1, 4).Draw(t, "how many") {
			log[rapid.IntRange(0, len(log)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		return log, 0
	case "cut":
		log = bytes.Join(lines, nil)
		return log[:rapid.IntRange(0, len(log)).Draw(t, "length")], 0
	case "field", "null":
		var fields map[string]any
		if json.Unmarshal(lines[k], &fields) != nil || fields["action"] == nil {
			break
		}
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(fields))).Draw(t, "field")
		if name == "note" || name == "step" || name == "parent" || name == "round" && fields["action"] != "set-round" {
			break // may be left out, or is another step without it
		}
		if rapid.Bool().Draw(t, "null") {
			fields[name] = nil
		} else {
			delete(fields, name)
		}
		line, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		lines[k], wrong = append(line, '\n'), k+1
	case "twice":
		lines[k], wrong = append([]byte(`{"action":"lock","action":"lock",`), lines[k][1:]...), k+1
	case "name":
		lines[k], wrong = []byte(`{"action":"set-wieght","criterion":"C1","weight":0.9}`+"\n"), k+1
	case "swap":
		other := rapid.IntRange(0, len(lines)-1).Draw(t, "other")
		lines[k], lines[other] = lines[other], lines[k]
	case "repeat":
		lines = slices.Insert(lines, k, lines[k])
	case "drop":
		lines = slices.Delete(lines, k, k+1)
	case "glue":
		if k+1 < len(lines) {
			lines[k], wrong = bytes.TrimRight(lines[k], "\n"), k+1
		}
	case "split":
		at := rapid.IntRange(1, len(lines[k])-2).Draw(t, "at")
		lines[k], wrong = slices.Insert(slices.Clone(lines[k]), at, '\n'), k+1
	}
	return bytes.Join(lines, nil), wrong
}

// mutated: a journal with something wrong in it is recovered up to the line that is wrong, which is said, and nothing is passed over in silence: each line that is
// read is a step, only a torn end is let go. As a log for a replay it is read whole or refused with the line; replayed it ends where it says it does.
func mutated(t *rapid.T) {
	folder, err := os.MkdirTemp("", "journal")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	lines := [][]byte{}
	for _, s := range append([]study.Step{{Kind: study.Began, File: "a.xlsx", SHA256: "00", At: time.Unix(1, 0).UTC()}}, rapid.SliceOfN(rapid.SampledFrom(kinds), 1, 12).Draw(t, "steps")...) {
		line, err := study.MarshalStep(s)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, append(line, '\n'))
	}
	log, wrong := damaged(t, lines)
	path := filepath.Join(folder, stem("a.xlsx")+suffix)
	if err := os.WriteFile(path, log, 0o600); err != nil {
		t.Fatal(err)
	}
	steps, fault := Read(path)
	if wrong > 0 && fault == nil {
		t.Fatalf("line %d is wrong, and the log is read:\n%s", wrong, log)
	}
	filled := 0 // lines that hold something
	for line := range bytes.Lines(log) {
		if len(bytes.TrimSpace(line)) > 0 {
			filled++
		}
	}
	if fault == nil && len(steps) != filled {
		t.Fatalf("%d lines are read as %d steps:\n%s", filled, len(steps), log)
	}
	if fault == nil {
		replayed(t, steps)
	}
	began := study.Step{Kind: study.Began, File: "a.xlsx", SHA256: "00", At: time.Unix(2, 0).UTC()}
	j, left, err := Open(folder, "a.xlsx", began)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) == 0 { // then there was nothing to recover
		if _, torn, bad := study.RecoverSteps(bytes.NewReader(log)); bad != nil || wrong > 0 && !torn {
			t.Fatalf("a journal with a broken line was thrown away:\n%s", log)
		}
		if err := j.Remove(); err != nil {
			t.Fatal(err)
		}
		return
	}
	l := left[0]
	switch {
	case l.Fault == nil && !l.Torn && len(l.Steps) != filled, l.Torn && len(l.Steps) != filled-1:
		t.Fatalf("of %d lines %d are recovered, torn %v, and nothing is said:\n%s", filled, len(l.Steps), l.Torn, log)
	case wrong > 0 && l.Fault == nil && !l.Torn:
		t.Fatalf("line %d is wrong, and nothing is said:\n%s", wrong, log)
	case fault == nil && (l.Fault != nil || l.Torn):
		t.Fatalf("the log is read and the journal is not: %v\n%s", l.Fault, log)
	}
	for k, s := range steps {
		if fault == nil && !reflect.DeepEqual(s, l.Steps[k]) {
			t.Fatalf("step %d is recovered as %+v, read as %+v", k+1, l.Steps[k], s)
		}
	}
	kept := l.Steps
	if err := j.Adopt(l); err != nil {
		t.Fatal(err)
	}
	if err := j.Keep(); err != nil {
		t.Fatal(err)
	}
	if l.Fault != nil { // what could not be read lies beside
		if aside, _ := filepath.Glob(filepath.Join(folder, "*ignored*")); len(aside) != 1 {
			t.Fatalf("of a journal with a fault %v lies beside", aside)
		} else if data, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(data, log) {
			t.Fatalf("what lies beside is another log: %v", err)
		}
	}
	adopted, err := Read(j.Path())
	if err != nil || len(adopted) != len(kept)+1 {
		t.Fatalf("of %d steps adopted %d are read again, %v", len(kept), len(adopted), err)
	}
}

// replayed plays steps: to the end, or to the step that the error names, with the study as it was before that.
func replayed(t *rapid.T, steps []study.Step) {
	log, _, err := study.Replay(played(), steps)
	if log == nil || log.Current() == nil {
		t.Fatal("no study")
	}
	again := played()
	for _, a := range log.Actions() {
		next, fault := study.Apply(again, a)
		if fault != nil {
			t.Fatal(fault)
		}
		again = next
	}
	if !reflect.DeepEqual(again, log.Current()) {
		t.Fatalf("the actions lead elsewhere than the replay, which ended with %v", err)
	}
}

func TestMutatedJournals(t *testing.T) { rapid.Check(t, mutated) }

func FuzzJournal(f *testing.F) {
	x := uint64(16)
	for range 24 {
		data := make([]byte, 400)
		for k := range data {
			x = x*6364136223846793005 + 1442695040888963407
			data[k] = byte(x >> 56)
		}
		f.Add(data)
	}
	f.Fuzz(rapid.MakeFuzz(mutated))
}
