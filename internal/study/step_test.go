package study

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func evidenceOnly() *Study {
	w := func(x float64) *float64 { return &x }
	return &Study{
		Criteria:     []Criterion{{Code: "C1", Weight: w(0.5)}, {Code: "C2", Weight: w(0.3)}, {Code: "C3", Weight: w(0.2)}},
		Technologies: []Technology{{ID: "T1"}, {ID: "T2"}},
		Evidence: Measured([]Measurement{{Technology: 0, Criterion: 0, Value: 1}, {Technology: 0, Criterion: 1, Value: 2}, {Technology: 0, Criterion: 2, Value: 3},
			{Technology: 1, Criterion: 0, Value: 3}, {Technology: 1, Criterion: 1, Value: 2}, {Technology: 1, Criterion: 2, Value: 1}}...),
	}
}

// A journal plays back to the state, and to what can be undone and redone, of the log it was kept beside, whatever was done; cut anywhere, it plays back to an
// earlier state or to this one.
func TestJournalPlaysBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := evidenceOnly()
		log, saved := NewLog(s), s
		var file bytes.Buffer
		write := func(step Step) {
			line, err := MarshalStep(step)
			if err != nil {
				t.Fatal(err)
			}
			file.Write(append(line, '\n'))
		}
		write(Step{Kind: Began, File: "a study.xlsx", SHA256: "00", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
		action := func() Action {
			return SetWeight{Criterion: rapid.SampledFrom([]string{"C1", "C2", "C3"}).Draw(t, "criterion"), Weight: rapid.Float64Range(0, 1).Draw(t, "weight")}
		}
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0:
				if a := log.Undo(); a != nil {
					write(Step{Kind: Undone})
				}
			case 1:
				if a := log.Redo(); a != nil {
					write(Step{Kind: Redone})
				}
			case 2:
				if a := action(); log.Amend(a) == nil {
					write(Step{Kind: Amended, Action: a})
				}
			case 3:
				done := rapid.IntRange(0, len(log.actions)).Draw(t, "done")
				saved = log.states[done]
				write(Step{Kind: Saved, SHA256: "11", Done: done})
			default:
				if a := action(); log.Do(a) == nil {
					write(Step{Kind: Did, Action: a})
				}
			}
		}
		whole := file.Bytes()
		steps, err := ReadSteps(bytes.NewReader(whole))
		if err != nil {
			t.Fatal(err)
		}
		again, savedAgain, err := Replay(s, steps)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(again.Current(), log.Current()) || !reflect.DeepEqual(savedAgain, saved) || !reflect.DeepEqual(again.actions, log.actions) || again.at != log.at {
			t.Fatalf("played back, the log is another:\n%+v\n%+v", again, log)
		}
		cut := rapid.IntRange(0, len(whole)).Draw(t, "cut")
		part, _, err := RecoverSteps(bytes.NewReader(whole[:cut]))
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if lines := bytes.Count(whole[:cut], []byte("\n")); len(part) != lines && len(part) != lines+1 {
			t.Fatalf("cut at %d, after %d lines, there are %d steps", cut, lines, len(part))
		}
		if _, _, err := Replay(s, part); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStepsThatAreNone(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{\"step\":\"undo\"}\nnonsense\n", "line 2"}, {`{"step":"jump"}` + "\n", `no step "jump"`}, {`{"step":3}` + "\n", "not a text"},
		{"{\"step\":\"undo\"}\n{\"action\":\"set-wieght\",\"criterion\":\"C1\",\"weight\":0.9}", `line 2: there is no action "set-wieght"`},
		{`{"action":"set-weight","criterion":"C1"}`, `line 1: action set-weight: it needs "weight"`},
		{`{"action":"set-weight","criterion":"C1","weight":null}`, `needs "weight"`},
		{`{"action":"set-weight","criterion":"C1","weight":0.1,"weight":0.2}`, `"weight" is given twice`},
		{`{"action":"lock","criterion":"C1"}`, `needs "locked"`}, {`[1]`, "no JSON object"}, {`{"step":"undo"} {"step":"undo"}`, "one"}, {`{"step":"undo"`, "line 1"},
		{strings.Repeat(" ", maxStepLine+1), "more than"},
		{`{"step":"undo","more":1}` + "\n", "unknown field"}, {`{"step":"amend"}` + "\n", "needs its name"},
	} {
		if _, err := ReadSteps(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q says %v", c.text, err)
		}
	}
	log, _, err := Replay(evidenceOnly(), []Step{{Kind: Did, Action: Lock{Criterion: "C1", Locked: true}}, {Kind: Did, Action: SetWeight{Criterion: "C1"}}})
	if err == nil || !strings.Contains(err.Error(), "step 2") || len(log.Actions()) != 1 {
		t.Errorf("an impossible step says %v", err)
	}
}

// Only recovery passes over a last line that was not written whole, and it says so; a broken line between others stops it too.
func TestTornLine(t *testing.T) {
	good := `{"action":"set-weight","criterion":"C1","weight":0.3}` + "\n"
	for _, c := range []struct {
		text  string
		steps int
		torn  bool
		fault string
	}{
		{good + `{"action":"set-w`, 1, true, ""}, {good + `{"action":"set-w` + "\n", 1, false, "line 2"}, {good + "garbage{{{\n" + good, 1, false, "line 2"},
		{good + strings.TrimSpace(good), 2, false, ""}, {"", 0, false, ""},
	} {
		steps, torn, err := RecoverSteps(strings.NewReader(c.text))
		if len(steps) != c.steps || torn != c.torn || (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%q: %d steps, torn %v, %v", c.text, len(steps), torn, err)
		}
	}
}

// A log of many actions is read and played in linear time and memory: 100,000 took more than two minutes once.
func TestManySteps(t *testing.T) {
	var text bytes.Buffer
	for k := range 100_000 {
		fmt.Fprintf(&text, "{\"action\":\"set-weight\",\"criterion\":\"C%d\",\"weight\":0.%d}\n", 1+k%3, 1+k%7)
		if k%10 == 9 {
			text.WriteString(`{"step":"amend","action":"set-weight","criterion":"C1","weight":0.2}` + "\n" + `{"step":"undo"}` + "\n")
		}
	}
	start := time.Now()
	steps, err := ReadSteps(&text)
	if err != nil || len(steps) != 120_000 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	log, _, err := Replay(evidenceOnly(), steps)
	if err != nil || log.Done() != 90_000 {
		t.Fatalf("%d actions in force, %v", log.Done(), err)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}

func FuzzReadSteps(f *testing.F) {
	f.Add([]byte("{\"step\":\"began\",\"file\":\"a\",\"at\":\"2026-01-02T03:04:05Z\"}\n{\"action\":\"set-weight\",\"criterion\":\"C1\",\"weight\":0.3}\n{\"step\":\"amend\",\"action\":\"set-weight\",\"criterion\":\"C1\",\"weight\":0.4}\n{\"step\":\"undo\"}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		steps, _ := ReadSteps(bytes.NewReader(data))
		if log, _, _ := Replay(evidenceOnly(), steps); log.Current() == nil {
			t.Fatal("no study")
		}
		for _, s := range steps {
			line, err := MarshalStep(s)
			if err != nil {
				t.Fatal(err)
			}
			s.Line = 0
			if again, err := UnmarshalStep(line); err != nil || !reflect.DeepEqual(again, s) {
				t.Fatalf("%s: %v, %v", line, again, err)
			}
		}
	})
}
