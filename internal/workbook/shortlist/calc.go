package shortlist

import (
	"fmt"

	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/workbook/write"
)

// rankByFormula is the number of technologies up to which ranks are counted by SUMPRODUCT; its cost grows with the square.
const rankByFormula = 2000

// calculationPlan is where things stand on the Calculation sheet.
type calculationPlan struct {
	contributions              int // first row of the block whose rows add to the score
	final                      int // first row of the results
	score, rounded, rank, spot int // columns of the results
}

// plan lays out the Calculation sheet; other sheets refer to it.
func (e *exporter) plan() calculationPlan {
	m := len(e.order)
	if e.c == nil {
		first := firstBlock + blockHead
		return calculationPlan{contributions: first, final: first + m + blockSpacer + blockHead, score: 3, rounded: 4, rank: 5, spot: 6}
	}
	if e.c.product {
		return calculationPlan{contributions: e.blockFirst(4), final: e.blockFirst(3), score: 3, rounded: 4, rank: 5, spot: 6}
	}
	if !e.c.topsis {
		weighted := e.blockFirst(2)
		return calculationPlan{contributions: weighted, final: e.blockFirst(3), score: 3, rounded: 4, rank: 5, spot: 6}
	}
	return calculationPlan{contributions: e.blockFirst(4), final: e.blockFirst(3), score: 5, rounded: 6, rank: 7, spot: 8}
}

// Blocks stand below each other: shaped scores (with the figures of each criterion below), normalised, weighted or raised to powers (with the ideals below),
// results, and for TOPSIS contributions, for the product strengths.
const (
	blockHead   = 3 // title, sentence, header
	figureRows  = 9 // weight, sense and the seven figures
	idealRows   = 4 // scale ends, ideal and anti-ideal
	firstBlock  = 4
	blockSpacer = 1
)

func (e *exporter) blockFirst(k int) int {
	row := firstBlock + blockHead
	for b := range k {
		row += len(e.order) + blockSpacer + blockHead
		switch {
		case b == 0:
			row += figureRows + 1
		case b == 2 && e.c.topsis:
			row += idealRows + 1
		}
	}
	return row
}

// calculation writes every step of the method.
func (e *exporter) calculation() *write.Sheet {
	s := write.NewSheet(e.sheet("Calculation"))
	o := e.o
	s.Put(1, 1, e.say("Calculation: %s", e.say(o.Method.Title)), write.Title)
	s.Widths[1] = 12
	s.Widths[2] = 34
	for col := 3; col < 3+max(len(o.Leaves), 6); col++ {
		s.Widths[col] = 12
	}
	s.Area = write.Area{Row: e.calc.final - blockHead, LastRow: e.calc.final + len(e.order) - 1} // the results; how they come about is for the screen
	if e.c == nil {
		e.values(s)
		s.Fit(2, firstBlock, 34, 60)
		s.Freeze = [2]int{2, 0}
		return s
	}
	s.Put(2, 1, e.rule(), write.Note)
	s.Merges = append(s.Merges, [2]string{"A2", write.At(2+max(len(o.Leaves), 6), 2)})
	if e.partial() {
		s.Put(3, 1, e.say("The first %d technologies of the ranking as exported: these follow edits of the weights. The others, %d, are on the sheets Ranking and Scores as values; smallest, largest, sum and length are those of all.", len(e.order), len(e.all)-len(e.order)), write.Note)
		s.Merges = append(s.Merges, [2]string{"A3", write.At(2+max(len(o.Leaves), 6), 3)})
	}
	g, r, v, final := e.blockFirst(0), e.blockFirst(1), e.blockFirst(2), e.blockFirst(3)
	e.shapedBlock(s, g)
	figures := g + len(e.order) + 1
	e.figuresBlock(s, g, figures)
	e.normalisedBlock(s, r, g, figures)
	e.weightedBlock(s, v, r, figures)
	if e.c.topsis {
		e.idealsBlock(s, v, figures)
	}
	e.finalBlock(s, final, v)
	if e.c.topsis {
		e.contributionsBlock(s, e.blockFirst(4), final, v, figures)
	}
	if e.c.product {
		e.strengthsBlock(s, e.blockFirst(4), figures)
	}
	s.Fit(2, firstBlock, 34, 60)
	s.Freeze = [2]int{2, 0}
	return s
}

// rule is the method's formula, source and settings.
func (e *exporter) rule() string {
	text := e.say(e.o.Method.Formula) + ". " + e.o.Method.Source + "."
	if settings := report.SettingsOf(e.o, e.reading()); settings != "" {
		text += " " + e.say("Settings: %s.", settings)
	}
	return text
}

