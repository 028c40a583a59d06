package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/tui"
)

// The pictures of the documentation are the explorer's own frames of the built-in example, drawn by `veche frame`; UPDATE=1 draws them anew.
func TestPictures(t *testing.T) {
	keys := map[string]string{"weights": "right right right + tab down"}
	for k, v := range frameKeys {
		keys[k] = v
	}
	want := map[string]bool{}
	for _, screen := range tui.Screens() {
		path := filepath.Join("..", "..", "docs", "pictures", screen+".svg")
		want[screen+".svg"] = true
		drawn := filepath.Join(t.TempDir(), screen+".svg")
		var errs bytes.Buffer
		if code := run([]string{"frame", screen, "--size", "120x34", "--theme", "dark", "--lang", "en", "--keys", keys[screen], "-o", drawn}, strings.NewReader(""), &errs, &errs); code != exitDone {
			t.Fatalf("exit code %d: %s", code, errs.String())
		}
		got, err := os.ReadFile(drawn)
		if err != nil {
			t.Fatal(err)
		}
		if os.Getenv("UPDATE") != "" {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		old, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(old, got) {
			t.Errorf("%s is not what the explorer shows (%v); UPDATE=1 go test ./cmd/veche draws it anew", path, err)
		}
	}
	all, err := filepath.Glob(filepath.Join("..", "..", "docs", "pictures", "*.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		if !want[filepath.Base(path)] {
			t.Errorf("%s is of no screen", path)
		}
	}
}
