package main

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var nan = math.NaN()

// drawn is a random study as the test knows it, and the folder of CSV sheets that it was written to.
type drawn struct {
	seed    uint64
	dir     string
	ids     []string
	codes   []string // leaves
	cost    []bool   // the criterion's sense, by leaf
	parent  []string // by leaf; "" for none
	weight  []float64
	judged  [][6]string // expert, parent, a, b, preferred, intensity; nil: weights as stated
	bounds  []string    // on weights, as C1=0.1:0.3; a corner of them that is possible is known
	method  string
	raw     [][]float64 // evidence, by technology and leaf; nil where experts score
	experts []string
	bloc    []string      // by expert; "" for none
	scores  [][][]float64 // by expert, technology and leaf; NaN: blank
	costs   []float64
	budget  float64 // NaN: none
	list    int     // the shortlist, 0: none
	group   []string
	pin     []string
	rules   [][4]string
	synergy [][3]any    // a, b, value
	links   [][5]string // project, technology, period, partner, bloc
}

var outranking = []string{"promethee1", "electre3", "electre1", "electre2"}

// draw makes a study: ties, gaps, blanks, identical rows, one bloc, three experts, random orders, trees, outranking methods, costs, rules and
// synergies come by chance.
func drawStudy(seed uint64) *drawn {
	r := rand.New(rand.NewPCG(seed, 0x5e47e4ce))
	chance := func(p float64) bool { return r.Float64() < p }
	d := &drawn{seed: seed, budget: nan, method: "weighted-sum"}
	m, n := 3+r.IntN(4), 2+r.IntN(3)
	switch k := r.IntN(10); {
	case k >= 8:
		d.method = outranking[r.IntN(len(outranking))]
	case k >= 5:
		d.method = []string{"topsis", "promethee2", "vikor", "weighted-product", "copras", "aras", "edas", "mabac", "marcos", "todim", "moora"}[r.IntN(11)]
	}
	for i := range m {
		d.ids = append(d.ids, fmt.Sprintf("T%d", i+1))
		d.group = append(d.group, []string{"Land", "Sea"}[r.IntN(2)])
	}
	tree := n > 2 && chance(0.25)
	for j := range n {
		d.codes, d.cost = append(d.codes, fmt.Sprintf("C%d", j+1)), append(d.cost, chance(0.25))
		parent := ""
		if tree && j < 2 {
			parent = "D1"
		}
		d.parent = append(d.parent, parent)
		w := float64(1 + r.IntN(6))
		if chance(0.2) {
			w = 3
		}
		d.weight = append(d.weight, w)
	}
	most := []int{3, 5, 10, 100}[r.IntN(4)]
	value := func() float64 { return float64(1 + r.IntN(most)) }
	if chance(0.45) {
		d.panel(r, m, n)
	} else {
		for range m {
			row := make([]float64, n)
			for j := range row {
				row[j] = value()
			}
			d.raw = append(d.raw, row)
		}
		if chance(0.2) { // identical rows
			copy(d.raw[m-1], d.raw[0])
		}
		if chance(0.2) { // a dominated one
			for j := range n {
				d.raw[1][j] = d.raw[0][j]
			}
			j := r.IntN(n)
			if d.cost[j] {
				d.raw[1][j]++
			} else {
				d.raw[0][j]++
			}
		}
		if chance(0.1) { // an inert criterion
			for i := range m {
				d.raw[i][n-1] = 4
			}
		}
	}
	if chance(0.6) {
		d.list = 1 + r.IntN(m-1)
	}
	d.choice(r)
	d.network(r)
	more := rand.New(rand.NewPCG(seed, 0xb0d5))
	if d.experts != nil && more.Float64() < 0.35 {
		d.judgements(more)
	}
	if more.Float64() < 0.3 {
		at := simplex(more, n) // that is within them
		for j, code := range d.codes {
			if more.Float64() < 0.7 {
				lo, hi := math.Floor(100*at[j]*more.Float64())/100, math.Ceil(100*(at[j]+(1-at[j])*more.Float64()))/100
				d.bounds = append(d.bounds, fmt.Sprintf("%s=%.2f:%.2f", code, lo, min(hi, 1)))
			}
		}
	}
	return d
}

