package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/study"
	"veche/internal/workbook"
)

// A diagnosis of a study full of planted names and answers holds none of them: in every text a plant, in every number one that nothing else could be.
func TestDiagnosisTellsNothing(t *testing.T) {
	var out, problems bytes.Buffer
	folder := t.TempDir()
	path := filepath.Join(folder, "Zplant study.xlsx")
	s, issues, err := workbook.Read("../../testdata/unbroken/hostile-ids.xlsx")
	if err != nil || issues.Err() != nil {
		t.Fatal(issues, err)
	}
	s.Title = "Zplant title"
	for k := range s.Criteria {
		s.Criteria[k].Name = "Zplant criterion"
	}
	for k := range s.Technologies {
		s.Technologies[k].Name = "Zplant technology"
	}
	data, err := workbook.WriteStudy(s)
	if err == nil {
		err = workbook.WriteFile(path, data, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	if code := run([]string{"diagnose", path}, strings.NewReader(""), &out, &problems); code != exitDone {
		t.Fatal(code, problems.String())
	}
	for _, secret := range append(secrets(s), "Zplant", folder) {
		if strings.Contains(out.String(), secret) {
			t.Errorf("it holds %q", secret)
		}
	}
	var d struct {
		Version string
		Study   struct{ Sizes map[string]int }
	}
	if err := json.Unmarshal(out.Bytes(), &d); err != nil || d.Version == "" || d.Study.Sizes["technologies"] != len(s.Technologies) {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// secrets are the codes of a study's things, where they are long enough not to stand in other words by chance.
func secrets(s *study.Study) (all []string) {
	for _, c := range s.Criteria {
		all = append(all, c.Code)
	}
	for _, c := range s.Technologies {
		all = append(all, c.ID)
	}
	for _, c := range s.Experts {
		all = append(all, c.ID, c.Name)
	}
	kept := all[:0]
	for _, x := range all {
		if len(x) > 3 {
			kept = append(kept, x)
		}
	}
	return kept
}

// A fault in the program ends with 70, says where without values, and points to the diagnosis.
func TestFaultPointsToDiagnosis(t *testing.T) {
	var said bytes.Buffer
	env := &environment{stderr: &said, inputs: []string{"my study.xlsx"}}
	func() {
		defer func() {
			if code := env.fault(recover()); code != exitFault {
				t.Error(code)
			}
		}()
		var none []int
		_ = none[len(said.String())+3]
	}()
	if !strings.Contains(said.String(), "diagnose_test.go:") || !strings.Contains(said.String(), "veche diagnose 'my study.xlsx' -o fault.json") {
		t.Error(said.String())
	}
}
