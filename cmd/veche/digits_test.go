package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/workbook"
)

// digitsStudy is a study as a file for the commands and as read, with the names that the screens show.
type digitsStudy struct {
	path  string
	study *study.Study
}

func digitsStudies(t *testing.T) map[string]digitsStudy {
	t.Helper()
	all := map[string]digitsStudy{}
	for name, data := range map[string][]byte{"scan": example.HorizonScan, "fields": example.ScienceFields, "portfolio": example.Portfolio} {
		path := filepath.Join(t.TempDir(), name+".xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, issues := workbook.ReadBytes(name+".xlsx", data)
		if err := issues.Err(); err != nil {
			t.Fatal(err)
		}
		all[name] = digitsStudy{path, s}
	}
	return all
}

// asked is a command's JSON.
func asked(t *testing.T, v any, args ...string) {
	t.Helper()
	if err := json.Unmarshal([]byte(printed(t, append(args, "-q", "--format", "json")...)), v); err != nil {
		t.Fatalf("veche %v: %v", args, err)
	}
}

// seen is a large English frame of a screen after some keys.
func seen(t *testing.T, screen, path string, keys ...string) string {
	t.Helper()
	return printed(t, "frame", screen, path, "--size", "240x100", "--lang", "en", "--keys", strings.Join(keys, " "))
}

// below is a panel's text: from the line after its heading to a blank one, from the heading's column to the next.
func below(t *testing.T, frame, heading string) []string {
	t.Helper()
	lines := strings.Split(frame, "\n")
	for k, l := range lines {
		at := strings.Index(l, "── "+heading)
		if at < 0 {
			if at = strings.Index(l, "━━ "+heading); at < 0 {
				continue
			}
		}
		start := len([]rune(l[:at]))
		end := math.MaxInt // where the next column of panels begins
		for _, l := range lines {
			for _, m := range regexp.MustCompile(`  (?:──|━━) `).FindAllStringIndex(l, -1) {
				if x := len([]rune(l[:m[0]])); x > start {
					end = min(end, x)
				}
			}
		}
		var text []string
		for _, l := range lines[k+1:] {
			r := []rune(l)
			part := strings.TrimRight(string(r[min(start, len(r)):min(end, len(r))]), " ")
			if part == "" {
				break
			}
			text = append(text, part)
		}
		return text
	}
	t.Fatalf("no panel %q in\n%s", heading, frame)
	return nil
}

// agrees fails unless a number shown is one of the command's, rounded to as many decimals.
func agrees(t *testing.T, what, shown string, want float64) {
	t.Helper()
	shown = strings.TrimPrefix(strings.TrimSpace(shown), "+")
	decimals := 0
	if k := strings.IndexByte(shown, '.'); k >= 0 {
		decimals = len(shown) - k - 1
	}
	if got := strconv.FormatFloat(want, 'f', decimals, 64); strings.TrimPrefix(got, "-") != strings.TrimPrefix(shown, "-") || (want < 0) != strings.HasPrefix(shown, "-") && math.Abs(want) > 0.5*math.Pow10(-decimals) {
		t.Errorf("%s: the screen shows %s, the command has %s (%v)", what, shown, got, want)
	}
}

// agreesMeasured fails unless a measured value shown, with four digits and no noughts at its end, is the command's.
func agreesMeasured(t *testing.T, what, shown string, want float64) {
	t.Helper()
	if got := strconv.FormatFloat(want, 'g', 4, 64); got != shown {
		t.Errorf("%s: the screen shows %s, the command has %s (%v)", what, shown, got, want)
	}
}

// tenthsOf writes at most one decimal.
func tenthsOf(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

func begins(t *testing.T, what, shown, name string) {
	t.Helper()
	if head, tail, cut := strings.Cut(strings.TrimSpace(shown), "…"); !strings.HasPrefix(name, head) || cut && !strings.HasSuffix(name, tail) || !cut && head != name {
		t.Errorf("%s: the screen names %q where the command has %q", what, shown, name)
	}
}

// The second screen shows what veche why says: scores, lead, every part, what the second needs, and the words.
func TestWhyScreenShowsTheCommandsNumbers(t *testing.T) {
	for name, d := range digitsStudies(t) {
		var why struct {
			A, B  struct{ Score float64 }
			Lead  float64
			Parts []struct {
				Criterion string
				Weight    float64
				Value_A   float64
				Value_B   float64
				A, B      float64
				Better    string
			}
			Needs []struct {
				Criterion        string
				From, To         float64
				Possible, Beyond bool
			}
			Words string
		}
		asked(t, &why, "why", d.path)
		frame := seen(t, "why", d.path)
		head := regexp.MustCompile(`A  #1 .*? (\d+\.\d+)\s+B  #2 .*? (\d+\.\d+)\s+lead (\d+\.\d+)`).FindStringSubmatch(frame)
		if head == nil {
			t.Fatalf("%s: no head in\n%s", name, frame)
		}
		agrees(t, name+" A", head[1], why.A.Score)
		agrees(t, name+" B", head[2], why.B.Score)
		agrees(t, name+" lead", head[3], why.Lead)
		rows := regexp.MustCompile(`(?m)^[► ](\S.*?)\s+(\d+)%\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?\d+\.\d+)\s+(-?\d+\.\d+)\s+([+-]?\d+\.\d+) `).FindAllStringSubmatch(frame, -1)
		if len(rows) != len(why.Parts) {
			t.Fatalf("%s: %d of %d criteria in\n%s", name, len(rows), len(why.Parts), frame)
		}
		sum := 0
		for k, p := range why.Parts {
			r, what := rows[k], name+" "+p.Criterion
			begins(t, what, r[1], d.study.Criteria[d.study.Criterion(p.Criterion)].Title())
			w, _ := strconv.Atoi(r[2]) // whole per cents that add to 100, not each rounded
			if sum += w; math.Abs(float64(w)-100*p.Weight) >= 1 {
				t.Errorf("%s: weight %d%% of %g", what, w, p.Weight)
			}
			agreesMeasured(t, what, r[3], p.Value_A)
			agreesMeasured(t, what, r[4], p.Value_B)
			agrees(t, what, r[5], p.A)
			agrees(t, what, r[6], p.B)
			agrees(t, what, r[7], p.A-p.B)
		}
		if sum != 100 {
			t.Errorf("%s: the weights add to %d%%", name, sum)
		}
		if got := strings.Join(strings.Fields(strings.Join(below(t, frame, "In words"), " ")), " "); got != why.Words {
			t.Errorf("%s: the screen says\n%s\nveche why\n%s", name, got, why.Words)
		}
		needs := regexp.MustCompile(`(\S[^→]*?)\s+(-?[\d.]+) → (-?[\d.]+)(!?)`).FindAllStringSubmatch(strings.Join(below(t, frame, "What B needs"), "\n"), -1)
		possible := 0
		for _, n := range why.Needs {
			if n.Possible {
				possible++
			}
		}
		if len(needs) != possible {
			t.Errorf("%s: the screen has %d needs, the command %d", name, len(needs), possible)
		}
	needs:
		for _, n := range needs {
			for _, w := range why.Needs {
				title := d.study.Criteria[d.study.Criterion(w.Criterion)].Title()
				if head, _, _ := strings.Cut(n[1], "…"); !w.Possible || !strings.HasPrefix(title, head) || (n[4] == "!") != w.Beyond || strconv.FormatFloat(w.From, 'g', 4, 64) != n[2] {
					continue
				}
				to, err := strconv.ParseFloat(n[3], 64)
				digits := len(n[3]) - 1 - strings.IndexByte(n[3]+".", '.')
				// What is shown is enough: rounded away from the present value, to its last digit.
				if past := (to - w.To) * math.Copysign(1, w.To-w.From); err == nil && past > -1e-9 && past < math.Pow10(-max(digits, 0)) {
					continue needs
				}
			}
			t.Errorf("%s: the need %q is not the command's", name, n[0])
		}
	}
}

// robustDigits is what the tests read of veche robust.
type robustDigits struct {
	Stability []struct {
		Criterion string       `json:"criterion"`
		Weight    float64      `json:"weight"`
		Leader    [][2]float64 `json:"leader"`
		Crossings []struct {
			At   float64 `json:"at"`
			A, B string
		} `json:"crossings"`
	} `json:"stability"`
	Acceptability struct {
		Draws int
		Ranks []struct {
			ID string
			P  []float64
		}
	}
}

// The third screen shows what veche robust says: intervals, crossings of the lines it draws, and rank acceptabilities.
func TestSensitivityScreenShowsTheCommandsNumbers(t *testing.T) {
	for name, d := range digitsStudies(t) {
		var robust robustDigits
		asked(t, &robust, "robust", d.path)
		var ranking contract.Ranking
		asked(t, &ranking, "rank", d.path)
		keys := []string{"home"}
		for k, s := range robust.Stability {
			frame := seen(t, "sensitivity", d.path, keys...)
			keys = append(keys, "down")
			shown := regexp.MustCompile(`(?m)[► ]\s(\S.*?)\s+(\d+)%\s+([\d.]+)–([\d.]+)%$`).FindAllStringSubmatch(strings.Join(below(t, frame, "#1 keeps its place"), "\n"), -1)
			if len(shown) != len(robust.Stability) {
				t.Fatalf("%s: %d of %d intervals in\n%s", name, len(shown), len(robust.Stability), frame)
			}
			around := s.Leader[0]
			for _, v := range s.Leader {
				if v[0] <= s.Weight && s.Weight <= v[1] {
					around = v
				}
			}
			begins(t, name, shown[k][1], d.study.Criteria[d.study.Criterion(s.Criterion)].Title())
			if lo, hi := tenthsOf(math.Abs(math.Ceil(1000*around[0]-1e-6)/10)), tenthsOf(math.Floor(1000*around[1]+1e-6)/10); shown[k][3] != lo || shown[k][4] != hi {
				t.Errorf("%s %s: #1 keeps its place in %s–%s%%, by veche robust %s–%s%%", name, s.Criterion, shown[k][3], shown[k][4], lo, hi)
			}

			// Crossings of the five lines that the screen draws: the first five by rank.
			letter := map[string]string{}
			for k, r := range ranking.Ranking[:5] {
				letter[r.ID] = string(rune('A' + k))
			}
			pair := func(at, a, b string) string {
				if a > b {
					a, b = b, a
				}
				return at + "% " + a + b
			}
			want := map[string]int{}
			for _, c := range s.Crossings {
				if a, b := letter[c.A], letter[c.B]; a != "" && b != "" {
					at := math.Floor(1000*c.At+1e-6) / 10 // the screen rounds a crossing, as a bound, towards the weight
					if c.At < s.Weight {
						at = math.Ceil(1000*c.At-1e-6) / 10
					}
					want[pair(tenthsOf(math.Abs(at)), a, b)]++
				}
			}
			got := map[string]int{}
			for _, c := range regexp.MustCompile(`([\d.]+)%  ([A-E]) [^=%]*= ([A-E]) `).FindAllStringSubmatch(strings.Join(below(t, frame, "Crossings"), "\n")+" ", -1) {
				got[pair(c[1], c[2], c[3])]++
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s %s: the screen's crossings are %v, those of veche robust %v\n%s", name, s.Criterion, got, want, frame)
			}
		}
		table := regexp.MustCompile(`(?m)^\s*(\S.*?)((?:\s+[<>]?\d+){4})$`).FindAllStringSubmatch(strings.Join(below(t, seen(t, "sensitivity", d.path), "Rank acceptability"), "\n"), -1)
		if len(table) < 5 {
			t.Fatalf("%s: acceptabilities of %d technologies", name, len(table))
		}
		for k, row := range table {
			r := robust.Acceptability.Ranks[k]
			begins(t, name, row[1], d.study.Technologies[d.study.Technology(r.ID)].Title())
			rest := 1.0
			for j, cell := range strings.Fields(row[2]) {
				p := rest
				if j < 3 {
					p = r.P[j]
					rest -= p
				}
				ok := false
				switch n, err := strconv.Atoi(strings.TrimLeft(cell, "<>")); {
				case err != nil:
				case cell[0] == '<':
					ok = p > 0 && p < 0.01
				case cell[0] == '>':
					ok = p < 1 && p > 0.99
				default: // whole per cents of a row add to 100
					ok = math.Abs(100*p-float64(n)) < 1 && (n < 100 || p > 1-1e-9) && (n > 0 || p < 1e-9)
				}
				if !ok {
					t.Errorf("%s %s, place %d: the screen shows %s, veche robust has %g", name, r.ID, j+1, cell, p)
				}
			}
		}
	}
}

// The fourth screen shows what veche panel says: agreement, each expert's tau-b and places, weights and CR, and the sentences.
func TestPanelScreenShowsTheCommandsNumbers(t *testing.T) {
	for name, d := range digitsStudies(t) {
		if name == "portfolio" { // nobody's answers
			continue
		}
		var panel struct {
			S_Star, Kendall_W, P, Tau_B, Alpha, Between_Blocs *float64
			Tau_Pairs                                         int
			Sentences                                         []string
			Blocs                                             []struct {
				Name    string
				Members []string
				Own     struct{ Kendall_W *float64 }
			}
			Experts []struct {
				ID    string
				Tau_B *float64
				Ranks map[string]float64
			}
			Weights []struct {
				Weights []float64
				Experts []struct {
					ID      string
					Weights []float64
					CR      *float64
				}
			}
		}
		asked(t, &panel, "panel", d.path)
		var ranking contract.Ranking
		asked(t, &ranking, "rank", d.path)
		frame := seen(t, "panel", d.path)
		agreement := strings.Join(below(t, frame, "Agreement"), "\n")
		for pattern, want := range map[string]*float64{
			`Kendall W of .*?([\d.]+)$`: panel.Kendall_W, `Kendall W of \d+ experts \(p=([\d.]+)\)`: panel.P, `Consensus S\*.*?([\d.]+)$`: panel.S_Star,
			`Mean tau-b of \d+ pairs\s+(-?[\d.]+)$`: panel.Tau_B, `Krippendorff's alpha\s+(-?[\d.]+)$`: panel.Alpha, `Disagreement between blocs\s+(\d+)%$`: panel.Between_Blocs,
		} {
			m := regexp.MustCompile(`(?m)` + pattern).FindStringSubmatch(agreement)
			isTau := strings.HasPrefix(pattern, "Mean")
			if isTau && panel.Tau_Pairs == 0 { // judgements only: no pairs of experts ranked anything
				want = nil
			}
			switch {
			case (m == nil) != (want == nil):
				t.Errorf("%s: %s is %v on the screen:\n%s", name, pattern, m, agreement)
			case m == nil:
			case strings.HasSuffix(pattern, "%$"):
				agrees(t, name+pattern, m[1], 100**want)
			default:
				agrees(t, name+pattern, m[1], *want)
			}
		}
		for _, b := range panel.Blocs {
			m := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(b.Name) + ` \((\d+)\)\s+([\d.]+)`).FindStringSubmatch(agreement)
			if m == nil || b.Own.Kendall_W == nil || m[1] != strconv.Itoa(len(b.Members)) {
				t.Errorf("%s: bloc %s is %v", name, b.Name, m)
				continue
			}
			agrees(t, name+" "+b.Name, m[2], *b.Own.Kendall_W)
		}

		heading := "Place given by each expert"
		if len(panel.Weights) > 0 {
			heading = "Weights of each expert"
		}
		rows := map[string][]string{}
		for _, l := range below(t, frame, heading) {
			if f := strings.Fields(strings.TrimLeft(l, "► ")); len(f) > 0 {
				rows[f[0]] = f[1:]
			}
		}
		checked := 0
		for _, e := range panel.Experts {
			if len(panel.Weights) > 0 {
				break
			}
			row, ok := rows[e.ID]
			if !ok {
				continue // below the list's end
			}
			checked++
			if len(e.Ranks) == 0 && strings.HasPrefix(strings.Join(row, " "), "no answers that count") {
				continue
			}
			row = strings.Fields(strings.TrimRight(strings.Join(row, " "), " !"))
			if tau := row[len(row)-1]; (tau == "-") != (e.Tau_B == nil) {
				t.Errorf("%s %s: tau-b %s", name, e.ID, tau)
			} else if e.Tau_B != nil {
				agrees(t, name+" "+e.ID+" tau-b", tau, *e.Tau_B)
			}
			for k, cell := range row[:len(row)-1] {
				cell = strings.Trim(cell, "[]")
				place, ranked := e.Ranks[ranking.Ranking[k].ID]
				if (cell == "·") == ranked {
					t.Errorf("%s %s %s: place %s", name, e.ID, ranking.Ranking[k].ID, cell)
				} else if ranked {
					agrees(t, name+" "+e.ID+" "+ranking.Ranking[k].ID, cell, place)
				}
			}
		}
		for _, node := range panel.Weights[:min(len(panel.Weights), 1)] {
			for _, e := range node.Experts {
				row := rows[e.ID]
				if row = strings.Fields(strings.TrimRight(strings.Join(row, " "), " !")); len(row) < len(e.Weights)+2 || e.CR == nil {
					t.Fatalf("%s %s: row %v in\n%s", name, e.ID, row, frame)
				}
				checked++
				row = row[len(row)-len(e.Weights)-1:] // the bloc before it may be of several words
				for k, w := range e.Weights {
					agrees(t, name+" "+e.ID, row[k], 100*w)
				}
				agrees(t, name+" "+e.ID+" CR", row[len(e.Weights)], *e.CR)
			}
			for k, w := range node.Weights {
				agrees(t, name+" panel", rows["Panel"][k], 100*w)
			}
		}
		if checked < 9 {
			t.Errorf("%s: only %d experts are shown", name, checked)
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(frame, "\n", " ")), " ")
		for _, l := range strings.Split(frame, "\n") { // the right column alone
			if at := strings.Index(l, "(y copies)"); at >= 0 {
				start := strings.LastIndex(l[:at], "── ")
				title := strings.TrimSpace(l[start+len("── ") : at])
				text = strings.Join(strings.Fields(strings.Join(below(t, frame, title), " ")), " ")
			}
		}
		if want := strings.Join(panel.Sentences, " "); text == "" || !strings.HasPrefix(want, text) {
			t.Errorf("%s: the screen says\n%s\nveche panel\n%s", name, text, want)
		}
	}
}

