package workbook

import (
	"fmt"
	"strings"

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
	if k := x.find(name); k >= 0 {
		return int32(k)
	}
	reason := "is not in " + sheet
	if x.ambiguous[fold(name)] {
		reason = "is the name of several in " + sheet
	}
	r.fail("E-REF-UNKNOWN", row.place(row.get(column)), name, "Correct it"+didYouMean(name, x.all)+", or add it to "+sheet+".", "%q %s.", name, reason)
	return -1
}

// expert finds the expert a row names. Without an Experts sheet, whoever answers is an expert.
func (r *reader) expert(row row) int32 {
	name, ok := row.need("Expert")
	if !ok {
		return -1
	}
	if k := r.experts.find(name); k >= 0 {
		return int32(k)
	}
	if r.listedExperts {
		return r.refer(row, "Expert", r.experts, "Experts")
	}
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
	r.rounds[f] = k
	r.study.Rounds = append(r.study.Rounds, name)
	return k
}

// leafColumns finds the criteria among a sheet's further columns, by file column; parents are refused, since only the lowest level is scored.
func (r *reader) leafColumns(t *table) map[int]int32 {
	columns := make(map[int]int32)
	taken := make(map[int32]int)
	t.warnExtra(func(e extraColumn) bool {
		k := r.criteria.find(e.text)
		if k < 0 {
			return false
		}
		c := &r.study.Criteria[k]
		if r.parents[fold(c.Code)] {
			r.fail("E-CRITERION-PARENT", t.place(t.header, e.col), e.text, "Score the criteria below it.", "%s has criteria below it and cannot be scored itself.", c.Code)
			return true
		}
		if first, twice := taken[int32(k)]; twice {
			r.fail("E-HEADER-DUPLICATE", t.place(t.header, e.col), e.text, "Keep one of the two columns.", "Criterion %s stands here and in %s.", c.Code, xlsx.CellName(t.header, first))
			return true
		}
		taken[int32(k)] = e.col
		columns[e.col] = int32(k)
		return true
	}, append(t.spec.names(), r.criteria.all...))
	return columns
}

// inScale checks a value against the criterion's Min and Max.
func (r *reader) inScale(at study.Place, c xlsx.Cell, criterion int32, value float64) bool {
	k := &r.study.Criteria[criterion]
	remedy := "Correct it."
	if k.Min != nil && k.Max != nil {
		remedy = fmt.Sprintf("Enter %g to %g.", *k.Min, *k.Max)
	}
	switch {
	case k.Max != nil && value > *k.Max:
		r.fail("E-SCORE-RANGE", at, text(c), remedy, "%g is above the maximum %g of %s.", value, *k.Max, k.Code)
	case k.Min != nil && value < *k.Min:
		r.fail("E-SCORE-RANGE", at, text(c), remedy, "%g is below the minimum %g of %s.", value, *k.Min, k.Code)
	default:
		return true
	}
	return false
}

// readEvidence reads measured values: technologies down, criteria across.
func (r *reader) readEvidence(t *table) {
	columns := r.leafColumns(t)
	if len(columns) == 0 {
		r.fail("E-COLUMN-MISSING", t.place(t.header, 1), "", "Add a column headed with a criterion's code.", "The Evidence sheet has no column for any criterion.")
		return
	}
	seen := make(map[int32]int)
	t.body(func(row row) {
		tech := r.technology(row, "Technology")
		if tech < 0 {
			return
		}
		if first, twice := seen[tech]; twice {
			r.fail("E-ROW-DUPLICATE", row.place(row.get("Technology")), text(row.get("Technology")), "Keep one of the two rows.", "%s stands here and in row %d.", r.study.Technologies[tech].ID, first)
			return
		}
		seen[tech] = row.n
		for _, e := range t.extra {
			k, ok := columns[e.col]
			if !ok {
				continue
			}
			c := row.cell(e.col)
			v, f := number(c)
			if f != nil {
				r.fault(row.place(c), c, f)
				continue
			}
			r.unsure(row.place(c), c, v)
			if v.state == study.Given && r.inScale(row.place(c), c, k, v.value) {
				r.study.Evidence = append(r.study.Evidence, study.Measurement{Value: v.value, Technology: tech, Criterion: k, Origin: t.where(c.Row, c.Col)})
			}
		}
	})
}

