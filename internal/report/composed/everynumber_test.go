package composed

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/contracttest"
	"veche/internal/study"
	"veche/internal/study/compare"
	"veche/internal/study/contrast"
)

// Every number in the text of the page and of the Word document (sentences, headings, captions, labels of drawings, cells of text) is a figure of the JSON of a command that the
// section is made of, at the decimals it is printed with, about the technology, criterion or expert that the text names; or of the kinds in [kinds]. Cells of
// numbers are held by TestEveryFigureIsTheCommands and TestPageEqualsData. That the walk can fail is counted: each number with another last digit must be missed.
func TestEveryNumberIsTheCommands(t *testing.T) {
	ci.Sequential(t)
	for _, name := range example.Names() {
		t.Run(name, func(t *testing.T) {
			if name != "portfolio" {
				ci.Long(t, "the numbers in the sentences of the larger reports")
			}
			numbersAgree(t, named(t, name))
		})
	}
}

// made of these commands is a section; others are made of what is in all of them.
var commandsOf = map[string][]string{
	report.KeyDecision: {"rank", "robust", "select"}, report.KeyProcedure: {"rank", "weights", "panel"}, report.KeyReasons: {"rank", "why", "weights"}, report.KeyFirmness: {"robust", "rank"},
	report.KeyPanel: {"panel", "rank"}, report.KeyCollaboration: {"network", "select"}, report.KeySet: {"select", "rank"}, report.KeyEditions: {"compare"},
	report.KeyMinutes: {"rank", "panel", "robust"}, report.KeyRecord: {"rank", "settings"}, "": {"rank", "panel"},
}