// The fifth screen shows what veche weights says of each expert's judgements: lambda max, CI, CR, GCI, K, the weights, and the advice.
func TestPairwiseScreenShowsTheCommandsNumbers(t *testing.T) {
	d := digitsStudies(t)["fields"]
	var weights struct {
		Weights []struct {
			Criterion string
			Weight    float64
		}
		Nodes []struct {
			Expert    *string
			Criteria  []string
			Weights   []float64
			Lambda    float64 `json:"lambda_max"`
			CI, CR    float64
			GCI       float64
			Limit     float64 `json:"gci_limit"`
			Koczkodaj float64
			Advice    []struct {
				A, B               string
				Given, Implied, CR float64
				Suggested          float64
			}
		}
	}
	asked(t, &weights, "weights", d.path)
	scale := func(x float64, whole bool) string { // as on Saaty's scale: fractions below 1
		digits := 1
		if whole {
			digits = 0
		}
		if x >= 1-1e-9 {
			return strings.TrimSuffix(strconv.FormatFloat(x, 'f', digits, 64), ".0")
		}
		return "1/" + strings.TrimSuffix(strconv.FormatFloat(1/x, 'f', digits, 64), ".0")
	}
	var keys []string
	experts, advised := 0, 0
	for _, n := range weights.Nodes {
		if n.Expert == nil {
			continue
		}
		frame := seen(t, "pairwise", d.path, keys...)
		keys = append(keys, "]")
		if !strings.Contains(frame, "Criteria, expert "+*n.Expert+" ") {
			t.Fatalf("not expert %s:\n%s", *n.Expert, frame)
		}
		experts++
		text := strings.Join(below(t, frame, "Consistency"), "\n")
		m := regexp.MustCompile(`lambda max ([\d.]+)   CI ([\d.]+)[\s\S]*CR ([\d.]+) [\s\S]*GCI ([\d.]+)  limit ([\d.]+)   K ([\d.]+)`).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("%s: no figures in\n%s", *n.Expert, text)
		}
		for k, want := range []float64{n.Lambda, n.CI, n.CR, n.GCI, n.Limit, n.Koczkodaj} {
			agrees(t, fmt.Sprint(*n.Expert, " figure ", k), m[k+1], want)
		}
		rows := regexp.MustCompile(`(?m)^\s*(\S.*?)\s+([\d.]+)%\s+([\d.]+)%`).FindAllStringSubmatch(strings.Join(below(t, frame, "Weights from these judgements"), "\n"), -1)
		if len(rows) != len(n.Weights) {
			t.Fatalf("%s: %d weights in\n%s", *n.Expert, len(rows), frame)
		}
		for k, w := range n.Weights {
			agrees(t, *n.Expert+" "+n.Criteria[k], rows[k][2], 100*w)
			agrees(t, "panel "+n.Criteria[k], rows[k][3], 100*weights.Weights[k].Weight)
		}
		if len(n.Advice) == 0 {
			continue
		}
		advised++
		list := regexp.MustCompile(`(?m)^.?\s*(\S.*?) - (\S.*?)\s+([\d/.]+)\s+([\d/.]+)\s+([\d.]+)$`).FindAllStringSubmatch(strings.Join(below(t, frame, "Least consistent judgements"), "\n"), -1)
		if len(list) < len(n.Advice) {
			t.Fatalf("%s: %d pieces of advice in\n%s", *n.Expert, len(list), frame)
		}
		for k, a := range n.Advice {
			l := list[k]
			begins(t, *n.Expert, l[1], d.study.Criteria[d.study.Criterion(a.A)].Title())
			begins(t, *n.Expert, l[2], d.study.Criteria[d.study.Criterion(a.B)].Title())
			if l[3] != scale(a.Given, false) || l[4] != scale(a.Implied, false) {
				t.Errorf("%s: judged %s, implied %s; veche weights has %g and %g", *n.Expert, l[3], l[4], a.Given, a.Implied)
			}
			agrees(t, *n.Expert+" CR if", l[5], a.CR)
		}
	}
	if experts != 9 || advised == 0 {
		t.Errorf("%d experts, %d advised", experts, advised)
	}
}