// judgements are pairwise comparisons of criteria by some experts, seldom consistent; most experts leave some out, but what is left still ties all together.
func (d *drawn) judgements(r *rand.Rand) {
	siblings := map[string][]string{}
	for j, code := range d.codes {
		if p := d.parent[j]; p != "" && len(siblings[p]) == 0 {
			siblings[""] = append(siblings[""], p)
		}
		siblings[d.parent[j]] = append(siblings[d.parent[j]], code)
	}
	for e, id := range d.experts {
		if e > 0 && r.Float64() < 0.3 {
			continue
		}
		gaps := r.Float64() < 0.7
		for _, parent := range []string{"", "D1"} {
			for b := range siblings[parent] {
				tied := false // to one before it
				for a := range b {
					if gaps && (tied || a < b-1) && r.Float64() < 0.5 {
						continue
					}
					tied = true
					d.judged = append(d.judged, [6]string{id, parent, siblings[parent][a], siblings[parent][b], []string{"A", "B"}[r.IntN(2)], strconv.Itoa(1 + r.IntN(9))})
				}
			}
		}
	}
}

// panel draws experts' scores on a scale of 1 to 5.
func (d *drawn) panel(r *rand.Rand, m, n int) {
	chance := func(p float64) bool { return r.Float64() < p }
	k := []int{2, 3, 3, 4, 5, 6, 8}[r.IntN(7)]
	blocs := []string{"", "", "Science", "three", "three"}[r.IntN(5)]
	noise := []float64{0.4, 1, 3, 100}[r.IntN(4)] // from agreement to random orders
	view := func() [][]float64 {
		rows := make([][]float64, m)
		for i := range rows {
			for range n {
				rows[i] = append(rows[i], 1+4*r.Float64())
			}
		}
		return rows
	}
	views := [][][]float64{view(), view(), view()}
	camps := chance(0.35)
	blank := []float64{0, 0, 0.1, 0.3}[r.IntN(4)]
	for e := range k {
		d.experts = append(d.experts, fmt.Sprintf("E%d", e+1))
		bloc := blocs
		if blocs == "three" {
			bloc = []string{"Science", "Business", "State"}[e%3]
		}
		d.bloc = append(d.bloc, bloc)
		v := views[0]
		if camps {
			v = views[e%2]
			if blocs == "three" {
				v = views[e%3]
			}
		}
		rows := make([][]float64, m)
		for i := range rows {
			for j := range n {
				x := math.Round(v[i][j] + noise*r.NormFloat64())
				if noise > 10 {
					x = float64(1 + r.IntN(5))
				}
				x = min(max(x, 1), 5)
				if chance(blank) {
					x = nan
				}
				rows[i] = append(rows[i], x)
			}
		}
		d.scores = append(d.scores, rows)
	}
}

