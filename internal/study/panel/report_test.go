package panel_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/workbook"
)

// helixStudy is testdata/triple-helix-worked-example as a study: the experts' priorities are their scores on one criterion.
func helixStudy(t testing.TB) (*study.Study, map[string]json.RawMessage) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile("../../../testdata/triple-helix-worked-example/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var expected map[string]json.RawMessage
	if err := json.Unmarshal(read("expected.json"), &expected); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(read("expert_priorities.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := &study.Study{Title: "Triple helix", Settings: study.Settings{Method: "weighted-sum", Parameters: map[string]string{"normalization": "sum"}}, Criteria: []study.Criterion{{Code: "P", Name: "Priority"}}}
	for _, name := range records[0][2:] {
		s.Technologies = append(s.Technologies, study.Technology{ID: name, Name: name})
	}
	var weights map[string]float64
	if err := json.Unmarshal(expected["bloc_weights"], &weights); err != nil {
		t.Fatal(err)
	}
	for e, r := range records[1:] {
		if !slices.ContainsFunc(s.Blocs, func(b study.Bloc) bool { return b.Name == r[0] }) {
			w := weights[r[0]]
			s.Blocs = append(s.Blocs, study.Bloc{Name: r[0], Weight: &w})
		}
		s.Experts = append(s.Experts, study.Expert{ID: r[1], Bloc: r[0]})
		for k, v := range r[2:] {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil {
				t.Fatal(err)
			}
			s.Scores = append(s.Scores, study.Score{Value: x, Round: -1, Expert: int32(e), Technology: int32(k)})
		}
	}
	return s, expected
}

func assess(t testing.TB, s *study.Study) *panel.Report {
	t.Helper()
	r, err := panel.Assess(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func within(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %.8g, want %g ± %g", what, got, want, tol)
	}
}

func TestHelixReport(t *testing.T) {
	s, expected := helixStudy(t)
	r := assess(t, s)
	table := func(name string) map[string]float64 {
		var m map[string]float64
		if err := json.Unmarshal(expected[name], &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	f := &r.Agreement.Figures
	sStar, w, entropy := table("Sstar"), table("KendallW"), table("entropy")
	within(t, "S*", f.SStar, sStar["all9"], 0.00005)
	within(t, "W", f.W, w["all9"], 0.00005)
	within(t, "H_gamma", f.Partition.Gamma, entropy["H_gamma"], 0.000005)
	within(t, "H_bloc", f.Partition.Bloc, entropy["H_bloc"], 0.000005)
	within(t, "H_alpha", f.Partition.Alpha, entropy["H_alpha"], 0.00001)
	within(t, "between blocs", f.Between, entropy["between_share"], 0.00005)
	for _, b := range r.Blocs {
		within(t, "S* of "+b.Name, b.Own.SStar, sStar[b.Name], 0.00005)
		within(t, "W of "+b.Name, b.Own.W, w[b.Name], 0.00005)
	}
	if r.Finding() != panel.SplitBetweenBlocs {
		t.Errorf("finding %q", r.Finding())
	}
	for _, lang := range []language.Language{language.English, language.Russian} {
		text := strings.Join(r.Sentences(lang), "\n")
		split, high := "Split between blocs: 90%", "very high"
		if lang == language.Russian {
			split, high = "Раскол между блоками: между ними лежит 90 %", "очень высокое"
		}
		if !strings.HasPrefix(text, split) || !strings.Contains(text, high) {
			t.Errorf("%s: %s", lang.Code(), text)
		}
	}
	// The camps found without knowing the blocs are the blocs, but that G2 stands alone: its order has least in common with G1's and G3's.
	if a := r.Agreement; len(a.Camps) != 4 || a.Follow == nil || *a.Follow < 0.8 || !slices.Equal(a.Camps[3], []int{7}) {
		t.Errorf("camps %v follow the blocs by %v", a.Camps, a.Follow)
	}
	if c := r.Talk; c == nil || c.Sides[0].Bloc < 0 || c.Sides[1].Bloc < 0 || !(c.Would > c.W) {
		t.Errorf("conversation %+v", r.Talk)
	} else { // what is said of a criterion's weight agrees with it, not with a technology
		about, weight := *r, *c
		weight.Technology, weight.Criterion, weight.HasW = -1, 0, true
		about.Talk = &weight
		if text := about.TalkIn(language.Russian); !strings.Contains(text, "о весе критерия") || !strings.Contains(text, "отвели ему то же место") {
			t.Errorf("of a weight it says %s", text)
		}
	}
	var panelist []string
	for _, x := range r.Readings {
		panelist = append(panelist, x.Levels)
	}
	if !slices.Equal(panelist, []string{"flat", "blocs"}) {
		t.Errorf("readings %v: the flat ranking stands beside that by blocs", panelist)
	}
}

func horizon(t testing.TB, round string) *study.Study {
	t.Helper()
	s, issues := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	if err := issues.Err(); err != nil {
		t.Fatal(err)
	}
	s, err := study.Apply(s, study.SetRound{Round: round})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The figures of issue 5 for horizon-scan, worked out a second time outside of this program.
func TestHorizonRounds(t *testing.T) {
	r := assess(t, horizon(t, "before"))
	if len(r.Rounds) != 1 {
		t.Fatalf("%d comparisons of rounds", len(r.Rounds))
	}
	c := &r.Rounds[0]
	if c.Experts != [2]int{35, 30} || c.Technologies != [2]int{37, 34} || c.Common != 34 || c.Repeated != 18 || c.Asked != 500 {
		t.Errorf("experts %v, technologies %v, common %d, pairs %d of %d", c.Experts, c.Technologies, c.Common, c.Repeated, c.Asked)
	}
	for _, x := range []struct {
		name string
		got  *float64
		want float64
	}{
		{"rho", c.Rho, 0.5803}, {"tau-b", c.Tau, 0.4211}, {"rho of criterion means", c.RhoMeans, 0.5880}, {"tau-b of criterion means", c.TauMeans, 0.4318},
		{"alpha before", c.Alpha[0], 0.2241}, {"alpha after", c.Alpha[1], 0.2890},
	} {
		if x.got == nil {
			t.Errorf("no %s", x.name)
			continue
		}
		within(t, x.name, *x.got, x.want, 0.00005)
	}
	within(t, "SD before", c.MeanSD[0], 0.963, 0.0005)
	within(t, "SD after", c.MeanSD[1], 0.954, 0.0005)
	if c.Verdict != group.TooFew || !strings.Contains(c.Sentence(r.Study, language.English), "18 of 500 expert–technology pairs were answered in both rounds: too few to speak of individuals changing their minds") {
		t.Errorf("verdict %s: %s", c.Verdict, c.Sentence(r.Study, language.English))
	}
	within(t, "alpha of the report", *r.Agreement.Alpha, 0.2241, 0.00005)
	if r.Agreement.Units != 333 {
		t.Errorf("%d units", r.Agreement.Units)
	}
	// Hardly two experts judged the same technologies: there is no W, and no S* that could be read as agreement.
	if r.Agreement.Block != nil || r.Finding() != panel.NoCommonOrder {
		t.Errorf("block of %d experts, finding %s", len(r.Agreement.Block), r.Finding())
	}
}

func TestHorizonCoverage(t *testing.T) {
	r := assess(t, horizon(t, study.AllRounds))
	least, most := math.MaxInt, 0
	for i := range r.Outcome.Rows {
		least, most = min(least, r.Outcome.Rows[i].Raters), max(most, r.Outcome.Rows[i].Raters)
	}
	if least != 7 || most != 21 {
		t.Errorf("%d to %d raters per technology, want 7 to 21", least, most)
	}
	var given, missing, abstained, asked int
	for k := range r.Experts {
		c := &r.Experts[k].Coverage
		given, missing, abstained, asked = given+c.Answered, missing+c.Missing, abstained+c.Abstained, asked+c.Asked
	}
	if asked != 4662 || missing != 98 || abstained != 89 || given != 4662-98-89 {
		t.Errorf("asked %d, answered %d, missing %d, abstained %d", asked, given, missing, abstained)
	}
	cells := 0
	for _, tech := range r.Technologies {
		for _, n := range tech.Cells {
			cells += n
		}
		if (tech.Missing > 0) != (tech.Low != nil) || tech.Low != nil && !(tech.Low.Rank >= tech.Rank && tech.Rank >= tech.High.Rank && tech.Low.Score <= tech.High.Score) {
			t.Errorf("%d missing: %+v to %+v around rank %d", tech.Missing, tech.Low, tech.High, tech.Rank)
		}
	}
	if cells != given {
		t.Errorf("the cells hold %d answers, the experts gave %d", cells, given)
	}
	first := r.Remind()[0]
	if c := &r.Experts[first].Coverage; c.Missing == 0 && !c.Silent() {
		t.Errorf("the first to remind owes nothing: %+v", c)
	}
}

// What follows from sums is what evaluating without the expert gives.
func TestWithoutExpertsFromSums(t *testing.T) {
	for _, s := range []*study.Study{horizon(t, study.AllRounds), first(helixStudy(t))} {
		r := assess(t, s)
		for e := range r.Experts {
			x := &r.Experts[e]
			if x.Change == nil {
				if x.Coverage.Answered > 0 {
					t.Fatalf("nothing about the ranking without %s", s.Experts[e].ID)
				}
				continue
			}
			without, err := study.Apply(s, study.ExcludeExpert{Expert: s.Experts[e].ID, Excluded: true})
			if err != nil {
				t.Fatal(err)
			}
			o, err := study.Evaluate(without)
			if err != nil || x.Change.Impossible {
				t.Fatalf("without %s: %v, %+v", s.Experts[e].ID, err, x.Change)
			}
			if leader := s.Technologies[r.Technologies[x.Change.Leader].Technology].ID; leader != o.Rows[0].Technology.ID {
				t.Errorf("without %s the first is %s, not %s", s.Experts[e].ID, o.Rows[0].Technology.ID, leader)
			}
			ranks := map[string]int{}
			for _, row := range o.Rows {
				ranks[row.Technology.ID] = row.Rank
			}
			largest := 0
			for k := range r.Technologies {
				tech := &r.Technologies[k]
				by := tech.Rank - ranks[s.Technologies[tech.Technology].ID]
				largest = max(largest, by, -by)
				if k == x.Change.Moved && by != x.Change.By {
					t.Errorf("without %s a technology moves by %d, not %d", s.Experts[e].ID, by, x.Change.By)
				}
			}
			if largest != max(x.Change.By, -x.Change.By) {
				t.Errorf("without %s something moves by %d, not %d", s.Experts[e].ID, largest, x.Change.By)
			}
		}
	}
}

func first[A, B any](a A, _ B) A { return a }

// figuresOf are the figures of a report that must not depend on how the experts stand in the file.
func figuresOf(r *panel.Report) []float64 {
	f := &r.Agreement.Figures
	out := []float64{f.SStar, f.W, f.TauB, f.Between, f.P, float64(len(r.Agreement.Block)), float64(r.Agreement.Clusters.Count), r.Agreement.Clusters.Silhouette, float64(r.Agreement.TauPairs)}
	for _, x := range []*float64{r.Agreement.Alpha, r.Agreement.TauB} {
		if x != nil {
			out = append(out, *x)
		}
	}
	for _, t := range r.Technologies {
		out = append(out, t.Mean, t.Spread, t.Least, t.Most, float64(t.Rank))
	}
	return out
}

func equal(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-9 || math.IsNaN(x) && math.IsNaN(y) })
}

// drawStudy draws a panel with gaps, ties and abstentions.
func drawStudy(t *rapid.T) *study.Study {
	ten, zero := 10.0, 0.0
	s := &study.Study{Settings: study.Settings{Method: "weighted-sum", Parameters: map[string]string{"normalization": "scale"}}}
	m, n, k := rapid.IntRange(2, 7).Draw(t, "experts"), rapid.IntRange(2, 5).Draw(t, "technologies"), rapid.IntRange(1, 3).Draw(t, "criteria")
	for j := range k {
		s.Criteria = append(s.Criteria, study.Criterion{Code: "C" + strconv.Itoa(j), Min: &zero, Max: &ten})
	}
	for i := range n {
		s.Technologies = append(s.Technologies, study.Technology{ID: "T" + strconv.Itoa(i)})
	}
	for e := range m {
		s.Experts = append(s.Experts, study.Expert{ID: "E" + strconv.Itoa(e), Bloc: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "bloc")})
		for i := range n {
			for j := range k {
				a := study.Score{Round: -1, Expert: int32(e), Technology: int32(i), Criterion: int32(j), Value: float64(rapid.IntRange(0, 10).Draw(t, "x"))}
				if e > 0 { // one expert who answered everything, so that there is a ranking
					switch rapid.IntRange(0, 9).Draw(t, "state") {
					case 0:
						a.Value, a.State = 0, study.Missing
					case 1:
						a.Value, a.State = 0, study.Abstained
					}
				}
				s.Scores = append(s.Scores, a)
			}
		}
	}
	return s
}

func TestReportProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStudy(t)
		r, err := panel.Assess(s)
		if err != nil {
			t.Fatal(err)
		}
		want := figuresOf(r)

		permuted := *s
		order := rapid.Permutation(s.Experts).Draw(t, "order")
		permuted.Experts = order
		permuted.Scores = slices.Clone(s.Scores)
		for k := range permuted.Scores {
			id := s.Experts[permuted.Scores[k].Expert].ID
			permuted.Scores[k].Expert = int32(slices.IndexFunc(order, func(x study.Expert) bool { return x.ID == id }))
		}
		p, err := panel.Assess(&permuted)
		if err != nil {
			t.Fatal(err)
		}
		if got := figuresOf(p); !equal(got, want) {
			t.Fatalf("permuting the experts changes\n%v to\n%v", want, got)
		}

		silent := *s
		silent.Scores = slices.DeleteFunc(slices.Clone(s.Scores), func(a study.Score) bool { return a.State == study.Abstained })
		q, err := panel.Assess(&silent)
		if err != nil {
			t.Fatal(err)
		}
		if got := figuresOf(q); !equal(got, want) {
			t.Fatalf("removing the abstentions changes\n%v to\n%v", want, got)
		}
	})
}

