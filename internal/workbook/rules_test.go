package workbook

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
)

// ruleFile is a file, or the files of a folder, and what its author means by it: the oracle.
type ruleFile struct {
	rule, name string
	files      func() map[string][]byte
	want       map[string]float64 // figures that any reading gives; NaN for one that no reading gives
	names      map[string]string  // names that any reading gives
	falls      []string           // figures that fall from the first to the last
	must       bool               // leaves no doubt: it is read
	refuse     bool               // cannot be told: it is not read
	at         []string           // what a refusal names: Sheet!Cell, or its beginning; none: anything
	said       string             // what a reading says: the beginning of an issue's code
	word       string             // what the issue has in its text
}

// judge says what is wrong with what an edition makes of it, "" for nothing.
func (m *ruleFile) judge(got meaning) string {
	refused, named := "", len(m.at) == 0
	for _, i := range got.Issues {
		if !i.Error {
			continue
		}
		place := stem(i.Sheet) + "!" + i.Cell + " "
		here := slices.ContainsFunc(m.at, func(at string) bool { return strings.HasPrefix(place, at) })
		if refused == "" || here {
			refused = i.Text
		}
		named = named || here && strings.Contains(strings.ToLower(i.Text), m.word)
	}
	switch {
	case refused != "" && m.must:
		return "refused: " + refused
	case refused != "" && !named:
		return fmt.Sprintf("refused, but not by %v: %s", m.at, refused)
	case refused != "":
		return ""
	case m.refuse:
		return "read"
	}
	for _, k := range slices.Sorted(maps.Keys(m.want)) {
		x, found := got.Figures[k]
		want := m.want[k]
		if found == math.IsNaN(want) || found && math.Abs(x-want) > 1e-9*max(1, math.Abs(want)) {
			return fmt.Sprintf("%s is %v (%v), not %v", k, x, found, want)
		}
	}
	for k, want := range m.names {
		if got.Names[k] != want {
			return fmt.Sprintf("%s is called %q, not %q", k, got.Names[k], want)
		}
	}
	for k := range m.falls {
		if k > 0 && !(got.Figures[m.falls[k-1]] > got.Figures[m.falls[k]]) {
			return fmt.Sprintf("%s, %v, is not above %s, %v", m.falls[k-1], got.Figures[m.falls[k-1]], m.falls[k], got.Figures[m.falls[k]])
		}
	}
	if m.said != "" && !slices.ContainsFunc(got.Issues, func(i remarkSaid) bool {
		return strings.HasPrefix(i.Code, m.said) && strings.Contains(strings.ToLower(i.Text), m.word)
	}) {
		return m.said + " is not said"
	}
	return ""
}

// put writes the files into a folder and returns the path that is read.
func (m *ruleFile) put(t *testing.T, dir string) string {
	must(t, os.MkdirAll(dir, 0o700))
	path, files := dir, m.files()
	for name, data := range files {
		must(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
		if len(files) == 1 {
			path = filepath.Join(dir, name)
		}
	}
	return path
}

// TestRulesOfReading goes through every rule of what a reader may do with a cell: by the place, the kind of file and the spelling. With VECHE_EDITION, a program
// that says what another edition makes of a file (see scripts/first), it counts on how many files of each rule that one goes wrong.
func TestRulesOfReading(t *testing.T) {
	rules := map[string][]ruleFile{}
	for _, of := range []func(*testing.T) []ruleFile{digitRule, richRule, struckRule, fractionRule, percentRule, thousandsRule, termsRule, shapeRule, encodingRule, totalsRule, dateRule,
		headerRule, bipolarRule, ranksRule, exampleRule, nearRule, unreadRule, nameRule, senseRule, missingRule, remarkRule} {
		for _, m := range of(t) {
			rules[m.rule] = append(rules[m.rule], m)
		}
	}
	edition := os.Getenv("VECHE_EDITION")
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		t.Run(rule, func(t *testing.T) {
			all := rules[rule]
			if edition != "" {
				countWrong(t, edition, all)
				return
			}
			dir, read := t.TempDir(), 0
			for k := range all {
				if !ci.Full() && k%40 != len(rule)%40 && len(all) > 24 { // a fortieth of them
					continue
				}
				m := &all[k]
				s, issues, err := Read(m.put(t, filepath.Join(dir, fmt.Sprint(k))))
				must(t, err)
				if issues.Err() == nil {
					read++
				}
				if wrong := m.judge(meaningOf(s, issues)); wrong != "" {
					t.Errorf("%s: %s", m.name, wrong)
				}
			}
			t.Logf("%d files, %d read", len(all), read)
		})
	}
}

// countWrong asks another edition for what it makes of the files.
func countWrong(t *testing.T, edition string, all []ruleFile) {
	dir := t.TempDir()
	var paths strings.Builder
	for k := range all {
		fmt.Fprintln(&paths, all[k].put(t, filepath.Join(dir, fmt.Sprint(k))))
	}
	c := exec.Command(edition)
	c.Stdin = strings.NewReader(paths.String())
	out, err := c.Output()
	must(t, err)
	lines := bufio.NewScanner(strings.NewReader(string(out)))
	lines.Buffer(nil, 1<<24)
	wrong, example, ods, odsWrong := 0, "", 0, 0 // the first edition reads no .ods
	for k := 0; lines.Scan(); k++ {
		var got meaning
		must(t, json.Unmarshal(lines.Bytes(), &got))
		_, isODS := all[k].files()["study.ods"]
		if isODS {
			ods++
		}
		if w := all[k].judge(got); w != "" && isODS {
			odsWrong++
		} else if w != "" {
			if wrong++; example == "" {
				example = all[k].name + ": " + w
			}
		}
	}
	t.Logf("wrong on %d of %d, and on %d of %d in .ods; %s", wrong, len(all)-ods, odsWrong, ods, example)
}
