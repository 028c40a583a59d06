package workbook

import (
	"math"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// technology finds the technology a cell names; −1 after reporting that there is none.
func (r *reader) technology(row row, column string) int32 {
	return r.refer(row, column, r.technologies, "Technologies")
}

// refer finds what a required cell names; −1 after reporting a blank or unknown name.
func (r *reader) refer(row row, column string, x *index, sheet string) int32 {
	name, ok := row.need(column)
	if !ok {
		return -1
	}
	if f := footnoted(row.get(column), x); f != nil {
		r.fault(row.place(row.get(column)), row.get(column), f)
		return -1
	}
	k := x.find(name)
	if k < 0 {
		k = r.resembled(x, name, row.place(row.get(column)))
	}
	if k >= 0 {
		if row.t.twin != nil && !row.agrees(column, x, k) {
			return -1
		}
		return int32(k)
	}
	if at := row.place(row.get(column)); r.full(study.Error, "E-REF-UNKNOWN", at) {
		r.fail("E-REF-UNKNOWN", at, "", language.Message{}, "")
		return -1
	}
	reason := language.M("is not in %s", language.M(sheet))
	if len(name) <= maxNumber && x.ambiguous[fold(name)] {
		reason = language.M("is the name of several in %s", language.M(sheet))
	} else if _, two := x.beside(fold(name)); two[0] != two[1] {
		reason = language.M("names two: %s and %s", x.code(two[0]), x.code(two[1]))
	}
	r.fail("E-REF-UNKNOWN", row.place(row.get(column)), name, language.M("Correct it%s, or add it to %s.", didYouMean(name, x.all), language.M(sheet)), "%q %s.", name, reason)
	return -1
}

// expert finds the expert a row names. Without an Experts sheet, whoever answers is an expert.
func (r *reader) expert(row row) int32 {
	name, ok := row.need("Expert")
	if !ok {
		return -1
	}
	if k := r.experts.find(name); k >= 0 && row.t.twin == nil {
		return int32(k)
	}
	if r.listedExperts {
		return r.refer(row, "Expert", r.experts, "Experts")
	}
	name = strings.Clone(name)
	k := len(r.study.Experts)
	r.experts.add(k, name, "")
	c := row.get("Expert")
	r.study.Experts = append(r.study.Experts, study.Expert{ID: name, Origin: row.t.where(c.Row, c.Col)})
	return int32(k)
}

// round returns the index of the row's round, −1 for none.
func (r *reader) round(row row) int32 {
	if row.t.col("Round") == 0 {
		return -1
	}
	name := row.text("Round")
	if name == "" {
		return -1
	}
	f := study.FoldRound(name)
	if k, ok := r.rounds[f]; ok {
		return k
	}
	k := int32(len(r.study.Rounds))
	r.rounds[strings.Clone(f)] = k
	r.study.Rounds = append(r.study.Rounds, strings.Clone(name))
	return k
}

// leafColumns finds the criteria among a sheet's further columns, by file column; parents are refused, since only the lowest level is scored.
func (r *reader) leafColumns(t *table) map[int]int32 {
	columns := make(map[int]int32)
	taken := make(map[int32]int)
	t.warnExtra(func(e extraColumn) bool {
		k, two := headedBy(e.text, r.criteria)
		if k < 0 && two[0] != two[1] {
			r.fail("E-REF-UNKNOWN", t.place(t.header, e.col), e.text, language.M("Head the column with one code."), "The header %q names two criteria: %s and %s.", e.text, r.criteria.code(two[0]), r.criteria.code(two[1]))
			return true
		}
		if k < 0 {
			k = r.resembled(r.criteria, e.text, t.place(t.header, e.col))
		}
		if k < 0 {
			return isSource(e)
		}
		c := &r.study.Criteria[k]
		if r.parents[fold(c.Code)] {
			r.fail("E-CRITERION-PARENT", t.place(t.header, e.col), e.text, language.M("Score the criteria below it."), "%s has criteria below it and cannot be scored itself.", c.Code)
			return true
		}
		if first, twice := taken[int32(k)]; twice {
			r.fail("E-HEADER-DUPLICATE", t.place(t.header, e.col), e.text, language.M("Keep one of the two columns."), "Criterion %s stands here and in %s.", c.Code, xlsx.CellName(t.header, first))
			return true
		}
		taken[int32(k)] = e.col
		columns[e.col] = int32(k)
		return true
	}, append(t.spec.names(), r.criteria.all...))
	return columns
}

// answerKey is one question put to one expert once.
type answerKey struct{ round, expert, technology, criterion int32 }

// askedOnce remembers which questions were answered, a bit for each: a study can hold millions.
type askedOnce struct {
	words int                // of 64 criteria
	asked map[[3]int32]int32 // round, expert, technology → place in bits, by words
	bits  []uint64
	at    []study.Origin // where the first of them stood
	last  [3]int32       // answers on one technology mostly stand together
	place int32
}

func newAskedOnce(criteria int) *askedOnce {
	return &askedOnce{words: (criteria + 63) / 64, asked: map[[3]int32]int32{}, place: -1}
}

// again notes a question; twice is true when it was noted before, and first is then where an answer of the same expert on the same technology stood first.
func (s *askedOnce) again(q answerKey, at study.Origin) (first study.Origin, twice bool) {
	key := [3]int32{q.round, q.expert, q.technology}
	if s.place < 0 || key != s.last {
		k, known := s.asked[key]
		if !known {
			k = int32(len(s.at))
			s.asked[key] = k
			s.at = append(s.at, at)
			s.bits = append(s.bits, make([]uint64, s.words)...)
		}
		s.last, s.place = key, k
	}
	word, bit := &s.bits[int(s.place)*s.words+int(q.criterion)/64], uint64(1)<<(q.criterion%64)
	if *word&bit != 0 {
		return s.at[s.place], true
	}
	*word |= bit
	return study.Origin{}, false
}

// readScores reads experts' answers in either shape.
func (r *reader) readScores(t *table) {
	long := t.col("Criterion") > 0 && t.col("Score") > 0
	var columns map[int]int32
	if long {
		t.warnExtra(isSource, t.spec.names())
	} else if columns = r.leafColumns(t); len(columns) == 0 {
		r.fail("E-COLUMN-MISSING", t.place(t.header, 1), "", language.M("Add the columns Criterion (Критерий) and Score (Оценка), or a column for each criterion, headed with its code."), "The Scores sheet has no scores.")
		return
	}
	seen := newAskedOnce(len(r.study.Criteria))
	if most := r.mostScores(t, max(1, len(columns))); len(r.study.Scores) == 0 && most > 0 && r.take == nil {
		r.study.Scores = make([]study.Score, 0, most)
	}
	t.body(func(row row) {
		expert, tech, round := r.expert(row), r.technology(row, "Technology"), r.round(row)
		if long {
			k := r.refer(row, "Criterion", r.criteria, "Criteria")
			if k >= 0 && r.parents[fold(r.study.Criteria[k].Code)] {
				c := row.get("Criterion")
				r.fail("E-CRITERION-PARENT", row.place(c), text(c), language.M("Score the criteria below it."), "%s has criteria below it and cannot be scored itself.", r.study.Criteria[k].Code)
				k = -1
			}
			if expert >= 0 && tech >= 0 && k >= 0 {
				r.score(row, row.get("Score"), answerKey{round, expert, tech, k}, seen)
			}
			return
		}
		if expert < 0 || tech < 0 {
			return
		}
		for _, e := range t.extra {
			if k, ok := columns[e.col]; ok {
				r.score(row, row.cell(e.col), answerKey{round, expert, tech, k}, seen)
			}
		}
	})
}

// score stores one answer.
func (r *reader) score(row row, c xlsx.Cell, q answerKey, seen *askedOnce) {
	at := row.t.where(c.Row, c.Col)
	if row.t.enough(len(r.study.Scores), c) {
		return
	}
	if r.take == nil && r.again(row, c, q, at, seen) { // who takes them sees to it
		return
	}
	answer := study.Score{Round: q.round, Expert: q.expert, Technology: q.technology, Criterion: q.criterion, Origin: at}
	if r.unreadScore(row, c, &answer) {
		return
	}
	v, ok := row.quantity(c, ofCriterion(&r.study.Criteria[q.criterion]))
	if !ok || v.state == study.Given && !row.inScale(c, q.criterion, &v) {
		return
	}
	answer.Value, answer.State, answer.Term = v.value, v.state, r.register(&v, at)
	r.keep(row, c, &answer)
}

// again reports, and says, that the question was answered before.
func (r *reader) again(row row, c xlsx.Cell, q answerKey, at study.Origin, seen *askedOnce) bool {
	first, twice := seen.again(q, at)
	if !twice {
		return false
	}
	if r.full(study.Error, "E-SCORE-DUPLICATE", row.place(c)) {
		r.fail("E-SCORE-DUPLICATE", row.place(c), "", language.Message{}, "")
		return true
	}
	for k := range r.study.Scores {
		if a := &r.study.Scores[k]; a.Round == q.round && a.Expert == q.expert && a.Technology == q.technology && a.Criterion == q.criterion {
			first = a.Origin
			break
		}
	}
	r.fail("E-SCORE-DUPLICATE", row.place(c), text(c), language.M("Keep one of the two."), "Expert %s has already scored %s on %s at %s.",
		r.study.Experts[q.expert].ID, r.study.Technologies[q.technology].ID, r.study.Criteria[q.criterion].Code, r.study.Place(first))
	return true
}

// keep keeps an answer, or gives it to who takes them.
func (r *reader) keep(row row, c xlsx.Cell, a *study.Score) {
	if r.take == nil {
		r.study.Scores = append(r.study.Scores, *a)
		return
	}
	wrong, enough := r.take(r.study, a)
	row.t.full = row.t.full || enough
	if wrong != nil {
		at, value := wrong.Place, wrong.Value
		if at.Cell == "" {
			at, value = row.place(c), text(c)
		}
		r.report(wrong.Severity, wrong.Code, at, value, wrong.Remedy, wrong.Message)
	}
}

// pair is what a row of Pairwise compares: two criteria below one parent, or two technologies on a leaf criterion.
type pair struct {
	on   int32 // the criterion technologies are compared on; −1: criteria are compared
	a, b int32
}

// answered is one comparison put to one expert once.
type answered struct {
	round, expert int32
	pair
}

// readPairwise reads judgements and comparisons, one pair a row.
func (r *reader) readPairwise(t *table) {
	t.warnExtra(isSource, t.spec.names())
	t.body(func(row row) {
		expert, round := r.expert(row), r.round(row)
		p, ok := r.pair(row)
		if !ok || expert < 0 {
			return
		}
		if r.unreadPair(row, expert, round, p) {
			return
		}
		a, b := r.sides(p)
		value, fuzzy, ok := r.judgement(row, a, b)
		if !ok {
			return
		}
		r.answer(answered{round, expert, p}, value, fuzzy, t.where(row.n, t.col("A")))
	})
}

// sides are the two that a pair compares.
func (r *reader) sides(p pair) (a, b side) {
	if p.on >= 0 {
		ta, tb := &r.study.Technologies[p.a], &r.study.Technologies[p.b]
		return side{ta.ID, ta.Name}, side{tb.ID, tb.Name}
	}
	ca, cb := &r.study.Criteria[p.a], &r.study.Criteria[p.b]
	return side{ca.Code, ca.Name}, side{cb.Code, cb.Name}
}

// answer stores a judgement, or a comparison of technologies, that was not given before.
func (r *reader) answer(q answered, value float64, fuzzy *mcda.Triangle, at study.Origin) {
	once := q
	once.a, once.b = min(q.a, q.b), max(q.a, q.b)
	if first, twice := r.answered[once]; twice {
		a, b := r.sides(q.pair)
		on := language.Message{}
		if q.on >= 0 {
			on = language.M(" on %s‹compared›", r.study.Criteria[q.on].Code)
		}
		r.fail("E-PAIR-DUPLICATE", r.study.Place(at), a.id, language.M("Keep one of the two."), "Expert %s has already compared %s with %s%s at %s.", r.study.Experts[q.expert].ID, a.id, b.id, on, r.study.Place(first))
		return
	}
	if r.answered == nil {
		r.answered = map[answered]study.Origin{}
	}
	r.answered[once] = at
	if q.on >= 0 {
		r.study.Comparisons = append(r.study.Comparisons, study.Comparison{Value: value, Round: q.round, Expert: q.expert, Criterion: q.on, A: q.a, B: q.b, Fuzzy: fuzzy, Origin: at})
		return
	}
	r.study.Judgements = append(r.study.Judgements, study.Judgement{Value: value, Round: q.round, Expert: q.expert, Parent: r.study.Criteria[q.a].Parent, A: q.a, B: q.b, Fuzzy: fuzzy, Origin: at})
}

// pair reads the columns A, B and Parent. What is named both like a criterion and like a technology is a technology when Parent is a leaf, else a criterion.
func (r *reader) pair(row row) (p pair, ok bool) {
	p.on = -1
	a, okA := row.need("A")
	b, okB := row.need("B")
	c, ok := row.sound("Parent")
	if !ok || !okA || !okB {
		return p, false
	}
	parent := text(c)
	for k, name := range []*string{&a, &b, &parent} {
		if *name != "" && r.criteria.find(*name) < 0 && r.technologies.find(*name) < 0 && !goals[fold(*name)] {
			*name = r.spelled(*name, row.place(row.get([]string{"A", "B", "Parent"}[k])))
		}
	}
	above, leaf := -1, false
	if parent != "" {
		above = r.criteria.find(parent)
		leaf = above >= 0 && !r.parents[fold(r.study.Criteria[above].Code)]
	}
	ca, cb, ta, tb := r.criteria.find(a), r.criteria.find(b), -1, -1
	if leaf || ca < 0 || cb < 0 {
		ta, tb = r.technologies.find(a), r.technologies.find(b)
	}
	switch {
	case ta >= 0 && tb >= 0 && (leaf || ca < 0 || cb < 0):
		r.compared = true
		p = pair{int32(above), int32(ta), int32(tb)}
		return p, r.onLeaf(row, p, parent, leaf)
	case ca >= 0 && cb >= 0:
		p.a, p.b = int32(ca), int32(cb)
		return p, r.siblings(row, p, parent, above)
	case ca >= 0 && tb >= 0 || ta >= 0 && cb >= 0:
		r.compared = true
		criterion, technology := a, b
		if ca < 0 {
			criterion, technology = b, a
		}
		r.fail("E-PAIR-MIXED", row.place(row.get("B")), b, language.M("Compare two criteria, or two technologies."), "%q is a criterion and %q a technology.", criterion, technology)
	default:
		criterion, technology := ca >= 0 || cb >= 0, ta >= 0 || tb >= 0
		x, sheet := r.criteria, "Criteria"
		if technology && !criterion || leaf && technology == criterion {
			x, sheet, r.compared = r.technologies, "Technologies", true
		}
		r.refer(row, "A", x, sheet)
		r.refer(row, "B", x, sheet)
	}
	return p, false
}

// onLeaf checks that two technologies are compared on a criterion that technologies are scored on.
func (r *reader) onLeaf(row row, p pair, parent string, leaf bool) bool {
	at := row.place(row.get("Parent"))
	a, b := r.study.Technologies[p.a].ID, r.study.Technologies[p.b].ID
	switch {
	case p.a == p.b:
		r.fail("E-PAIR-SAME", row.place(row.get("B")), b, language.M("Compare it with another technology."), "%s is compared with itself.", a)
	case leaf:
		return true
	case p.on >= 0:
		r.fail("E-PAIR-PARENT", at, parent, language.M("Compare the technologies on the criteria below it."), "%s and %s are technologies, and the criterion %s has criteria below it.", a, b, r.study.Criteria[p.on].Code)
	case parent == "" || goals[fold(parent)]:
		r.fail("E-PAIR-PARENT", at, parent, language.M("Enter the criterion's code in the column Parent."), "%s and %s are technologies, and the criterion they are compared on is missing.", a, b)
	default:
		r.fail("E-PAIR-PARENT", at, parent, language.M("Correct it%s.", didYouMean(parent, r.criteria.all)), "%s and %s are technologies, and %q, on which they are compared, is not in Criteria.", a, b, parent)
	}
	return false
}

// siblings checks that two criteria are below one parent, which is the one given, if any.
func (r *reader) siblings(row row, p pair, parent string, above int) bool {
	ca, cb := &r.study.Criteria[p.a], &r.study.Criteria[p.b]
	top := ca.Parent == "" && above < 0 && (goals[fold(parent)] || fold(parent) == r.goal)
	switch {
	case p.a == p.b:
		r.fail("E-PAIR-SAME", row.place(row.get("B")), cb.Code, language.M("Compare it with another criterion."), "%s is compared with itself.", ca.Code)
	case ca.Parent != cb.Parent:
		r.fail("E-PAIR-SIBLINGS", row.place(row.get("B")), cb.Code, language.M("Compare criteria below one parent."), "%s and %s are not below the same parent.", ca.Code, cb.Code)
	case parent != "" && !top && (above < 0 || r.study.Criteria[above].Code != ca.Parent):
		r.fail("E-PAIR-PARENT", row.place(row.get("Parent")), parent, language.M("Correct the parent, or leave it blank."), "%s and %s are not below %q.", ca.Code, cb.Code, parent)
	default:
		return true
	}
	return false
}

// goals are the words people write for the top of the tree.
var goals = map[string]bool{"goal": true, "top": true, "root": true, "цель": true, "-": true, "–": true, "—": true}

// side is one of the two that a row compares.
type side struct{ id, name string }

func (s side) is(folded string) bool { return folded == fold(s.id) || folded == fold(s.name) }

// judgement reads Preferred and Intensity as how many times as important, or as good, A is as B.
func (r *reader) judgement(row row, a, b side) (value float64, fuzzy *mcda.Triangle, ok bool) {
	c := row.get("Preferred")
	preferred, ok := row.need("Preferred")
	if !ok {
		return 0, nil, false
	}
	f := fold(preferred)
	forA := f == "a" || f == "а"
	forB := f == "b" || f == "б" || f == "в"
	if !forA && !forB {
		forA, forB = a.is(f), b.is(f)
	} else if (forA && f == fold(b.id)) || (forB && f == fold(a.id)) {
		r.warn("W-PREFERRED", row.place(c), preferred, language.M("Check that the column is meant, or rename it."), "%q was read as the column of that name, not as the one compared.", preferred)
	}
	equal := f == "=" || f == "equal" || f == "равно" || f == "1"
	if !forA && !forB && !equal {
		r.fail("E-PREFERRED", row.place(c), preferred, language.M("Write A, B or =."), "%q does not say which of %s and %s is preferred.", preferred, a.id, b.id)
		return 0, nil, false
	}
	c = row.get("Intensity")
	q, ok := row.quantity(c, judgement)
	if !ok {
		return 0, nil, false
	}
	fault := func(remedy language.Message, format string, args ...any) (float64, *mcda.Triangle, bool) {
		r.fail("E-INTENSITY", row.place(c), text(c), remedy, format, args...)
		return 0, nil, false
	}
	l, m, u := q.fuzzy[0], q.fuzzy[1], q.fuzzy[3]
	switch {
	case q.four:
		return fault(language.M("Enter the lowest, the likeliest and the highest: three numbers."), "The fuzzy intensity %s is a trapezoid, and judgements are triangular.", formatFuzzy(q.numbers()))
	case q.term != 0 && !(l > 0 && !math.IsInf(1/l, 0)):
		return fault(language.M("Enter three numbers above 0."), "The fuzzy intensity %s is not above 0.", formatFuzzy(q.numbers()))
	case q.term != 0 && equal && (m != 1 || math.Abs(l*u-1) > tolerance):
		return fault(language.M("Write A or B under Preferred; of equals the three numbers are as 1/2; 1; 2."), "The two are said to be equal, but the intensity %s is not even.", formatFuzzy(q.numbers()))
	case q.term != 0 && forB:
		return 1 / m, &mcda.Triangle{1 / u, 1 / m, 1 / l}, true
	case q.term != 0:
		return m, q.triangle(), true
	case equal && q.state == study.Given && q.value != 1:
		return fault(language.M("Write 1 or leave it blank, or say which is preferred."), "The two are said to be equal, but the intensity is %g.", q.value)
	case equal:
		return 1, nil, true
	case q.state != study.Given:
		return fault(language.M("Enter 1 (equally) to 9 (extremely)."), "The intensity is missing.")
	case q.value > 9+tolerance || q.value < 1-tolerance:
		return fault(language.M("Enter 1 (equally) to 9 (extremely) and name the one that is preferred under Preferred."), "The intensity %s is outside 1 to 9.", strings.TrimSpace(text(c)))
	}
	intensity := min(max(q.value, 1), 9)
	if forB {
		return 1 / intensity, nil, true
	}
	return intensity, nil, true
}

// tolerance lets an intensity that a formula made, such as 1/(1/9), be 9.
const tolerance = 1e-9
