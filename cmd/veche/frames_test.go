package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui"
	"veche/internal/workbook"
)

// frameKeys are pressed on each screen before its frame is taken.
var frameKeys = map[string]string{"why": "] } down t t", "shortlist": "down down down down space", "panel": "down down down", "sensitivity": "down n right right", "pairwise": "] ] ] ] ] down right right"}

// TestFrames holds every screen of both example studies against its goldens, at the sizes and in the looks people have; UPDATE=1 rewrites them. A dark frame has the
// text of the plain one, so only its styles are kept (see styleRuns); where they differ the whole frame is printed.
// The largest selection, which takes half a second a frame, is drawn in one size in the plain run: the beginning of its golden.
func TestFrames(t *testing.T) {
	studies := map[string][]byte{"scan": example.HorizonScan, "fields": example.ScienceFields}
	for _, screen := range tui.Screens() {
		for name, data := range studies {
			s, issues := workbook.ReadBytes(name+".xlsx", data)
			if err := issues.Err(); err != nil {
				t.Fatal(err)
			}
			t.Run(screen+"-"+name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join("testdata", "frames", screen+"-"+name+".txt")
				sizes := frameSizes
				if screen == "shortlist" && name == "scan" && os.Getenv("UPDATE") == "" {
					sizes = sizes[:ci.Some(len(sizes), 1)]
				}
				got, whole := frames(t, screen, name, s, sizes)
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
				if len(sizes) == len(frameSizes) && got != string(want) || !strings.HasPrefix(string(want), got) {
					t.Errorf("%s has changed (UPDATE=1 go test ./cmd/veche rewrites it): %s", path, firstDifference(string(want), got, whole))
				}
			})
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[([0-9;]*)m")

var frameSizes = [][2]int{{80, 24}, {140, 40}, {59, 17}}

// frames are a screen in every size, language and look, each under a line that names it; whole are the dark frames in full, by that line.
func frames(t *testing.T, screen, name string, s *study.Study, sizes [][2]int) (text string, whole map[string]string) {
	var b strings.Builder
	whole = map[string]string{}
	for _, size := range sizes {
		for _, l := range []language.Language{language.English, language.Russian} {
			plain := ""
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
				head := fmt.Sprintf("== %dx%d %s %s", size[0], size[1], l.Code(), look)
				switch look {
				case "none":
					plain = text
				case "dark":
					if bare(text) != bare(plain) {
						t.Errorf("%s %v %s: the dark screen says other things than the plain one:\n%s", screen, size, l.Code(), text)
					}
					whole[head] = escapes.ReplaceAllString(text, "{$1}")
					text = styleRuns(text)
				}
				fmt.Fprintf(&b, "%s\n%s\n", head, text)
			}
		}
	}
	return b.String(), whole
}

// bare is a frame without its styles, and without the blanks that end a line only because they are styled.
func bare(frame string) string {
	lines := strings.Split(ansi.Strip(frame), "\n")
	for k := range lines {
		lines[k] = strings.TrimRight(lines[k], " ")
	}
	return strings.Join(lines, "\n")
}

// styleRuns is how a frame is styled: the styles by letter, then for each styled line its number from 1 and the runs of cells, from 0, with their style, as
// "3 a0-11 b14-20".
func styleRuns(frame string) string {
	var styles, rows []string
	for k, line := range strings.Split(frame, "\n") {
		row, style, x := "", "", 0
		run := func(from, to int) {
			if style == "" || from == to {
				return
			}
			s := slices.Index(styles, style)
			if s < 0 {
				s = len(styles)
				styles = append(styles, style)
			}
			row += fmt.Sprintf(" %c%d-%d", 'a'+s, from, to-1)
		}
		at := 0
		for _, m := range append(escapes.FindAllStringSubmatchIndex(line, -1), []int{len(line), len(line), len(line), len(line)}) {
			w := ansi.StringWidth(line[at:m[0]])
			run(x, x+w)
			x, at = x+w, m[1]
			if code := line[m[2]:m[3]]; code == "" || code == "0" {
				style = ""
			} else {
				style += "{" + code + "}"
			}
		}
		if row != "" {
			rows = append(rows, fmt.Sprint(k+1, row))
		}
	}
	for k := range styles {
		styles[k] = fmt.Sprintf("%c=%s", 'a'+k, styles[k])
	}
	return strings.Join(append([]string{strings.Join(styles, " ")}, rows...), "\n")
}

// firstDifference names the first line that differs, and prints the whole frame it is of where only the frame's styles were kept.
func firstDifference(want, got string, whole map[string]string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	head := ""
	for k := range min(len(w), len(g)) {
		if strings.HasPrefix(g[k], "== ") {
			head = g[k]
		}
		if w[k] != g[k] {
			return fmt.Sprintf("line %d (%s)\nwas %s\nnow %s\n%s", k+1, head, w[k], g[k], whole[head])
		}
	}
	return fmt.Sprintf("%d lines, were %d", len(g), len(w))
}