// With the weight on one bloc the panel's ranking is that bloc's.
func TestOneBlocRanks(t *testing.T) {
	s, _ := helixStudy(t)
	for b := range s.Blocs {
		c := *s
		c.Blocs = slices.Clone(s.Blocs)
		for k := range c.Blocs {
			w := 0.0
			if k == b {
				w = 1
			}
			c.Blocs[k].Weight = &w
		}
		r := assess(t, &c)
		for k := range r.Technologies {
			if got, want := r.Technologies[k].Rank, r.Blocs[b].Rank[k]; got != want {
				t.Errorf("with all weight on %s technology %d has rank %d, in its own ranking %d", c.Blocs[b].Name, k, got, want)
			}
		}
	}
}

func TestIdenticalExperts(t *testing.T) {
	s, _ := helixStudy(t)
	for k := range s.Scores {
		s.Scores[k].Value = s.Scores[k%len(s.Technologies)].Value
	}
	r := assess(t, s)
	f := &r.Agreement.Figures
	if math.Abs(f.SStar-1) > 1e-9 || math.Abs(f.W-1) > 1e-12 || *r.Agreement.TauB != 1 || f.HasBetween || r.Finding() != panel.Agreed || r.Talk != nil || len(r.Agreement.Camps) != 0 {
		t.Errorf("identical experts: %+v, finding %s, talk %v", f, r.Finding(), r.Talk)
	}
}