// The sixth screen shows what veche select says: what is chosen, worth and spent, the sets beside it, the rules, and the frontier; with the study's budget and after
// a change of it.
func TestShortlistScreenShowsTheCommandsNumbers(t *testing.T) {
	type set struct {
		Chosen       []string
		Value, Spent float64
		Adds, Drops  []string
	}
	for name, d := range digitsStudies(t) {
		for _, budget := range []string{"", "6.5"} {
			if budget != "" && name != "portfolio" {
				continue
			}
			var sel struct {
				Budget       *float64
				Value, Spent float64
				Technologies []struct {
					Rank   int
					ID     string
					Value  float64
					Cost   *float64
					Chosen bool
				}
				By_Rank   set
				Next_Best []set
				Rules     []struct {
					Text  string
					Holds bool
				}
				Frontier struct {
					Points []struct {
						Budget, Value, Spent float64
					}
				}
			}
			args, keys := []string{"select", d.path}, []string(nil)
			if budget != "" {
				args = append(args, "--budget", budget)
				keys = append([]string{"="}, strings.Split(budget, "")...)
				keys = append(keys, "enter")
			}
			asked(t, &sel, args...)
			frame := seen(t, "shortlist", d.path, keys...)
			what := name + " " + budget
			if sel.Budget != nil {
				m := regexp.MustCompile(`Budget ([\d.]+)   used ([\d.]+)   left ([\d.]+)`).FindStringSubmatch(frame)
				if m == nil || m[1] != language.English.Amount(*sel.Budget) || m[2] != language.English.Amount(sel.Spent) || m[3] != language.English.Amount(*sel.Budget-sel.Spent) {
					t.Errorf("%s: %v on the screen, %g of %g by veche select", what, m, sel.Spent, *sel.Budget)
				}
			}
			rows := regexp.MustCompile(`(?m)^[► ]\[([x ])\]\s*(\d+) (\S.*?)\s+(-?\d+\.\d+)\s+(\S+)`).FindAllStringSubmatch(frame, -1)
			if len(rows) != len(sel.Technologies) {
				t.Fatalf("%s: %d of %d technologies in\n%s", what, len(rows), len(sel.Technologies), frame)
			}
			for k, x := range sel.Technologies {
				r := rows[k]
				if (r[1] == "x") != x.Chosen || r[2] != strconv.Itoa(x.Rank) {
					t.Errorf("%s: %v, by veche select #%d chosen %v", what, r[0], x.Rank, x.Chosen)
				}
				agrees(t, what+" "+x.ID, r[4], x.Value)
				if x.Cost != nil && r[5] != language.English.Amount(*x.Cost) {
					t.Errorf("%s %s: cost %s of %g", what, x.ID, r[5], *x.Cost)
				}
			}
			sets := regexp.MustCompile(`(?m)^(best|by rank|number \d)\s+(-?\d+\.\d+)\s+([\d.]+)  `).FindAllStringSubmatch(strings.Join(below(t, frame, "Sets compared"), "\n"), -1)
			want := append([]set{{Value: sel.Value, Spent: sel.Spent}, sel.By_Rank}, sel.Next_Best...)
			if len(sets) != len(want) {
				t.Fatalf("%s: %d of %d sets in\n%s", what, len(sets), len(want), frame)
			}
			for k, w := range want {
				agrees(t, what+" "+sets[k][1], sets[k][2], w.Value)
				if sets[k][3] != language.English.Amount(w.Spent) {
					t.Errorf("%s %s costs %s of %g", what, sets[k][1], sets[k][3], w.Spent)
				}
			}
			rules := regexp.MustCompile(`\[(ok|no)\] (.*)`).FindAllStringSubmatch(strings.Join(below(t, frame, "Rules"), "\n"), -1)
			if len(rules) != len(sel.Rules) {
				t.Errorf("%s: %d of %d rules", what, len(rules), len(sel.Rules))
			}
			for _, r := range sel.Rules {
				found := false
				for _, m := range rules {
					found = found || m[2] == r.Text && (m[1] == "ok") == r.Holds
				}
				if !found {
					t.Errorf("%s: the rule %q is not on the screen: %v", what, r.Text, rules)
				}
			}
			points := regexp.MustCompile(`(?m)^[► ]\s*([\d.]+)  \s*([\d.]+) `).FindAllStringSubmatch(strings.Join(below(t, frame, "Value against budget"), "\n"), -1)
			if len(points) != min(len(sel.Frontier.Points), len(points)) || name == "portfolio" && len(points) < 10 {
				t.Errorf("%s: %d points of the frontier, veche select has %d", what, len(points), len(sel.Frontier.Points))
			}
			for _, m := range points {
				found := false
				for _, p := range sel.Frontier.Points {
					if language.English.Amount(p.Budget) == m[1] {
						agrees(t, what+" at "+m[1], m[2], p.Value)
						found = true
					}
				}
				if !found {
					t.Errorf("%s: %s is no point of the frontier of veche select", what, m[1])
				}
			}
		}
	}
}
