package workers

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"

	"veche/internal/language"
	"veche/internal/shards"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// Job is all that a worker needs to make a run by itself.
type Job struct {
	Name    string         // the study's file
	Study   []byte         // what is in it, where answers are drawn from, see [shards.Packable]; others are sent as what is ranked
	Actions []study.Action // changes to it
	Options robustness.DrawOptions
}

// Reader reads a study from the bytes of its file.
type Reader func(name string, data []byte) (*study.Study, study.Issues)

// Outcome reads the study and evaluates it with the changes. The error holds the study's own errors where it has some.
func (j *Job) Outcome(read Reader) (*study.Outcome, error) {
	s, issues := read(j.Name, j.Study)
	if issues.Err() != nil {
		return nil, issues
	}
	before := s
	for _, a := range j.Actions {
		var err error
		if s, err = study.Apply(s, a); err != nil {
			return nil, err
		}
	}
	if len(j.Actions) > 0 {
		s = study.Reconsider(before, s)
	}
	return study.Evaluate(s)
}

// marked is a run's mark as the database knows it.
func marked(m shards.Mark) (string, error) {
	text, err := json.Marshal(m)
	return string(text), err
}

// mostTally is how many bytes a tally may have.
const mostTally = 1 << 30

// pack is a tally as it is kept.
func pack(t *shards.Tally) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(t); err != nil {
		return nil, err
	}
	err := z.Close()
	return b.Bytes(), err
}

// unpack reads it again.
func unpack(data []byte) (*shards.Tally, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(z, mostTally+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostTally {
		return nil, language.Errorf("it is no shard of this run: the file is damaged")
	}
	return shards.ReadTally(schema, text)
}
