package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/report/safe"
)

// Names of technologies, criteria and experts that hold markup and direction controls reach no surface: not a table, not Markdown, not CSV, not JSON as it is
// printed, not a screen, not what is said beside them, not the name of a form.
func TestPlantedNames(t *testing.T) {
	ci.Sequential(t)
	ids, experts := "../../testdata/unbroken/hostile-ids.xlsx", "../../testdata/unbroken/hostile-experts.xlsx"
	var all [][]string
	for _, format := range []string{"table", "md", "csv", "json"} {
		for _, lang := range []string{"en", "ru"}[:ci.Some(2, 1)] {
			for _, path := range []string{ids, experts} {
				for _, command := range [][]string{{"rank"}, {"rank", "--trace"}, {"panel"}, {"weights"}, {"why"}} {
					all = append(all, append([]string{command[0], path, "--format", format, "--lang", lang}, command[1:]...))
				}
			}
		}
		all = append(all, []string{"check", ids, "--format", format}, []string{"check", experts, "--format", format})
	}
	for _, screen := range []string{"weights", "why", "panel", "shortlist"} {
		all = append(all, []string{"frame", screen, ids}, []string{"frame", screen, experts})
	}
	for _, command := range all {
		var out, problems bytes.Buffer
		if code := run(command, strings.NewReader(""), &out, &problems); code == exitUsage {
			t.Errorf("veche %v: %s", command, problems.String())
		}
		said := strings.TrimPrefix(out.String(), "\ufeff") + problems.String() // which CSV in Russian begins with, for Excel
		if k := strings.IndexFunc(said, safe.Mark); k >= 0 {
			t.Errorf("veche %v shows a mark: %q", command, said[max(0, k-40):min(len(said), k+40)])
		}
		for _, markup := range []string{"<script", "<svg", "](javascript"} {
			if k := strings.Index(strings.ToLower(out.String()), markup); k >= 0 && slices.Contains(command, "md") {
				t.Errorf("veche %v shows markup: %q", command, out.String()[max(0, k-40):min(out.Len(), k+40)])
			}
		}
	}
	folder := t.TempDir()
	var out, problems bytes.Buffer
	if code := run([]string{"forms", experts, "-d", folder}, strings.NewReader(""), &out, &problems); code != exitDone {
		t.Fatalf("forms: %s", problems.String())
	}
	forms, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(forms) == 0 {
		t.Fatal(forms, err)
	}
	for _, form := range forms {
		if strings.IndexFunc(form, safe.Mark) >= 0 {
			t.Errorf("a form is called %q", form)
		}
	}
}

// A chain of 2,000 criteria is checked in a moment (18 s once), and a circle is said.
func TestDeepTrees(t *testing.T) {
	start := time.Now()
	var out bytes.Buffer
	if code := run([]string{"check", "../../testdata/unbroken/chain2000.xlsx"}, strings.NewReader(""), &out, &out); code != exitDone {
		t.Errorf("%d\n%s", code, out.String())
	}
	if took := time.Since(start); took > 15*time.Second && !testing.Short() { // under the race detector all takes ten times as long
		t.Errorf("it took %v", took)
	}
	out.Reset()
	if code := run([]string{"check", "../../testdata/unbroken/cycle.xlsx"}, strings.NewReader(""), &out, &out); code != exitIssues || !strings.Contains(out.String(), "A → B → A") {
		t.Errorf("%d\n%s", code, out.String())
	}
}