func numbersAgree(t *testing.T, s *study.Study) {
	o, each := contracttest.Each(t, s)
	leaf := s.Criteria[o.Leaves[0]].Code
	last, err := study.Apply(s, study.SetWeight{Criterion: leaf, Weight: o.Global[0] * 0.4})
	if err != nil {
		t.Fatal(err)
	}
	c, err := compare.Compare(t.Context(), last, s, compare.Options{Draws: 200})
	if err != nil {
		t.Fatal(err)
	}
	each["compare"], each["why"] = contracttest.Figures{}, contracttest.Figures{}
	each["compare"].Gather(t, contract.OfCompare(c, language.English))
	before, err := study.Evaluate(last)
	if err != nil {
		t.Fatal(err)
	}
	each["compare"].Gather(t, contract.OfRanking(before, before.Trace(), false))
	each["compare"].Gather(t, contract.OfRanking(o, o.Trace(), false))
	var needs []contract.Lacks
	for _, pair := range [][2]int{{0, 1}, {s.Settings.Shortlist - 1, s.Settings.Shortlist}} {
		if pair[0] < 0 || pair[1] >= len(o.Rows) {
			continue
		}
		c := contrast.Between(o, &o.Rows[pair[0]], &o.Rows[pair[1]])
		if contrast.Quick(o) {
			if c, err = contrast.Complete(t.Context(), o, c); err != nil {
				t.Fatal(err)
			}
		}
		why := contract.OfContrast(o, c, "")
		needs = append(needs, why.Needs...)
		each["why"].Gather(t, why)
	}
	each["rank"].Gather(t, map[string]any{"answers": answers(o)})
	values := []any{}
	for _, x := range study.SettingsTable() {
		if n, err := strconv.ParseFloat(x.Text(s), 64); err == nil {
			values = append(values, map[string]any{"value": n})
		}
	}
	each["settings"] = contracttest.Figures{}
	each["settings"].Gather(t, values)
	w := &walk{needs: needs, t: t, o: o, sections: map[string]contracttest.Figures{}, missing: map[string]string{}}
	for key, commands := range commandsOf {
		f := contracttest.Figures{}
		for _, command := range commands {
			for about, figures := range each[command] {
				for _, x := range figures {
					f[about] = append(f[about], math.Abs(x))
				}
			}
		}
		f.Sort()
		w.sections[key] = f
	}
	w.names(s, last)
	for _, l := range []language.Language{language.English, language.Russian} {
		w.l = l
		for _, audience := range []report.Audience{report.Analyst, report.Reader} {
			d, err := Of(t.Context(), o, Options{Language: l, Audience: audience, Last: c, Made: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			d.Sections = append(d.Sections, *report.Minutes(o, l))
			w.drawn, w.counted = drawnFigures(d)
			for _, kind := range []string{".html", ".docx"} {
				data, err := File(t.Context(), d, kind, nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				pieces := ticks(pageTexts(string(data)))
				if kind == ".docx" {
					pieces = wordTexts(t, data, d)
				}
				for _, p := range pieces {
					w.where = kind
					w.text(p)
				}
			}
		}
	}
	keys := make([]string, 0, len(w.missing))
	for m := range w.missing {
		keys = append(keys, m)
	}
	sort.Strings(keys)
	for _, m := range keys {
		t.Errorf("%s: in %q", m, w.missing[m])
	}
	if w.seen[0] < 100 || w.seen[1] < 100 || 2*w.caught[1] < w.seen[1] {
		t.Errorf("of %d and %d numbers, wrong by a digit, only %d and %d would be missed", w.seen[0], w.seen[1], w.caught[0], w.caught[1])
	}
	t.Logf("numbers traced: %d with decimals, %d without, of stated kinds %d; with another last digit %.1f%% and %.1f%% of them would be missed", w.seen[1], w.seen[0], w.kind,
		100*float64(w.caught[1])/float64(max(1, w.seen[1])), 100*float64(w.caught[0])/float64(max(1, w.seen[0])))
}

// answers is how many scores count and of how many experts they are, counted anew.
func answers(o *study.Outcome) map[string]int {
	s := o.Study
	experts, n := map[int32]bool{}, 0
	for _, a := range s.Scores {
		if (a.Round < 0 || slices.Contains(strings.Split(o.Round, " + "), s.Rounds[a.Round])) && a.State == study.Given && !s.Conflicts().Has(a.Expert, a.Technology) {
			experts[a.Expert] = true
			n++
		}
	}
	return map[string]int{"scores": n, "experts": len(experts), "panel": len(s.Experts)}
}

type walk struct {
	t            *testing.T
	o            *study.Outcome
	l            language.Language
	where        string
	sections     map[string]contracttest.Figures
	replacer     *strings.Replacer
	ids          []string
	missing      map[string]string
	seen, caught [2]int
	kind         int
	needs        []contract.Lacks
	drawn        map[string][]float64 // the figures of each drawing's table
	counted      map[string][]float64 // how many rows, columns and different texts it has
}

const firstMark = '\uE000' // of a name that was taken out: the place of what it names in ids follows
const plainMark = "\uF8FF"

// names prepares to take the study's own words out of a text, keeping what they name.
func (w *walk) names(all ...*study.Study) {
	var pairs [][2]string
	add := func(name, mark string) {
		if len([]rune(name)) > 1 {
			pairs = append(pairs, [2]string{name, mark})
		}
	}
	seen := map[string]string{}
	id := func(id string) string {
		if seen[id] == "" {
			seen[id] = string(firstMark + rune(len(w.ids)))
			w.ids = append(w.ids, id)
		}
		return seen[id]
	}
	for _, s := range all {
		for k := range s.Technologies {
			x := &s.Technologies[k]
			add(x.ID, id(x.ID))
			add(x.Name, id(x.ID))
			add(x.Group, plainMark)
		}
		for k := range s.Criteria {
			x := &s.Criteria[k]
			add(x.Code, id(x.Code))
			add(x.Name, id(x.Code))
			add(x.Unit, plainMark)
		}
		for k := range s.Experts {
			x := &s.Experts[k]
			add(x.ID, id(x.ID))
			add(x.Name, id(x.ID))
			add(x.Organisation, plainMark)
			add(x.Bloc, plainMark)
		}
		for _, name := range slices.Concat(s.Rounds, s.Links.Periods) {
			add(name, plainMark)
		}
		for k := range s.Links.Partners {
			add(s.Links.Partners[k].Name, plainMark)
		}
		add(s.Title, plainMark)
		add(s.Source.File, plainMark)
		add(s.Source.SHA256, plainMark)
	}
	slices.SortStableFunc(pairs, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
	flat := []string{}
	for _, p := range pairs {
		flat = append(flat, p[0], p[1])
	}
	w.replacer = strings.NewReplacer(flat...)
}

var number = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)?(?:e-[0-9]+)?%?`)

// anywhere are the keys of figures that belong to a whole count, and stand beside whatever the sentence names.
var anywhere = []string{contracttest.Counted, "draws", "spread", "seed"}

// kinds are the numbers that no command's JSON has as figures, taken out of a text before it is read.
func (w *walk) kinds(text string) string {
	for _, k := range stated {
		text = k.text.ReplaceAllStringFunc(text, func(s string) string { w.kind++; return "\u2026" })
	}
	wholes := []string{w.o.Method.Source, language.Say(w.l, w.o.Method.Formula)} // the field's own
	for _, i := range w.o.Warnings {                                             // as the command prints them
		wholes = append(wholes, i.Message.In(w.l), i.Remedy.In(w.l))
	}
	for _, whole := range wholes {
		if whole != "" && strings.Contains(text, whole) {
			w.kind++
			text = strings.ReplaceAll(text, whole, "\u2026")
		}
	}
	return text
}

// past is what stands before a limit of a weight.
var past = regexp.MustCompile(`(above|below|выше|ниже|больше|меньше) $`)

var stated = []struct {
	text *regexp.Regexp
	what string
}{
	{regexp.MustCompile(`Veche ` + regexp.QuoteMeta(release.Version)), "the version"},
	{regexp.MustCompile(`SHA-256`), "a name"},
	{regexp.MustCompile(`\pL+![A-Z]+[0-9]+|«?[\pL ]+»?, (?:cell|ячейка) [A-Z]+[0-9]+`), "cells of the workbook"},
	{regexp.MustCompile(`Shown: the first \d+|Показаны первые \d+|in how many of 100 draws|из 100 розыгрышей`), "how much of it is drawn"},
	{regexp.MustCompile(`29 November 2026|29 ноября 2026 г\.`), "the date"},
	{regexp.MustCompile(`within 20% of the present|within 30% of itself|at least 95% of|в пределах 20% от нынешних|в пределах 30% от себя|не менее чем в 95% из`), "how it was counted"},
	{regexp.MustCompile(`The plane keeps \d+%|Плоскость сохраняет \d+%`), "the share of variance of the plane, held by figure's own tests"},
}

func (w *walk) text(p piece) {
	text := w.replacer.Replace(w.kinds(p.text))
	var about []string
	for _, r := range text + w.replacer.Replace(p.row) {
		if k := int(r - firstMark); k >= 0 && k < len(w.ids) {
			about = append(about, w.ids[k])
		}
	}
	var drawn []float64
	if p.drawing > 0 && !strings.ContainsFunc(text, unicode.IsLetter) { // a label of figures alone: of those in the table beside the drawing
		drawn = w.drawn[p.figure]
	}
	counted := w.counted[p.figure]
	part := strings.Contains(text, "%") || p.drawing > 0 // shares are written in per cent, with the sign at the last of them or at the axis
	for _, at := range number.FindAllStringIndex(text, -1) {
		token := text[at[0]:at[1]]
		decimals := w.decimals(token)
		class := min(decimals, 1)
		beyond := past.MatchString(text[:at[0]])
		if !w.traced(p.section, about, token, decimals, part, beyond, drawn, counted) {
			w.missing[fmt.Sprintf("%s %s %s: %s", w.where, w.l.Code(), p.section, token)] = p.text
			continue
		}
		w.seen[class]++
		wrong := []byte(token)
		for k := len(wrong) - 1; k >= 0; k-- {
			if wrong[k] >= '0' && wrong[k] <= '9' {
				wrong[k] = '0' + (wrong[k]-'0'+3)%10
				break
			}
		}
		if !w.traced(p.section, about, string(wrong), decimals, part, beyond, drawn, counted) {
			w.caught[class]++
		}
	}
}

// decimals counts those of a number.
func (w *walk) decimals(token string) int {
	token = strings.TrimSuffix(token, "%")
	k := strings.IndexAny(token, ".,")
	if k < 0 {
		return 0
	}
	return len(token) - k - 1
}

// traced reports whether a printed number is a figure of a command, rounded as it is printed: about something that the text names, where it names something.
func (w *walk) traced(section string, about []string, token string, decimals int, part, beyond bool, drawn, counted []float64) bool {
	f := w.sections[section]
	share := strings.HasSuffix(token, "%")
	x, err := strconv.ParseFloat(strings.Replace(strings.TrimSuffix(token, "%"), ",", ".", 1), 64)
	if err != nil {
		w.t.Fatal(err)
	}
	half := 0.5 * math.Pow(10, -float64(decimals)) * (1 + 1e-9)
	if beyond && share { // rounded away from what it bounds: language's PercentBeyond
		half *= 2
	}
	if digits := len(strings.TrimLeft(token, "0")); decimals == 0 && !share && digits > 3 { // four significant digits of a measured value
		half *= math.Pow(10, float64(max(0, digits-4)))
	} else if decimals == 0 && !share && !part { // a count, a place, a whole figure: as it stands, not rounded
		half = 1e-9
	}
	within := func(all []float64) bool {
		in := func(scale float64) bool {
			k := sort.SearchFloat64s(all, (x-half)/scale)
			return k < len(all) && all[k] <= (x+half)/scale
		}
		return !share && in(1) || (share || part) && in(100)
	}
	if len(about) == 0 {
		about = []string{""}
		if decimals == 0 && !share && !part {
			about = nil // counts only
		}
	}
	if drawn != nil && (within(drawn) || within(f[""])) || decimals == 0 && within(counted) {
		return true
	}
	if section == report.KeyReasons && slices.ContainsFunc(w.needs, func(n contract.Lacks) bool { // rounded away from the present value, with two digits of the change
		change := n.To - n.From
		step := math.Pow(10, math.Floor(math.Log10(math.Max(math.Abs(change), math.Abs(n.To)*1e-3)))-1)
		return slices.Contains(about, n.Criterion) && (x-n.To)*change >= -1e-9 && math.Abs(x-n.To) <= step
	}) {
		return true
	}
	return slices.ContainsFunc(about, func(a string) bool { return within(f[a]) }) || slices.ContainsFunc(anywhere, func(a string) bool { return within(f[a]) }) ||
		slices.ContainsFunc(f["size"], func(size float64) bool { return within([]float64{size / 2}) }) || within(w.gaps(about))
}

// drawnFigures are the figures of the drawings' tables, by the drawing's key, without their signs, and how many rows, columns and different texts each has.
func drawnFigures(d *report.Document) (figures, counted map[string][]float64) {
	figures, counted = map[string][]float64{}, map[string][]float64{}
	for _, s := range d.Sections {
		for _, b := range slices.Concat(s.Blocks, s.Details) {
			f, ok := b.(*report.Figure)
			if !ok || f.Data == nil {
				continue
			}
			n := []float64{float64(len(f.Data.Rows)), float64(len(f.Data.Columns))}
			heads := 0
			for k := range f.Data.Columns {
				texts := map[string]bool{}
				for _, row := range f.Data.Rows {
					if c := row[k]; c.Number {
						figures[f.Key] = append(figures[f.Key], math.Abs(c.Value))
					} else {
						texts[c.Text] = true
					}
				}
				if n = append(n, float64(len(texts))); len(texts) == 0 {
					heads++
				}
			}
			counted[f.Key] = append(n, float64(heads))
			sort.Float64s(figures[f.Key])
			sort.Float64s(counted[f.Key])
		}
	}
	return figures, counted
}

// gaps are the differences between the scores of the technologies named, and to that of the last on the list.
func (w *walk) gaps(about []string) []float64 {
	listed := report.Listed(w.o)
	var all, scores []float64
	for k := range w.o.Rows {
		if id := w.o.Rows[k].Technology.ID; slices.Contains(about, id) || id == listed[len(listed)-1].Technology.ID {
			for _, x := range scores {
				all = append(all, math.Abs(x-w.o.Rows[k].Score))
			}
			scores = append(scores, w.o.Rows[k].Score)
		}
	}
	sort.Float64s(all)
	return all
}