// block writes a block's title, sentence and header above its first row, and the technologies down its side.
func (e *exporter) block(s *write.Sheet, first int, title, says string, heads ...string) {
	s.Put(first-3, 1, title, write.Strong)
	s.Put(first-2, 1, says, write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, first-2), write.At(2+max(len(e.o.Leaves), 6), first-2)})
	s.Put(first-1, 1, e.say("ID"), write.Head)
	s.Put(first-1, 2, e.say("Technology"), write.Head)
	if heads == nil {
		for _, i := range e.o.Leaves {
			heads = append(heads, e.o.Study.Criteria[i].Code)
		}
	}
	for k, h := range heads {
		s.Put(first-1, 3+k, h, write.HeadNumber)
	}
	for k, i := range e.order {
		t := &e.o.Study.Technologies[e.o.Technology[i]]
		s.Formula(first+k, 1, e.ref("Scores", write.Pin(1, scoreFirst+k)), t.ID, write.Plain)
		s.Formula(first+k, 2, e.ref("Scores", write.Pin(2, scoreFirst+k)), t.Name, write.Wrap)
	}
}

func (e *exporter) shapedBlock(s *write.Sheet, first int) {
	e.block(s, first, e.say("Step 1. Scores x"), e.say("From the sheet Scores; a target criterion by its distance |x − target|, a criterion with a value function by its value, a cost under max or sum by its reciprocal."))
	for k := range e.order {
		for j := range e.o.Leaves {
			x := "N(" + e.ref("Scores", write.At(scoreCol+j, scoreFirst+k)) + ")" // words that were typed there leave no error cells, and no ranking
			c := &e.o.Problem.Criteria[j]
			switch {
			case e.c.valued(j):
				x = pieces(c.Value, x)
			case c.Sense == mcda.Target:
				x = "ABS(" + x + "-" + e.criterion(j, colTarget) + ")"
			case e.c.reciprocal[j]:
				x = "IF(" + x + "=0,0,1/" + x + ")"
			}
			s.Formula(first+k, 3+j, x, e.c.g[k][j], write.Score)
		}
	}
}

// criterion is an absolute reference to a leaf's cell on the Criteria sheet.
func (e *exporter) criterion(j, col int) string {
	return e.ref("Criteria", write.Pin(col, e.leafRow[j]))
}

// The rows of the figures below step 1, from the row after the technologies.
const (
	rowWeight = iota
	rowSense
	rowFigures
)

func (e *exporter) figuresBlock(s *write.Sheet, first, at0 int) {
	last := first + len(e.order) - 1
	for k, name := range []string{"Weight w (Criteria)", "Sense", "Smallest", "Largest", "Sum Σ", "Length √Σx²", "Subtract", "Divide by", "Add"} {
		s.Put(at0+k, 2, e.say(name), write.Strong)
	}
	for j, i := range e.o.Leaves {
		col := 3 + j
		c := &e.o.Problem.Criteria[j]
		figure := func(f int, formula string) { s.Formula(at0+rowFigures+f, col, formula, e.c.figures[f][j], write.Score) }
		s.Formula(at0+rowWeight, col, e.criterion(j, colGlobal), e.o.Global[j], write.Score)
		s.Put(at0+rowSense, col, e.say(e.o.Study.Criteria[i].Sense.String()), write.Right)
		cells := write.Down(col, first, last)
		smallest, largest := "MIN("+cells+")", "MAX("+cells+")"
		if e.c.normalization == mcda.NormScale && !e.c.valued(j) {
			smallest, largest = e.criterion(j, colMin), e.criterion(j, colMax)
			if c.Sense == mcda.Target {
				t := e.criterion(j, colTarget)
				smallest, largest = "0", fmt.Sprintf("MAX(%s-%s,%s-%s)", t, e.criterion(j, colMin), e.criterion(j, colMax), t)
			}
		}
		if e.partial() { // the weights do not change them
			for f := figSmallest; f <= figLength; f++ {
				s.Put(at0+rowFigures+f, col, e.c.figures[f][j], write.Score)
			}
		} else {
			figure(figSmallest, smallest)
			figure(figLargest, largest)
			figure(figSum, "SUM("+cells+")")
			figure(figLength, "SQRT(SUMSQ("+cells+"))")
		}
		lo, hi := write.At(col, at0+rowFigures+figSmallest), write.At(col, at0+rowFigures+figLargest)
		less := c.Sense != mcda.Benefit && !e.c.reciprocal[j] // before any turning round
		origin, divisor, lift := "0", "1", "0"
		switch {
		case e.c.valued(j):
		case e.c.normalization == mcda.NormMinMax || e.c.normalization == mcda.NormScale:
			origin, divisor = lo, hi+"-"+lo
			if less {
				origin, divisor = hi, lo+"-"+hi
			}
			if e.c.normalization == mcda.NormMinMax {
				divisor = fmt.Sprintf("IF(%s-%s<=%s*MAX(ABS(%s),ABS(%s)),0,%s)", hi, lo, constant(flat), lo, hi, divisor)
			}
		default:
			divisor = map[mcda.Normalization]string{mcda.NormMax: hi, mcda.NormSum: write.At(col, at0+rowFigures+figSum), mcda.NormVector: write.At(col, at0+rowFigures+figLength), mcda.NormNone: "1"}[e.c.normalization]
			if less && !e.c.topsis && !e.c.product {
				divisor = "-" + divisor
				if e.c.normalization != mcda.NormNone {
					lift = "1"
				}
			}
		}
		figure(figOrigin, origin)
		figure(figDivisor, divisor)
		figure(figLift, lift)
	}
}

