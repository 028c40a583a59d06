package live

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"veche/internal/store/sqlite"
	"veche/internal/study"
)

// earlier are databases as programs of before left them, by their version: a closed panel of six experts whose first round is closed and whose second is open, with two
// ballots. A change of the tables adds one more, made by UPDATE=1 before it; none is ever made anew.
var earlier = []string{"1"}

// A database of every earlier version is brought to today's form: nothing is lost, the proof holds, and the panel goes on.
func TestEarlierDatabases(t *testing.T) {
	for _, version := range earlier {
		path := filepath.Join("testdata", "panels-"+version+".db.gz")
		if _, err := os.Stat(path); err != nil && os.Getenv("UPDATE") != "" {
			keepDatabase(t, path)
		}
		packed, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "panels.db"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		st, err := sqlite.Open(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		house := NewHouse(st, Options{})
		defer house.Close()
		all, err := house.Panels(t.Context())
		if err != nil || len(all) != 1 {
			t.Fatalf("version %s: %d panels, %v", version, len(all), err)
		}
		w := &atWork{t: t, house: house, panel: all[0], store: st}
		s := w.panel.State()
		if s.Phase != Opened || len(s.Rounds) != 2 || s.Rounds[0].Count != 6 || s.Kind != Closed {
			t.Fatalf("version %s: %s, %+v", version, s.Phase, s.Rounds)
		}
		b, err := w.panel.Ballot(t.Context(), w.as("E2"))
		if err != nil || b.Version != 1 || b.Answers[Question{Technology: "T1", Criterion: "C1"}].Value != 4 || len(b.Before) != 7 {
			t.Errorf("version %s: the ballot of E2: %+v, %v", version, b, err)
		}
		w.vote()
		w.close()
		if s := w.panel.State(); s.Current().Count != 6 {
			t.Errorf("version %s: %d ballots in the second box", version, s.Current().Count)
		}
		if v := verified(t, w.record(), Evidence{}); len(v.Wrong) > 0 {
			t.Errorf("version %s: %v", version, v.Wrong)
		}
	}
}

// keepDatabase makes the database of this version.
func keepDatabase(t *testing.T, path string) {
	t.Helper()
	folder := t.TempDir()
	st, err := sqlite.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	w := workOn(t, st, New{Kind: Closed, File: plain(t, 6)})
	w.open()
	w.vote()
	w.close()
	w.open()
	for _, person := range []string{"E1", "E2"} {
		w.save(person, map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: 4}})
	}
	w.house.Close()
	if err := st.Close(); err != nil { // which ends the write-ahead log
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "panels.db"))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(data); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