// An expert with a conflict of interest does not count on that technology, and is counted there.
func TestConflicts(t *testing.T) {
	s, _ := helixStudy(t)
	s.Experts[0].Conflicts = []int32{1} // S1 on Bio
	r := assess(t, s)
	if r.Technologies[1].Conflicts != 1 || r.Technologies[1].Answers != 8 || r.Technologies[0].Answers != 9 || r.Experts[0].Coverage.Set != 1 || r.Experts[0].Coverage.Answered != 4 {
		t.Errorf("technology %+v, coverage %+v", r.Technologies[1], r.Experts[0].Coverage)
	}
	// Science's mean of Bio is now that of S2 and S3: (.28 + .2)/2, under weights .4, .35, .25 with the means of the others .12 and .186667.
	bio := slices.Index(r.Outcome.Problem.Alternatives, "Bio")
	within(t, "the score of Bio", r.Outcome.Problem.At(bio, 0), .4*.24+.35*.12+.25*(.18+.22+.16)/3, 1e-12)
}

// Competence is off unless a person says so, and both readings are there.
func TestCompetenceReadings(t *testing.T) {
	s, _ := helixStudy(t)
	for k, w := range map[int]float64{0: 5, 1: 1, 2: 1} {
		s.Experts[k].Weight = &w
	}
	without := assess(t, s)
	s2 := *s
	s2.Settings.Competence = study.CompetenceGiven
	with := assess(t, &s2)
	ai := func(r *panel.Report) float64 { return r.Outcome.Problem.At(0, 0) }
	within(t, "AI without competence", ai(without), .4*.36+.35*.2+.25*.64/3, 1e-12)
	within(t, "AI with competence", ai(with), .4*(5*.36+.32+.4)/7+.35*.2+.25*.64/3, 1e-12)
	if len(without.Readings) != 4 || len(with.Readings) != 4 {
		t.Fatalf("%d and %d readings: flat and by blocs, each with and without competence", len(without.Readings), len(with.Readings))
	}
	for _, r := range []*panel.Report{without, with} {
		in := 0
		for _, x := range r.Readings {
			if x.InForce {
				in++
			}
		}
		if in != 1 {
			t.Errorf("%d readings are in force", in)
		}
	}
	// K = (K_u + K_a)/2 from the standard table: familiarity 8 of 10, theory high (.3), experience medium (.4): K_a = .7.
	ku := 0.8
	s3 := *s
	s3.Experts = slices.Clone(s.Experts)
	s3.Experts[0].Familiarity, s3.Experts[0].Arguments = &ku, map[string]string{"theoretical analysis": "high", "experience": "medium"}
	s3.Settings.Competence = study.CompetenceArgumentation
	within(t, "K", assess(t, &s3).Experts[0].Competence, 0.75, 1e-12)
}