// answerKey is one question put to one expert once.
type answerKey struct{ round, expert, technology, criterion int32 }

// readScores reads experts' answers in either shape.
func (r *reader) readScores(t *table) {
	long := t.col("Criterion") > 0 && t.col("Score") > 0
	var columns map[int]int32
	if long {
		t.warnExtra(nil, t.spec.names())
	} else if columns = r.leafColumns(t); len(columns) == 0 {
		r.fail("E-COLUMN-MISSING", t.place(t.header, 1), "", "Add the columns Criterion (Критерий) and Score (Оценка), or a column for each criterion, headed with its code.", "The Scores sheet has no scores.")
		return
	}
	seen := make(map[answerKey]study.Origin)
	t.body(func(row row) {
		expert, tech, round := r.expert(row), r.technology(row, "Technology"), r.round(row)
		if long {
			k := r.refer(row, "Criterion", r.criteria, "Criteria")
			if k >= 0 && r.parents[fold(r.study.Criteria[k].Code)] {
				c := row.get("Criterion")
				r.fail("E-CRITERION-PARENT", row.place(c), text(c), "Score the criteria below it.", "%s has criteria below it and cannot be scored itself.", r.study.Criteria[k].Code)
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
func (r *reader) score(row row, c xlsx.Cell, q answerKey, seen map[answerKey]study.Origin) {
	at := row.t.where(c.Row, c.Col)
	if first, twice := seen[q]; twice {
		r.fail("E-SCORE-DUPLICATE", row.place(c), text(c), "Keep one of the two.", "Expert %s has already scored %s on %s at %s.",
			r.study.Experts[q.expert].ID, r.study.Technologies[q.technology].ID, r.study.Criteria[q.criterion].Code, r.study.Place(first))
		return
	}
	seen[q] = at
	answer := study.Score{Round: q.round, Expert: q.expert, Technology: q.technology, Criterion: q.criterion, Origin: at}
	if k := r.terms.find(text(c)); c.Kind == xlsx.Text && k >= 0 {
		term := &r.study.Terms[k]
		if len(term.Values) != 1 {
			r.fail("E-TERM-FUZZY", row.place(c), text(c), "Give the term one number on the Scale sheet.", "%q is a fuzzy term, which no method of this version takes.", term.Name)
			return
		}
		answer.Value = term.Values[0]
	} else {
		v, f := number(c)
		if f != nil {
			if f.code == "E-NUMBER" && len(r.study.Terms) > 0 {
				f.remedy = "Type a number or a term of the Scale sheet" + didYouMean(text(c), r.terms.all) + "."
			}
			r.fault(row.place(c), c, f)
			return
		}
		r.unsure(row.place(c), c, v)
		answer.Value, answer.State = v.value, v.state
	}
	if answer.State == study.Given && !r.inScale(row.place(c), c, q.criterion, answer.Value) {
		return
	}
	r.study.Scores = append(r.study.Scores, answer)
}

// readPairwise reads judgements, one pair a row.
func (r *reader) readPairwise(t *table) {
	t.warnExtra(nil, t.spec.names())
	seen := make(map[answerKey]study.Origin)
	t.body(func(row row) {
		expert, round := r.expert(row), r.round(row)
		a, b := r.refer(row, "A", r.criteria, "Criteria"), r.refer(row, "B", r.criteria, "Criteria")
		if expert < 0 || a < 0 || b < 0 {
			return
		}
		ca, cb := &r.study.Criteria[a], &r.study.Criteria[b]
		if a == b {
			r.fail("E-PAIR-SAME", row.place(row.get("B")), cb.Code, "Compare it with another criterion.", "%s is compared with itself.", ca.Code)
			return
		}
		if ca.Parent != cb.Parent {
			r.fail("E-PAIR-SIBLINGS", row.place(row.get("B")), cb.Code, "Compare criteria below one parent.", "%s and %s are not below the same parent.", ca.Code, cb.Code)
			return
		}
		if parent := row.text("Parent"); parent != "" {
			k := r.criteria.find(parent)
			top := ca.Parent == "" && k < 0 && goals[fold(parent)]
			if !top && (k < 0 || r.study.Criteria[k].Code != ca.Parent) {
				r.fail("E-PAIR-PARENT", row.place(row.get("Parent")), parent, "Correct the parent, or leave it blank.", "%s and %s are not below %q.", ca.Code, cb.Code, parent)
				return
			}
		}
		value, ok := r.judgement(row, ca, cb)
		if !ok {
			return
		}
		lo, hi := a, b
		if lo > hi {
			lo, hi = hi, lo
		}
		q := answerKey{round, expert, lo, hi}
		if first, twice := seen[q]; twice {
			r.fail("E-PAIR-DUPLICATE", row.place(row.get("A")), ca.Code, "Keep one of the two rows.", "Expert %s has already compared %s with %s at %s.", r.study.Experts[expert].ID, ca.Code, cb.Code, r.study.Place(first))
			return
		}
		seen[q] = t.where(row.n, t.col("A"))
		r.study.Judgements = append(r.study.Judgements, study.Judgement{Value: value, Round: round, Expert: expert, Parent: ca.Parent, A: a, B: b, Origin: t.where(row.n, t.col("A"))})
	})
}

// goals are the words people write for the top of the tree.
var goals = map[string]bool{"goal": true, "top": true, "root": true, "цель": true, "-": true, "–": true, "—": true}

// judgement reads Preferred and Intensity as how many times as important A is as B.
func (r *reader) judgement(row row, a, b *study.Criterion) (float64, bool) {
	c := row.get("Preferred")
	preferred, ok := row.need("Preferred")
	if !ok {
		return 0, false
	}
	f := fold(preferred)
	forA := f == "a" || f == "а"
	forB := f == "b" || f == "б" || f == "в"
	if !forA && !forB {
		forA = f == fold(a.Code) || f == fold(a.Name)
		forB = f == fold(b.Code) || f == fold(b.Name)
	} else if (forA && f == fold(b.Code)) || (forB && f == fold(a.Code)) {
		r.warn("W-PREFERRED", row.place(c), preferred, "Check that the column is meant, or rename the criterion.", "%q was read as the column of that name, not as the criterion.", preferred)
	}
	equal := f == "=" || f == "equal" || f == "равно" || f == "1"
	if !forA && !forB && !equal {
		r.fail("E-PREFERRED", row.place(c), preferred, "Write A, B or =.", "%q does not say which of %s and %s matters more.", preferred, a.Code, b.Code)
		return 0, false
	}
	c = row.get("Intensity")
	v, fa := number(c)
	if fa != nil {
		r.fault(row.place(c), c, fa)
		return 0, false
	}
	switch {
	case equal:
		if v.state == study.Given && v.value != 1 {
			r.fail("E-INTENSITY", row.place(c), text(c), "Write 1 or leave it blank, or say which matters more.", "The two are said to matter equally, but the intensity is %g.", v.value)
			return 0, false
		}
		return 1, true
	case v.state != study.Given:
		r.fail("E-INTENSITY", row.place(c), text(c), "Enter 1 (equally) to 9 (extremely).", "The intensity is missing.")
		return 0, false
	case v.value > 9+tolerance || v.value < 1-tolerance:
		r.fail("E-INTENSITY", row.place(c), text(c), "Enter 1 (equally) to 9 (extremely) and name the one that matters more under Preferred.", "The intensity %s is outside 1 to 9.", strings.TrimSpace(text(c)))
		return 0, false
	}
	intensity := min(max(v.value, 1), 9)
	if forB {
		return 1 / intensity, true
	}
	return intensity, true
}

// tolerance lets an intensity that a formula made, such as 1/(1/9), be 9.
const tolerance = 1e-9
