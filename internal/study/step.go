package study

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"veche/internal/language"
)

// StepKind is what happened to a log.
type StepKind string

const (
	Began   StepKind = "began" // a study was opened: File, SHA256 and At say which and when
	Did     StepKind = "do"    // Action was done
	Amended StepKind = "amend" // Action took the last action's place, as the next position of a drag
	Undone  StepKind = "undo"  // the last action was taken back
	Redone  StepKind = "redo"  // the last action taken back was done again
	Saved   StepKind = "saved" // the study as it was with Done actions in force was written to the file, which since has SHA256
)

// Step is one line of a journal: what a person did, in the order in which it was done. A list of actions as [WriteActions] writes it is a list of steps too.
type Step struct {
	Kind   StepKind
	Action Action // of Did and Amended
	File   string
	SHA256 string
	Done   int
	At     time.Time
	Line   int // of the log it was read from, 0 for none
}

type stepJSON struct {
	Step   StepKind   `json:"step"`
	File   string     `json:"file,omitempty"`
	SHA256 string     `json:"sha256,omitempty"`
	Done   int        `json:"done,omitempty"`
	At     *time.Time `json:"at,omitempty"`
}

// MarshalStep writes a step as one JSON object: a done action as [MarshalAction] does, anything else with its kind under "step".
func MarshalStep(s Step) ([]byte, error) {
	switch s.Kind {
	case Did:
		return MarshalAction(s.Action)
	case Amended:
		line, err := MarshalAction(s.Action)
		if err != nil {
			return nil, err
		}
		return append([]byte(`{"step":"amend",`), line[1:]...), nil
	}
	out := stepJSON{Step: s.Kind, File: s.File, SHA256: s.SHA256, Done: s.Done}
	if !s.At.IsZero() {
		out.At = &s.At
	}
	return json.Marshal(out)
}

// UnmarshalStep reads what MarshalStep or MarshalAction wrote.
func UnmarshalStep(data []byte) (Step, error) {
	fields, err := jsonFields(data)
	if err != nil {
		return Step{}, err
	}
	kind := Did
	if raw, ok := fields["step"]; ok {
		if err := json.Unmarshal(raw, &kind); err != nil {
			return Step{}, language.Errorf(`the name under "step" is not a text`)
		}
	}
	switch kind {
	case Did, Amended:
		delete(fields, "step")
		rest, err := json.Marshal(fields)
		if err != nil {
			return Step{}, err
		}
		a, err := UnmarshalAction(rest)
		return Step{Kind: kind, Action: a}, err
	case Began, Undone, Redone, Saved:
		var in stepJSON
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		if err := d.Decode(&in); err != nil {
			return Step{}, language.Errorf("step %s: %v", kind, err)
		}
		s := Step{Kind: kind, File: in.File, SHA256: in.SHA256, Done: in.Done}
		if in.At != nil {
			s.At = *in.At
		}
		return s, nil
	}
	return Step{}, language.Errorf("there is no step %q", kind)
}

// Limits on a log: a person makes some hundred actions an hour.
const (
	maxSteps    = 1_000_000
	maxStepLine = 1 << 20 // bytes
)

// ReadSteps reads steps, one a line. A line that cannot be read, the last one included, is an error that names it, with the steps before it.
func ReadSteps(r io.Reader) ([]Step, error) {
	steps, _, err := readSteps(r, false)
	return steps, err
}

// RecoverSteps is ReadSteps of what a killed writer left: a last line without an end that cannot be read is torn and passed over.
func RecoverSteps(r io.Reader) (steps []Step, torn bool, err error) { return readSteps(r, true) }

func readSteps(r io.Reader, tolerant bool) (steps []Step, torn bool, err error) {
	in := bufio.NewReaderSize(r, maxStepLine)
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		if err != nil && err != io.EOF {
			if errors.Is(err, bufio.ErrBufferFull) {
				err = language.Errorf("the line has more than %d bytes; is it a log of actions?", maxStepLine)
			}
			return steps, false, language.Errorf("line %d: %v", n, err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			s, fault := UnmarshalStep(line)
			switch {
			case fault != nil && err == io.EOF && tolerant:
				return steps, true, nil
			case fault != nil:
				return steps, false, language.Errorf("line %d: %v", n, fault)
			case len(steps) == maxSteps:
				return steps, false, language.Errorf("line %d: a log has at most %d actions", n, maxSteps)
			}
			s.Line = n
			steps = append(steps, s)
		}
		if err == io.EOF {
			return steps, false, nil
		}
	}
}

// Replay plays steps on a study. The log holds what could still be undone and redone at their end; saved is the state of the last Saved, s when there was none. The error names the step that is impossible, and the log then ends before it.
func Replay(s *Study, steps []Step) (log *Log, saved *Study, err error) {
	log, saved = NewLog(s), s
	for k, step := range steps {
		switch step.Kind {
		case Did:
			err = log.Do(step.Action)
		case Amended:
			err = log.Amend(step.Action)
		case Undone:
			if log.Undo() == nil {
				err = language.Errorf("there is nothing to undo")
			}
		case Redone:
			if log.Redo() == nil {
				err = language.Errorf("there is nothing to do again")
			}
		case Saved:
			if step.Done < 0 || step.Done >= len(log.states) {
				err = language.Errorf("there are %d actions, not %d", len(log.actions), step.Done)
				break
			}
			saved = log.states[step.Done]
		}
		if err != nil {
			if step.Line > 0 {
				return log, saved, language.Errorf("line %d (%s): %v", step.Line, step.Says(), err)
			}
			return log, saved, language.Errorf("step %d (%s): %v", k+1, step.Says(), err)
		}
	}
	return log, saved, nil
}

// Says is what the step did.
func (s Step) Says() language.Message {
	if s.Action != nil {
		return s.Action.Says()
	}
	return language.M(string(s.Kind))
}