// A seal holds until a weight moves, and nobody can edit it unseen.
func TestSeal(t *testing.T) {
	s, _ := helixStudy(t)
	s.Criteria = append(s.Criteria, study.Criterion{Code: "Q", Name: "Other"})
	for k := range s.Scores[:45] {
		a := s.Scores[k]
		a.Criterion = 1
		s.Scores = append(s.Scores, a)
	}
	half := 0.5
	s.Criteria[0].Weight, s.Criteria[1].Weight = &half, &half
	seal, err := study.SealWeights(s)
	if err != nil {
		t.Fatal(err)
	}
	if seal.Answers != 90 || !strings.Contains(seal.Weights, "P=0.5; Q=0.5; bloc business=0.35") {
		t.Errorf("seal %+v", seal)
	}
	s.Seal = seal
	if st := s.SealState(); !st.Kept() {
		t.Errorf("the seal is broken from the start: %+v", st)
	}
	moved, err := study.Apply(s, study.SetWeight{Criterion: "P", Weight: 0.7})
	if err != nil {
		t.Fatal(err)
	}
	if st := moved.SealState(); st.Kept() || language.Join(st.Changed, "; ").String() != "P 0.5 → 0.7; Q 0.5 → 0.3" {
		t.Errorf("after moving a weight: %+v", st)
	}
	edited := *seal
	edited.Weights = strings.Replace(edited.Weights, "P=0.5", "P=0.7", 1)
	s.Seal = &edited
	if st := s.SealState(); st.Intact {
		t.Error("an edited seal is taken for whole")
	}
	entropy, err := study.Apply(s, study.SetWeighting{Weighting: "entropy"})
	if err != nil {
		t.Fatal(err)
	}
	entropy.Seal = nil
	if _, err := study.SealWeights(entropy); err == nil {
		t.Error("weights that come from the scores were sealed before them")
	}
}