func (e *exporter) normalisedBlock(s *write.Sheet, first, g, figures int) {
	says := e.say("r = Add + (x − Subtract) / Divide by, with the figures above; normalisation: %s. Where Divide by is 0, all get 1.", e.say(string(e.c.normalization)))
	e.block(s, first, e.say("Step 2. Normalised scores r"), says)
	for k := range e.order {
		for j := range e.o.Leaves {
			col := 3 + j
			s.Formula(first+k, col, normalised(write.At(col, g+k), col, figures), e.c.r[k][j], write.Score)
		}
	}
}

// normalised writes r for a shaped score in a column with its figures.
func normalised(x string, col, figures int) string {
	f := func(k int) string { return write.PinRow(col, figures+rowFigures+k) }
	return fmt.Sprintf("IF(%s=0,1,%s+(%s-%s)/%s)", f(figDivisor), f(figLift), x, f(figOrigin), f(figDivisor))
}

func (e *exporter) weightedBlock(s *write.Sheet, first, r, figures int) {
	title, says := e.say("Step 3. Weighted scores v = w·r"), e.say("They are each criterion's contribution to the score.")
	switch {
	case e.c.topsis:
		says = e.say("The weighted normalised decision matrix.")
	case e.c.product:
		title, says = e.say("Step 3. Powers p = r^w"), e.say("A cost that is not its reciprocal already is raised to the power −w. The score is the product of the powers.")
	}
	e.block(s, first, title, says)
	for k := range e.order {
		for j := range e.o.Leaves {
			col := 3 + j
			w, x := write.PinRow(col, figures+rowWeight), write.At(col, r+k)
			formula := w + "*" + x
			if e.c.product {
				if e.c.less[j] {
					w = "-" + w
				}
				formula = "POWER(" + x + "," + w + ")"
			}
			s.Formula(first+k, col, formula, e.c.v[k][j], write.Score)
		}
	}
}

// idealsBlock writes A⁺ and A⁻ below the weighted scores.
func (e *exporter) idealsBlock(s *write.Sheet, v, figures int) {
	last := v + len(e.order) - 1
	ends := last + 2
	fromScale := e.o.Parameters["ideals"] == "scale"
	ofAll := e.partial() && !fromScale
	if ofAll {
		s.Put(ends, 2, e.say("Smallest of all technologies, weighted"), write.Strong)
		s.Put(ends+1, 2, e.say("Largest of all technologies, weighted"), write.Strong)
	}
	s.Put(ends+2, 2, e.say("Ideal A⁺"), write.Strong)
	s.Put(ends+3, 2, e.say("Anti-ideal A⁻"), write.Strong)
	if fromScale {
		s.Put(ends, 2, e.say("One end of the scale, weighted"), write.Strong)
		s.Put(ends+1, 2, e.say("Other end of the scale, weighted"), write.Strong)
	}
	for j := range e.o.Leaves {
		col := 3 + j
		smallest, largest := "MIN("+write.Down(col, v, last)+")", "MAX("+write.Down(col, v, last)+")"
		if fromScale {
			a, b := e.scaleEndFormulas(j)
			x := e.c.scaleEnds(j)
			for k, end := range []string{a, b} {
				r := 1.0
				if d := e.c.figures[figDivisor][j]; d != 0 {
					r = e.c.figures[figLift][j] + (x[k]-e.c.figures[figOrigin][j])/d
				}
				s.Formula(ends+k, col, write.PinRow(col, figures+rowWeight)+"*"+normalised(end, col, figures), e.o.Global[j]*r, write.Fine)
			}
			pair := write.At(col, ends) + "," + write.At(col, ends+1)
			smallest, largest = "MIN("+pair+")", "MAX("+pair+")"
		}
		if ofAll {
			for k, r := range e.c.extremes(j) {
				s.Formula(ends+k, col, write.PinRow(col, figures+rowWeight)+"*"+constant(r), e.o.Global[j]*r, write.Fine)
			}
			smallest, largest = write.At(col, ends), write.At(col, ends+1)
		}
		best, worst := largest, smallest
		if e.c.less[j] {
			best, worst = smallest, largest
		}
		s.Formula(ends+2, col, best, e.c.best[j], write.Fine)
		s.Formula(ends+3, col, worst, e.c.worst[j], write.Fine)
	}
}

