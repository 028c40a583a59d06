package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/study"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// The screen at every size and look, on an English and a Russian study.
func TestGoldenScreens(t *testing.T) {
	for name, s := range map[string]*study.Study{"heat": heat(), "cyrillic": cyrillic()} {
		for _, size := range [][2]int{{59, 17}, {60, 18}, {80, 24}, {100, 30}, {140, 40}} {
			for _, look := range []string{"none", "dark", "ascii"} {
				f := FrameOptions{Width: size[0], Height: size[1], Theme: look, Keys: []string{"right", "right", "down", "L", "tab", "down", "down", "enter"}}
				if look == "ascii" {
					f.Theme, f.ASCII = "none", true
				}
				text, err := Frame("weights", s, Options{File: "tech.xlsx"}, f)
				if err != nil {
					t.Fatal(err)
				}
				if look == "ascii" && name == "heat" && strings.ContainsAny(text, "─━█►·…–→±") {
					t.Errorf("the ASCII screen has other characters:\n%s", text)
				}
				path := filepath.Join("testdata", fmt.Sprintf("%s-%dx%d-%s.txt", name, size[0], size[1], look))
				if *update {
					if err := os.MkdirAll("testdata", 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if text+"\n" != string(want) {
					t.Errorf("%s has changed; go test ./internal/tui -update rewrites it. Now:\n%s", path, text)
				}
			}
		}
	}
}
