package mcda

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

var comet = Method{
	Name:    "comet",
	Aliases: []string{"characteristic-objects-method"},
	Title:   "COMET",
	Formula: "every combination of characteristic values is judged (here by TOPSIS with min-max scores and the study's weights) and ordered, P = (place − 1)/(places − 1); score = Σ over combinations of Π_j μ_j(x_ij)·P, μ triangular memberships",
	Source:  "Sałabun 2015, Journal of Multi-Criteria Decision Analysis 22(1–2):37–50; expert replaced by TOPSIS as in Paradowski, Bączkiewicz & Wątróbski 2021",
	Choose:  "for a model of the whole space of scores: with characteristic values from the scales, alternatives that come or go reorder nothing",
	Beware:  "the number of combinations is points^criteria, so only few criteria are possible (at most 65,536 combinations); the order of combinations keeps no distances",
	Parameters: []Parameter{
		{Name: "values", Doc: "characteristic values from the least to the largest score found, or between the ends of the criteria's scales", Default: "data", Choices: []string{"data", "scale"}},
		{Name: "points", Alias: "levels", Doc: "characteristic values per criterion, equally spaced", Default: "2", Min: 2, Max: 9},
		{Name: "characteristic", Doc: "characteristic values of one's own, by criterion, ascending, as C1:0/3/10;C2:1/5; a criterion that is not named has the equally spaced ones", Text: characteristicFault},
	},
	reversalFree: func(set Parameters) bool { return set["values"] == "scale" },
	prepare:      prepareCOMET,
}

// mostObjects bounds the combinations that are judged.
const mostObjects = 1 << 16

// cometScorer keeps for every alternative the corner of its cell in the grid of characteristic values and how far into the cell it lies.
type cometScorer struct {
	prepared
	values [][]float64 // by criterion, the characteristic values, ascending
	good   [][]float64 // their min-max scores, 1 the best
	stride []int       // of a criterion in the numbering of combinations
	total  int         // combinations
	cell   []int       // m: the combination at the lower corner
	inside []float64   // m×n: 0 at the lower corner, 1 at the upper
	rooms  spare[cometRoom]
}

type cometRoom struct {
	objects []measured
	p       []float64
	corners []float64
}

func prepareCOMET(p *Problem, set Parameters) (Scorer, error) {
	levels := int(set.Number("points"))
	if float64(levels) != set.Number("points") {
		return nil, &ParameterError{"comet", "points", set["points"], Because("must be a whole number")}
	}
	own, err := characteristicValues(p, set["characteristic"])
	if err != nil {
		return nil, err
	}
	x, cost := oriented(p)
	m, n := p.Dims()
	s := &cometScorer{prepared: prepare(p), total: 1, cell: make([]int, m), inside: make([]float64, m*n)}
	for j := range n {
		lo, hi := extent(x, j, n)
		if set["values"] == "scale" {
			f := transform{t: p.Criteria[j].Target}
			if p.Criteria[j].Sense == Target {
				f.shape = deviation
			}
			var err error
			if lo, hi, err = scaleEnds(p, j, &f); err != nil {
				return nil, err
			}
		}
		values := own[j]
		if values == nil {
			values = spaced(lo, hi, levels)
		}
		count := len(values)
		good := make([]float64, count)
		for k, v := range values {
			good[k] = 1
			if count > 1 {
				if good[k] = (v - values[0]) / (values[count-1] - values[0]); cost[j] {
					good[k] = 1 - good[k]
				}
			}
		}
		s.values, s.good, s.stride = append(s.values, values), append(s.good, good), append(s.stride, s.total)
		if s.total *= count; s.total > mostObjects {
			return nil, &DataError{Reason: Because("COMET judges every combination of characteristic values: %d on each of %d criteria are more than %d; use fewer points or criteria, or another method", levels, n, mostObjects)}
		}
		for i := range m {
			if count == 1 {
				continue
			}
			at := x[i*n+j]
			if own[j] != nil && (at < values[0] || at > values[count-1]) {
				return nil, &DataError{p.Alternatives[i], p.Criteria[j].ID, Because("the score %g is beyond the characteristic values %g to %g", at, values[0], values[count-1])}
			}
			k := count - 2
			for k > 0 && at < values[k] {
				k--
			}
			s.cell[i] += k * s.stride[j]
			s.inside[i*n+j] = min(max((at-values[k])/(values[k+1]-values[k]), 0), 1)
		}
	}
	return s, nil
}

// spaced are count values from lo to hi at equal distances; one where the two are the same.
func spaced(lo, hi float64, count int) []float64 {
	if Tied(lo, hi) {
		return []float64{lo}
	}
	values := make([]float64, count)
	for k := range values {
		values[k] = lo + float64(float64(k)/float64(count-1)*(hi-lo))
	}
	return values
}