func (e *exporter) scaleEndFormulas(j int) (a, b string) {
	lo, hi, t := e.criterion(j, colMin), e.criterion(j, colMax), e.criterion(j, colTarget)
	switch {
	case e.o.Problem.Criteria[j].Sense == mcda.Target:
		return "0", fmt.Sprintf("MAX(ABS(%s-%s),ABS(%s-%s))", lo, t, hi, t)
	case e.c.reciprocal[j]:
		return "(1/" + lo + ")", "(1/" + hi + ")"
	}
	return lo, hi
}

// finalBlock writes distances, scores, ranks and places.
func (e *exporter) finalBlock(s *write.Sheet, first, v int) {
	p := e.calc
	last := first + len(e.order) - 1
	lastCol := 2 + len(e.o.Leaves)
	compared := e.say("Ranks compare scores as parts of the largest, rounded to 10 places; equal ones share a rank, and Place puts them in order of ID.")
	if e.c.topsis {
		e.block(s, first, e.say("Step 4. Distances, closeness, rank"),
			e.say("D⁺ and D⁻ are the distances from the ideal and the anti-ideal (%s); closeness C = D⁻/(D⁺ + D⁻), ½ when both are 0.", e.say(e.o.Parameters["metric"]))+" "+compared,
			"D⁺", "D⁻", e.say("Score C"), e.say("Compared"), e.say("Rank"), e.say("Place"), e.say("Largest"))
	} else {
		says := e.say("The score is the sum of the weighted scores.")
		if e.c.product {
			says = e.say("The score is the product of the powers.")
		}
		e.block(s, first, e.say("Step 4. Score and rank"), says+" "+compared, e.say("Score"), e.say("Compared"), e.say("Rank"), e.say("Place"), e.say("Largest"))
	}
	scores := write.Pin(p.score, first) + ":" + write.Pin(p.score, last)
	largest := "MAX(MAX(" + scores + "),-MIN(" + scores + "))"
	s.Formula(first, p.spot+1, "IF("+largest+"=0,1,"+largest+")", e.c.size, write.Fine)
	better := ">"
	if e.o.Method.LowerIsBetter {
		better = "<"
	}
	best, worst := e.blockFirst(2)+len(e.order)+3, e.blockFirst(2)+len(e.order)+4
	for k := range e.order {
		row := first + k
		weighted := write.Across(v+k, 3, lastCol)
		if e.c.topsis {
			ideal := func(row int) string { return write.Pin(3, row) + ":" + write.Pin(lastCol, row) }
			distance := func(to string) string {
				switch e.o.Parameters["metric"] {
				case "euclidean":
					return "SQRT(SUMXMY2(" + weighted + "," + to + "))"
				case "chebyshev":
					return "SUMPRODUCT(MAX(ABS(" + weighted + "-" + to + ")))"
				}
				return "SUMPRODUCT(ABS(" + weighted + "-" + to + "))"
			}
			s.Formula(row, 3, distance(ideal(best)), e.c.plus[k], write.Fine)
			s.Formula(row, 4, distance(ideal(worst)), e.c.minus[k], write.Fine)
			s.Formula(row, p.score, fmt.Sprintf("IF(C%d+D%d=0,0.5,D%d/(C%d+D%d))", row, row, row, row, row), e.c.score[k], write.Fine)
		} else {
			function := "SUM("
			if e.c.product {
				function = "PRODUCT("
			}
			s.Formula(row, p.score, function+weighted+")", e.c.score[k], write.Fine)
		}
		s.Formula(row, p.rounded, "ROUND("+write.At(p.score, row)+"/"+write.Pin(p.spot+1, first)+",10)", round10(e.c.score[k]/e.c.size), write.Fine)
		e.rankCells(s, row, first, last, better, e.c.rank[k], e.c.place[k])
	}
}

