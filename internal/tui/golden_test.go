package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/study"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

var escapes = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// The first screen after some work, at every size and look, on an English study, a Russian one with wide letters, and one with a tree of criteria. The real
// studies' frames, of every screen, are held by the command's tests.
func TestGoldenScreens(t *testing.T) {
	for name, s := range map[string]*study.Study{"heat": heat(), "cyrillic": cyrillic(), "tree": branched()} {
		var b strings.Builder
		for _, size := range [][2]int{{59, 17}, {60, 18}, {80, 24}, {100, 30}, {140, 40}} {
			for _, look := range []string{"none", "dark", "ascii"} {
				f := FrameOptions{Width: size[0], Height: size[1], Theme: look, Keys: []string{"right", "right", "down", "L", "tab", "down", "down"}}
				if look == "ascii" {
					f.Theme, f.ASCII = "none", true
				}
				o := Options{File: "tech.xlsx"}
				if name == "cyrillic" {
					o.Language = language.Russian
				}
				text, err := Frame("weights", s, o, f)
				if err != nil {
					t.Fatal(err)
				}
				if look == "ascii" && name != "cyrillic" && strings.ContainsAny(text, "─━█►▼·…–→±") {
					t.Errorf("the ASCII screen has other characters:\n%s", text)
				}
				if look == "dark" {
					text = escapes.ReplaceAllString(text, "{$1}")
				}
				fmt.Fprintf(&b, "== %dx%d %s\n%s\n", size[0], size[1], look, text)
			}
		}
		path := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != string(want) {
			g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
			for k := range g {
				if k >= len(w) || g[k] != w[k] {
					t.Errorf("%s:%d has changed; go test ./internal/tui -update rewrites it. Now:\n%s", path, k+1, g[k])
					break
				}
			}
		}
	}
}
