package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/study"
)

// An output is never an input, by whatever name, to be replaced or not; the input stays as it was.
func TestOutputIsNoInput(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "study.xlsx")
	text := filepath.Join(folder, "sheets", "Evidence.csv")
	at := func(name string) string { return filepath.Join(folder, name) }
	for _, err := range []error{os.WriteFile(path, []byte("study"), 0o600), os.Mkdir(at("sheets"), 0o700), os.WriteFile(text, []byte("a,b"), 0o600),
		os.Symlink(path, at("soft.xlsx")), os.Link(path, at("hard.xlsx")), os.Symlink(at("soft.xlsx"), at("twice.xlsx")), os.Symlink(text, at("evidence.xlsx"))} {
		if err != nil {
			t.Skipf("NOT CHECKED: links: %v", err)
		}
	}
	for _, name := range []string{path, filepath.Join(folder, "sheets", "..", "study.xlsx"), at("soft.xlsx"), at("hard.xlsx"), at("twice.xlsx"), at("evidence.xlsx")} {
		for _, force := range []bool{false, true} {
			o := &Output{Path: name, Overwrite: force, Kinds: []string{".xlsx"}, Inputs: []string{path, at("sheets")}}
			var refused *NameError
			if err := o.Check(); !errors.As(err, &refused) {
				t.Errorf("%s, force %v: Check says %v", name, force, err)
			}
			if err := o.Write([]byte("shortlist")); !errors.As(err, &refused) || !strings.Contains(err.Error(), "with --force or without") {
				t.Errorf("%s, force %v: %v", name, force, err)
			}
		}
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "study" {
		t.Errorf("the study is %q, %v", data, err)
	}
}

// A name says what is written.
func TestOutputNames(t *testing.T) {
	for name, ok := range map[string]bool{"a.xlsx": true, "A.XLSX": true, "a.b.xlsx": true, "a.csv": false, "a.xls": false, "a": false, "-": false, "": false, ".xlsx": false,
		"~$a.xlsx": false, "a.xlsx.": false, "a.xlsm": false, "a.xlsx ": false} {
		o := &Output{Path: filepath.Join(t.TempDir(), name), Kinds: []string{".xlsx"}}
		if name == "" {
			o.Path = ""
		}
		if err := o.Check(); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A file that somebody else makes or changes between Check and Write stays as it is.
func TestOutputChangedMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.xlsx")
	o := &Output{Path: path, Kinds: []string{".xlsx"}}
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	theirs := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	theirs("theirs")
	if err := o.Write([]byte("mine")); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	o = &Output{Path: path, Kinds: []string{".xlsx"}, Overwrite: true}
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	theirs("again")
	if err := o.Write([]byte("mine")); err == nil || !strings.Contains(err.Error(), "changed by someone else") {
		t.Error(err)
	}
	stays(t, path, []byte("again"))
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	if err := o.Write([]byte("mine")); err != nil {
		t.Error(err)
	}
	stays(t, path, []byte("mine"))
}

const (
	savingPath   = "VECHE_TEST_SAVING_PATH"
	savingMethod = "VECHE_TEST_SAVING_METHOD"
)

// TestSaver is a process of TestTwoSavers: it opens the study, waits for the other to have opened it too, and saves.
func TestSaver(t *testing.T) {
	path := os.Getenv(savingPath)
	if path == "" {
		t.Skip("run by TestTwoSavers")
	}
	s, issues, err := Read(path)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	changed := apply(t, s, study.SetMethod{Method: os.Getenv(savingMethod)})
	if err := os.WriteFile(path+"."+os.Getenv(savingMethod), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if both, _ := filepath.Glob(path + ".*"); len(both) == 2 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if _, err := Save(path, changed, s.Source.SHA256); err != nil {
		fmt.Println("SAID", err)
	} else {
		fmt.Println("SAVED")
	}
}

// Two processes save one study that both have opened: one edit is in the file, and the other process knows that its edit is not. No edit is lost in silence.
func TestTwoSavers(t *testing.T) {
	for round := range 3 {
		path := filepath.Join(t.TempDir(), "study.xlsx")
		if err := os.WriteFile(path, example.ScienceFields, 0o600); err != nil {
			t.Fatal(err)
		}
		methods := []string{"vikor", "mabac"}
		said := make([]bytes.Buffer, 2)
		var all []*exec.Cmd
		for k, method := range methods {
			cmd := exec.Command(os.Args[0], "-test.run=^TestSaver$")
			cmd.Env = append(os.Environ(), savingPath+"="+path, savingMethod+"="+method)
			cmd.Stdout, cmd.Stderr = &said[k], &said[k]
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			all = append(all, cmd)
		}
		saved := -1
		for k, cmd := range all {
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v\n%s", err, said[k].String())
			}
			switch text := said[k].String(); {
			case strings.Contains(text, "SAVED"):
				if saved >= 0 {
					t.Fatalf("round %d: both say that they saved", round)
				}
				saved = k
			case !strings.Contains(text, "changed by someone else"):
				t.Errorf("round %d: the other was told %s", round, text)
			}
		}
		if saved < 0 {
			t.Fatalf("round %d: nobody saved", round)
		}
		s, issues, err := Read(path)
		if err != nil || issues.Err() != nil || s.Settings.Method != methods[saved] {
			t.Errorf("round %d: %v, %v; the method is %s, saved was %s", round, err, issues, s.Settings.Method, methods[saved])
		}
	}
}