// Missing answers filled in through sums give the same places as a study in which they stand, and as the way of answers that are not joined by means.
func TestFills(t *testing.T) {
	s := horizon(t, study.AllRounds)
	r := assess(t, s)
	checked := 0
	for k := range r.Technologies {
		tech := &r.Technologies[k]
		for best, fill := range map[bool]*panel.Fill{false: tech.Low, true: tech.High} {
			if fill == nil {
				continue
			}
			filled := *s
			filled.Scores = slices.Clone(s.Scores)
			for i := range filled.Scores {
				if a := &filled.Scores[i]; int(a.Technology) == tech.Technology && a.State == study.Missing {
					a.State, a.Value = study.Given, map[bool]float64{false: 1, true: 5}[best] // all criteria are benefits from 1 to 5
				}
			}
			o, err := study.Evaluate(&filled)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range o.Rows {
				if o.Technology[row.Index] == tech.Technology && (row.Rank != fill.Rank || math.Abs(row.Score-fill.Score) > 1e-12) {
					t.Errorf("%s filled (best %v): rank %d score %v, want %d and %v", s.Technologies[tech.Technology].ID, best, fill.Rank, fill.Score, row.Rank, row.Score)
				}
			}
			checked++
		}
	}
	if checked == 0 {
		t.Error("no technology has missing answers")
	}
	median, err := study.Apply(s, study.SetAggregation{Aggregation: "median"})
	if err != nil {
		t.Fatal(err)
	}
	m := assess(t, median)
	for k := range m.Technologies {
		if tech := &m.Technologies[k]; tech.Missing > 0 && (tech.Low == nil || tech.Low.Rank < tech.Rank || tech.High.Rank > tech.Rank) {
			t.Errorf("by medians %s stands at %d, filled from %+v to %+v", s.Technologies[tech.Technology].ID, tech.Rank, tech.Low, tech.High)
		}
	}
	if m.WhatIf[0] != m.WhatIf[1] || m.WhatIf[0] == 0 {
		t.Errorf("rankings without experts: %v", m.WhatIf)
	}
}

