package tui

import (
	"context"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui/draw"
	"veche/internal/workbook"
)

// longNames is a list of twelve critical technologies as they are really called, eleven of which begin with the same word.
func longNames(t *testing.T) *study.Study {
	t.Helper()
	data, err := os.ReadFile("testdata/longnames.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	s, issues := workbook.ReadBytes("longnames.xlsx", data)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	return s
}

var (
	labels      = regexp.MustCompile(`[\p{L}][\p{L}\d]*`)
	numberAfter = regexp.MustCompile(`(…|\.\.\.) (\d)`) // of a name cut in its middle
	ordinal     = regexp.MustCompile(`№\d+|#\d+`)
)

// reads is what of a row tells a reader which it is: its words and identifiers, without figures, bars and signs.
func reads(row string) string {
	row = ordinal.ReplaceAllString(row, "")
	return strings.Join(labels.FindAllString(row, -1), " ")
}

// No two rows of a list read the same, whatever the window and the language: names that begin alike are told apart by their identifiers and by what differs.
// Heads of columns likewise. The long names, and the studies inside.
func TestRowsAreToldApart(t *testing.T) {
	ci.Sequential(t)
	studies := map[string]*study.Study{"longnames": longNames(t)}
	for _, name := range example.Names()[:ci.Some(len(example.Names()), 0)] {
		data, _ := example.Named(name)
		s, issues := workbook.ReadBytes(name+".xlsx", data)
		if issues.Err() != nil {
			t.Fatal(issues)
		}
		studies[name] = s
	}
	for _, name := range slices.Sorted(maps.Keys(studies)) {
		t.Run(name, func(t *testing.T) { toldApart(t, studies[name]) })
	}
}

func toldApart(t *testing.T, s *study.Study) {
	lists := map[screenID][]draw.ID{
		onWeights:     {inWeights, inRanking, inFlips, inHistory, inDraws, inWhy},
		onWhy:         {inContrast, inContributions},
		onSensitivity: {inKeeps, inAcceptability, inCrossings},
		onPanel:       {inPlaces, inContested, inBlocPlaces},
		onPairwise:    {inJudgements, inPriorities},
		onShortlist:   {inSet, inSets},
	}
	heads := map[screenID]map[draw.ID]int{onWhy: {inContributions: 1}, onPanel: {inPlaces: 1}, onPairwise: {inJudgements: 1}}
	var whole []string // a number that belongs to a name tells its row
	for k := range s.Technologies {
		name := s.Technologies[len(s.Technologies)-1-k].Name // Project 12 before Project 1
		whole = append(whole, name, strings.ReplaceAll(name, " ", ""))
	}
	for k := range s.Criteria {
		whole = append(whole, s.Criteria[k].Name, strings.ReplaceAll(s.Criteria[k].Name, " ", ""))
	}
	numbered := strings.NewReplacer(whole...)
	for _, size := range [][2]int{{80, 24}, {140, 40}, {60, 18}, {100, 30}, {200, 50}}[:ci.Some(5, 2)] {
		for _, l := range []language.Language{language.English, language.Russian} {
			m, err := newModel(context.Background(), s, Options{Theme: "none", NoMotion: true, Language: l})
			if err != nil {
				t.Fatal(err)
			}
			m.still = true
			m.handle(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			seen := 0
			for id, panes := range lists {
				m.open(id)
				for _, pane := range panes {
					place, ok := m.arranged.Find(pane)
					if !ok {
						continue
					}
					rows := strings.Split(ansi.Strip(m.screen().panes()[pane].View()), "\n")
					known := map[string]string{}
					for k, row := range rows {
						if at, ok := heads[id][pane]; ok && at == k {
							heading := map[string]bool{}
							for _, w := range strings.Fields(numberAfter.ReplaceAllString(row, "$1$2")) {
								if heading[w] {
									t.Errorf("%v %s, screen %d, pane %d: two columns are headed %s: %s", size, l.Code(), id+1, pane, w, row)
								}
								heading[w] = true
							}
						}
						text := reads(numbered.Replace(row))
						if before, twice := known[text]; twice && len([]rune(text)) > 3 {
							t.Errorf("%v %s, screen %d, pane %d (%d wide): two rows read %q:\n%s\n%s", size, l.Code(), id+1, pane, place.W, text, before, row)
						}
						known[text] = row
						seen++
					}
				}
			}
			if seen < 30 {
				t.Errorf("%v: only %d rows were seen", size, seen)
			}
		}
	}
}

// Two technologies of one name are told apart, and so are identifiers that are longer than their column.
func TestRoll(t *testing.T) {
	r := newRoll([]string{"Turbines", "Turbines", "Turbine blades of new kinds", "Heat"}, []string{"T1", "T2", "T3", "T4"}, false)
	for _, w := range []int{3, 5, 8, 12, 20, 40} {
		seen := map[string]bool{}
		for k := range r.names {
			label := r.label(k, w, "…")
			if seen[label] || draw.Cells(label) > w {
				t.Errorf("%d cells: %q", w, label)
			}
			seen[label] = true
		}
	}
	long := newRoll([]string{"Alpha one", "Alpha two"}, []string{"2026-direction-01", "2026-direction-02"}, false)
	if a, b := long.label(0, 6, "…"), long.label(1, 6, "…"); a == b || draw.Cells(a) > 6 {
		t.Errorf("%q and %q", a, b)
	}
	if got := newRoll([]string{"Solar power", "Wind power"}, []string{"A", "B"}, false).label(0, 7, "…"); got != "Solar …" {
		t.Errorf("names that differ at once are cut as they are, not %q", got)
	}
}

// A set of which one cost is not known costs what the others do, or more: the line at the foot says so as the pane does.
func TestUnknownCostsAreOrMore(t *testing.T) {
	frame, err := Frame("shortlist", longNames(t), Options{Language: language.English}, FrameOptions{Width: 140, Height: 40})
	if err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"the set costs at least 440", "for 440 or more (proven)"} {
		if !strings.Contains(frame, says) {
			t.Errorf("no %q in\n%s", says, frame)
		}
	}
}