// rankCells writes the rank of a row's rounded score and its place among equals.
func (e *exporter) rankCells(s *write.Sheet, row, first, last int, better string, rank, place int) {
	p := e.calc
	all := write.Pin(p.rounded, first) + ":" + write.Pin(p.rounded, last)
	formula := fmt.Sprintf("1+SUMPRODUCT(--(%s%s%s))", all, better, write.At(p.rounded, row))
	if len(e.order) > rankByFormula {
		ascending := "0"
		if better == "<" {
			ascending = "1"
		}
		formula = fmt.Sprintf("RANK(%s,%s,%s)", write.At(p.rounded, row), all, ascending)
	}
	s.Formula(row, p.rank, formula, rank, write.Whole)
	s.Formula(row, p.spot, fmt.Sprintf("%s+COUNTIF(%s:%s,%s)-1", write.At(p.rank, row), write.PinRow(p.rank, first), write.At(p.rank, row), write.At(p.rank, row)), place, write.Whole)
}

// contributionsBlock splits each closeness over the criteria, as the engine's contributions do.
func (e *exporter) contributionsBlock(s *write.Sheet, first, final, v, figures int) {
	metric := e.o.Parameters["metric"]
	says := map[string]string{
		"euclidean": "Each criterion's part of the squared distance from the anti-ideal, as a part of the score. The rows add to the score.",
		"manhattan": "Each criterion's part of the distance from the anti-ideal, as a part of the score. The rows add to the score.",
		"chebyshev": "The score belongs to the criterion that makes the distance from the anti-ideal, shared when several do.",
	}[metric]
	e.block(s, first, e.say("Step 5. Contributions"), e.say(says))
	worst := e.blockFirst(2) + len(e.order) + 4
	lastCol := 2 + len(e.o.Leaves)
	for k := range e.order {
		score, minus := "$E"+fmt.Sprint(final+k), "$D"+fmt.Sprint(final+k)
		for j := range e.o.Leaves {
			col := 3 + j
			d := fmt.Sprintf("ABS(%s-%s)", write.At(col, v+k), write.PinRow(col, worst))
			part := ""
			switch metric {
			case "euclidean":
				part = fmt.Sprintf("%s*(%s/%s)^2", score, d, minus)
			case "manhattan":
				part = fmt.Sprintf("%s*%s/%s", score, d, minus)
			default:
				edge := minus + "*(1-" + constant(share) + ")"
				all := fmt.Sprintf("SUMPRODUCT(--(ABS(%s-%s)>=%s))", write.Across(v+k, 3, lastCol), write.Pin(3, worst)+":"+write.Pin(lastCol, worst), edge)
				part = fmt.Sprintf("IF(%s>=%s,%s/%s,0)", d, edge, score, all)
			}
			s.Formula(first+k, col, fmt.Sprintf("IF(%s=0,%s*%s,%s)", minus, score, write.PinRow(col, figures+rowWeight), part), e.c.contributions[k][j], write.Score)
		}
	}
}

// strengthsBlock writes w·r with r the min-max score: where each technology is strong, for a score that is no sum over the criteria.
func (e *exporter) strengthsBlock(s *write.Sheet, first, figures int) {
	e.block(s, first, e.say("Step 5. Strengths"), e.say("Weights times min-max scores: where each technology is strong. The score is no sum of them."))
	for j := range e.o.Leaves {
		col := 3 + j
		cells := e.ref("Scores", write.Down(scoreCol+j, scoreFirst, scoreFirst+len(e.all)-1))
		lo, hi := "MIN("+cells+")", "MAX("+cells+")"
		w := write.PinRow(col, figures+rowWeight)
		for k := range e.order {
			x := "N(" + e.ref("Scores", write.At(scoreCol+j, scoreFirst+k)) + ")"
			lead := "(" + x + "-" + lo + ")"
			if e.o.Problem.Criteria[j].Sense == mcda.Cost {
				lead = "(" + hi + "-" + x + ")"
			}
			formula := fmt.Sprintf("%s*IF(%s-%s<=%s*MAX(ABS(%s),ABS(%s)),1,%s/(%s-%s))", w, hi, lo, constant(flat), lo, hi, lead, hi, lo)
			s.Formula(first+k, col, formula, e.c.contributions[k][j], write.Score)
		}
	}
}