// The blocs' rankings, alone and left out, are those of a study that asked nobody else.
func TestBlocRankings(t *testing.T) {
	for _, levels := range []string{study.LevelsBlocs, study.LevelsFlat} {
		s, _ := helixStudy(t)
		s.Settings.Levels = levels
		r := assess(t, s)
		for b := range r.Blocs {
			for _, alone := range []bool{true, false} {
				c := *s
				c.Excluded.Experts = map[string]bool{}
				for _, x := range s.Experts {
					if (x.Bloc == r.Blocs[b].Name) != alone {
						c.Excluded.Experts[x.ID] = true
					}
				}
				o, err := study.Evaluate(&c)
				if err != nil {
					t.Fatal(err)
				}
				if leader := s.Technologies[r.Technologies[r.Blocs[b].Change.Leader].Technology].ID; !alone && leader != o.Rows[0].Technology.ID {
					t.Errorf("%s: without %s the first is %s, not %s", levels, r.Blocs[b].Name, o.Rows[0].Technology.ID, leader)
				}
				for _, row := range o.Rows {
					if got := r.Blocs[b].Rank[o.Technology[row.Index]]; alone && got != row.Rank {
						t.Errorf("%s: %s alone ranks %s %d, not %d", levels, r.Blocs[b].Name, row.Technology.ID, row.Rank, got)
					}
				}
			}
		}
	}
}
