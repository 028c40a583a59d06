package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui"
	"veche/internal/workbook"
	"veche/testdata"
)

// frameKeys are pressed on each screen before its frame is taken.
var frameKeys = map[string]string{"why": "] } down t t", "shortlist": "down down down down space", "panel": "down down down", "sensitivity": "down n right right", "pairwise": "] ] ] ] ] down right right"}

// TestFrames holds every screen of both example studies against its goldens, at the sizes and in the looks people have; UPDATE=1 rewrites them. The colours of a
// dark theme are written as {style}, so that a difference can be read.
func TestFrames(t *testing.T) {
	studies := map[string][]byte{"scan": testdata.HorizonScan, "fields": testdata.ScienceFields}
	for _, screen := range tui.Screens() {
		for name, data := range studies {
			s, issues := workbook.ReadBytes(name+".xlsx", data)
			if err := issues.Err(); err != nil {
				t.Fatal(err)
			}
			t.Run(screen+"-"+name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join("testdata", "frames", screen+"-"+name+".txt")
				got := frames(t, screen, name, s)
				if os.Getenv("UPDATE") != "" {
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s has changed (UPDATE=1 go test ./cmd/veche rewrites it): %s", path, firstDifference(string(want), got))
				}
			})
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// frames are a screen in every size, language and look.
func frames(t *testing.T, screen, name string, s *study.Study) string {
	var b strings.Builder
	for _, size := range [][2]int{{80, 24}, {140, 40}, {59, 17}} {
		for _, l := range []language.Language{language.English, language.Russian} {
			for _, look := range []string{"none", "ascii", "dark"} {
				f := tui.FrameOptions{Width: size[0], Height: size[1], Theme: look, Keys: strings.Fields(frameKeys[screen])}
				if look == "ascii" {
					f.Theme, f.ASCII = "none", true
				}
				text, err := tui.Frame(screen, s, tui.Options{File: name + ".xlsx", Language: l}, f)
				if err != nil {
					t.Fatal(err)
				}
				lines := strings.Split(text, "\n")
				if len(lines) > size[1] {
					t.Errorf("%s %v %s %s: %d lines", screen, size, l.Code(), look, len(lines))
				}
				for _, line := range lines {
					if w := ansi.StringWidth(line); w > size[0] {
						t.Errorf("%s %v %s %s: a line of %d cells: %s", screen, size, l.Code(), look, w, line)
					}
				}
				if look == "ascii" && l == language.English && strings.ContainsAny(text, "─━█▌►·…→±│┃↑↓←") {
					t.Errorf("%s %v %s: the ASCII screen has other signs:\n%s", screen, size, l.Code(), text)
				}
				if look == "dark" {
					if size[0] != 80 {
						continue
					}
					text = escapes.ReplaceAllString(text, "{$1}")
				}
				fmt.Fprintf(&b, "== %dx%d %s %s\n%s\n", size[0], size[1], l.Code(), look, text)
			}
		}
	}
	return b.String()
}

// firstDifference names the first line that differs.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for k := range min(len(w), len(g)) {
		if w[k] != g[k] {
			return fmt.Sprintf("line %d\nwas %s\nnow %s", k+1, w[k], g[k])
		}
	}
	return fmt.Sprintf("%d lines, were %d", len(g), len(w))
}