// choice draws costs, a budget, rules, pins and synergies.
func (d *drawn) choice(r *rand.Rand) {
	chance := func(p float64) bool { return r.Float64() < p }
	m := len(d.ids)
	d.pin = make([]string, m)
	if chance(0.7) {
		var sum float64
		for range m {
			d.costs = append(d.costs, float64(1+r.IntN(9)))
			sum += d.costs[len(d.costs)-1]
		}
		d.budget = math.Round(sum * (0.2 + 0.6*r.Float64()))
	}
	if chance(0.4) {
		kind := []string{"group-max", "at-most", "excludes", "requires", "group-min", "at-least"}[r.IntN(6)]
		a, b := r.IntN(m), r.IntN(m-1)
		if b >= a {
			b++
		}
		switch kind {
		case "group-max", "group-min":
			d.rules = append(d.rules, [4]string{kind, "*", "", "1"})
		case "at-most":
			d.rules = append(d.rules, [4]string{kind, "*", "", strconv.Itoa(1 + r.IntN(m-1))})
		case "at-least":
			d.rules = append(d.rules, [4]string{kind, d.ids[a] + "; " + d.ids[b], "", "1"})
		default:
			d.rules = append(d.rules, [4]string{kind, d.ids[a], d.ids[b], ""})
		}
	}
	if chance(0.15) {
		d.pin[r.IntN(m)] = []string{"in", "out"}[r.IntN(2)]
	}
	if chance(0.4) {
		for range 1 + r.IntN(3) {
			a, b := r.IntN(m), r.IntN(m-1)
			if b >= a {
				b++
			}
			twice := false
			for _, s := range d.synergy {
				twice = twice || s[0] == d.ids[a] && s[1] == d.ids[b] || s[0] == d.ids[b] && s[1] == d.ids[a]
			}
			if !twice {
				d.synergy = append(d.synergy, [3]any{d.ids[a], d.ids[b], math.Round(100*(r.Float64()-0.2)) / 100})
			}
		}
	}
}

// network draws projects of partners, in clusters or at random.
func (d *drawn) network(r *rand.Rand) {
	if r.Float64() < 0.5 {
		return
	}
	partners, clusters := 6+r.IntN(10), 1
	if r.Float64() < 0.5 {
		clusters = 2 + r.IntN(2)
	}
	for p := range 4 + r.IntN(14) {
		c := r.IntN(clusters)
		for k, partner := range r.Perm(partners) {
			if clusters > 1 && partner%clusters != c {
				continue
			}
			if k > 1 && r.Float64() < 0.6 {
				continue
			}
			d.links = append(d.links, [5]string{fmt.Sprintf("P%d", p+1), d.ids[r.IntN(len(d.ids))], strconv.Itoa(2020 + p%3), fmt.Sprintf("Partner %d", partner+1), []string{"Science", "Business", "State"}[partner%3]})
		}
	}
	for k := range d.links { // a project is on one technology
		d.links[k][1] = d.ids[len(d.links[k][0])%len(d.ids)]
	}
}