// readCharacteristic reads c1:0/3/10;c2:1/5, by criterion in lower case.
func readCharacteristic(text string) (by map[string][]float64, reason Reason) {
	by = map[string][]float64{}
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		id, list, ok := strings.Cut(part, ":")
		id = strings.ToLower(strings.TrimSpace(id))
		if !ok || id == "" || by[id] != nil {
			return nil, Because("must be like c1:0/3/10;c2:1/5, each criterion once")
		}
		for field := range strings.SplitSeq(list, "/") {
			v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(field), ",", ".", 1), 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || len(by[id]) > 0 && v <= by[id][len(by[id])-1] {
				return nil, Because("%q of %s must be a number, larger than the one before", field, id)
			}
			by[id] = append(by[id], v)
		}
		if len(by[id]) < 2 {
			return nil, Because("%s needs two characteristic values or more", id)
		}
	}
	return by, Reason{}
}

func characteristicFault(text string) Reason {
	_, reason := readCharacteristic(text)
	return reason
}

// characteristicValues are a person's, by criterion; nil where none are given.
func characteristicValues(p *Problem, text string) ([][]float64, error) {
	by, _ := readCharacteristic(text)
	own := make([][]float64, len(p.Criteria))
	for j := range p.Criteria {
		id := strings.ToLower(p.Criteria[j].ID)
		if own[j] = by[id]; own[j] != nil && p.Criteria[j].Sense == Target {
			return nil, &DataError{Criterion: p.Criteria[j].ID, Reason: Because("characteristic values of one's own are for criteria that are benefits or costs")}
		}
		delete(by, id)
	}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		return nil, &ParameterError{"comet", "characteristic", text, Because("there is no criterion %q", id)}
	}
	return own, nil
}

func (s *cometScorer) newRoom() *cometRoom {
	return &cometRoom{make([]measured, s.total), make([]float64, s.total), make([]float64, 1<<s.n)}
}

// judge fills room.p with the preference of every combination.
func (s *cometScorer) judge(room *cometRoom, weights []float64) {
	for o := range room.objects {
		var plus, minus float64
		for j, w := range weights {
			g := s.good[j]
			if len(g) == 1 {
				continue // all alternatives are alike on it
			}
			r := float64(w * g[o/s.stride[j]%len(g)])
			plus += float64((w - r) * (w - r))
			minus += float64(r * r)
		}
		room.objects[o] = measured{e: ratio(math.Sqrt(plus), math.Sqrt(minus)), i: o}
	}
	slices.SortFunc(room.objects, func(a, b measured) int { return cmp.Compare(a.e, b.e) })
	rank, first := 0.0, room.objects[0].e
	for _, o := range room.objects {
		if math.Abs(o.e-first) > tieTolerance {
			rank, first = rank+1, o.e
		}
		room.p[o.i] = rank
	}
	for o := range room.p {
		if room.p[o] /= rank; rank == 0 {
			room.p[o] = 0.5 // all combinations are alike
		}
	}
}

func (s *cometScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	room := s.rooms.take(s.newRoom)
	defer s.rooms.give(room)
	s.judge(room, weights)
	for i := range dst {
		dst[i] = s.interpolate(i, room)
	}
	return dst
}

// interpolate is Σ Π_j μ_j·P over the corners of alternative i's cell, contracted one criterion at a time.
func (s *cometScorer) interpolate(i int, room *cometRoom) float64 {
	corners := room.corners[:1]
	corners[0] = float64(s.cell[i]) // numbers of combinations first
	for j, g := range s.good {
		if len(g) == 1 {
			continue
		}
		k := len(corners)
		corners = room.corners[:2*k]
		for c := range k {
			corners[k+c] = corners[c] + float64(s.stride[j])
		}
	}
	for c, o := range corners {
		corners[c] = room.p[int(o)]
	}
	for j := s.n - 1; j >= 0; j-- {
		if len(s.good[j]) == 1 {
			continue
		}
		k := len(corners) / 2
		f := s.inside[i*s.n+j]
		for c := range k {
			corners[c] = float64((1-f)*corners[c]) + float64(f*corners[k+c])
		}
		corners = corners[:k]
	}
	return corners[0]
}

// mostShown is the number of combinations up to which a trace lists them.
const mostShown = 1024

func (s *cometScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	room := s.newRoom()
	s.judge(room, weights)
	t := new(Trace)
	if s.total <= mostShown {
		rows, values := make([]string, s.total), make([]float64, 0, s.total*(s.n+1))
		for o := range rows {
			rows[o] = fmt.Sprintf("CO%d", o+1)
			for j, v := range s.values {
				values = append(values, v[o/s.stride[j]%len(v)])
			}
			values = append(values, room.p[o])
		}
		t.table(Table{Name: "Characteristic objects and their preference", Rows: rows, Column: append(criteriaIDs(s.p), "P"), Values: values})
	} else {
		ends := make([][]float64, 2)
		for _, v := range s.values {
			ends[0], ends[1] = append(ends[0], v[0]), append(ends[1], v[len(v)-1])
		}
		table := t.addRows(s.p, "Characteristic values, least and largest", "C_j", []string{"least", "largest"}, ends...)
		table.Note, table.Args = "%d characteristic objects, too many to list.", []any{s.total}
	}
	t.add(s.p, "Place within the cell of characteristic values", "μ", s.inside)
	return t
}