// write writes the study as a folder of CSV sheets; raw instead of the study's own evidence when given.
func (d *drawn) write(t testing.TB, dir string, raw [][]float64) {
	t.Helper()
	sheet := func(name string, rows [][]string) {
		f, err := os.Create(filepath.Join(dir, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		w := csv.NewWriter(f)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	cell := func(x float64) string {
		if math.IsNaN(x) {
			return ""
		}
		text := strconv.FormatFloat(x, 'g', -1, 64)
		if whole, decimals, ok := strings.Cut(text, "."); ok && len(decimals) == 3 && len(whole) < 4 { // else it may be thousands
			text += "0"
		}
		return text
	}
	setting := [][]string{{"Key", "Value"}, {"title", "Drawn"}, {"method", d.method}, {"seed", "1"}}
	if d.list > 0 {
		setting = append(setting, []string{"shortlist", strconv.Itoa(d.list)})
	}
	if !math.IsNaN(d.budget) {
		setting = append(setting, []string{"budget", cell(d.budget)})
	}
	if d.judged != nil {
		setting = append(setting, []string{"weighting", "ahp"})
		rows := [][]string{{"Expert", "Parent", "A", "B", "Preferred", "Intensity"}}
		for _, j := range d.judged {
			rows = append(rows, j[:])
		}
		sheet("Pairwise", rows)
	}
	sheet("Study", setting)
	criteria := [][]string{{"Code", "Criterion", "Parent", "Sense", "Weight", "Min", "Max", "Q", "P"}}
	for j, code := range d.codes {
		lo, hi, q, p := "", "", "", ""
		if d.experts != nil {
			lo, hi = "1", "5"
		}
		if d.method == "electre3" || d.method == "electre2" {
			q, p = "0", "1"
		}
		if j == 0 && d.parent[0] != "" {
			criteria = append(criteria, []string{"D1", "direction one", "", "", "2", "", "", "", ""})
		}
		criteria = append(criteria, []string{code, "criterion " + strconv.Itoa(j+1), d.parent[j], map[bool]string{true: "cost", false: "benefit"}[d.cost[j]], cell(d.weight[j]), lo, hi, q, p})
	}
	sheet("Criteria", criteria)
	technologies := [][]string{{"ID", "Technology", "Group", "Cost", "Pin"}}
	for i, id := range d.ids {
		cost := ""
		if d.costs != nil {
			cost = cell(d.costs[i])
		}
		technologies = append(technologies, []string{id, "technology " + strconv.Itoa(i+1), d.group[i], cost, d.pin[i]})
	}
	sheet("Technologies", technologies)
	if raw == nil {
		raw = d.raw
	}
	if raw != nil {
		evidence := [][]string{append([]string{"Technology"}, d.codes...)}
		for i, row := range raw {
			cells := []string{d.ids[i]}
			for _, x := range row {
				cells = append(cells, cell(x))
			}
			evidence = append(evidence, cells)
		}
		sheet("Evidence", evidence)
	}
	if d.experts != nil {
		experts, scores := [][]string{{"ID", "Name", "Bloc"}}, [][]string{{"Expert", "Technology", "Criterion", "Score"}}
		blocs := map[string]bool{}
		for e, id := range d.experts {
			experts = append(experts, []string{id, id, d.bloc[e]})
			blocs[d.bloc[e]] = true
			for i, row := range d.scores[e] {
				for j, x := range row {
					scores = append(scores, []string{id, d.ids[i], d.codes[j], cell(x)})
				}
			}
		}
		sheet("Experts", experts)
		sheet("Scores", scores)
		rows := [][]string{{"Bloc", "Weight"}}
		for _, b := range []string{"Science", "Business", "State"} {
			if blocs[b] {
				rows = append(rows, []string{b, "1"})
			}
		}
		if len(rows) > 1 {
			sheet("Blocs", rows)
		}
	}
	if d.rules != nil {
		rows := [][]string{{"Rule", "Subject", "Object", "Value", "Note"}} // a note, or it may be an example of the template's
		for _, r := range d.rules {
			rows = append(rows, append(r[:], "drawn"))
		}
		sheet("Rules", rows)
	}
	if d.synergy != nil {
		rows := [][]string{{"A", "B", "Synergy"}}
		for _, s := range d.synergy {
			rows = append(rows, []string{s[0].(string), s[1].(string), cell(s[2].(float64))})
		}
		sheet("Synergies", rows)
	}
	if d.links != nil {
		rows := [][]string{{"Project", "Technology", "Period", "Partner", "Bloc"}}
		for _, l := range d.links {
			rows = append(rows, l[:])
		}
		sheet("Links", rows)
	}
}

// without writes the study without a technology and returns its folder.
func (c *checker) without(id string) string {
	k := c.index(id)
	d := *c.drawn
	d.ids, d.group, d.pin = slices.Delete(slices.Clone(d.ids), k, k+1), slices.Delete(slices.Clone(d.group), k, k+1), slices.Delete(slices.Clone(d.pin), k, k+1)
	if d.costs != nil {
		d.costs = slices.Delete(slices.Clone(d.costs), k, k+1)
	}
	if d.raw != nil {
		d.raw = slices.Delete(slices.Clone(d.raw), k, k+1)
	}
	if d.list >= len(d.ids) {
		d.list = 0
	}
	d.scores = nil
	for _, rows := range c.scores {
		d.scores = append(d.scores, slices.Delete(slices.Clone(rows), k, k+1))
	}
	dir := filepath.Join(c.t.TempDir(), "without")
	if err := os.Mkdir(dir, 0o755); err != nil {
		c.t.Fatal(err)
	}
	d.write(c.t, dir, nil)
	return dir
}
