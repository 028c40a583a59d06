package workbook

import (
	"math"
	"regexp"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// purpose is what a number in a cell is for: it decides which spellings can be meant.
type purpose uint8

const (
	amount     purpose = iota // a cost, bound, threshold, setting: one number
	proportion                // a weight: fractions and percents are shares
	judging                   // a judgement or intensity: fractions are meant, percents never
	scored                    // a score on a criterion
	measured                  // a measured value of a criterion: 8/10 is no score out of ten
	recorded                  // the value of a term of the Scale sheet
)

// sought is the number a cell should hold.
type sought struct {
	purpose
	min, max *float64 // the ends of its scale, nil where there is none
}

// ofCriterion is a score on a criterion.
func ofCriterion(c *study.Criterion) sought { return sought{scored, c.Min, c.Max} }

var (
	least, most = 1.0 / 9, 9.0
	judgement   = sought{judging, &least, &most}
)

// ratio is a judgement as a proportion: 1:3 is a third. A score of 8:10 may be many things.
var ratio = regexp.MustCompile(`^\d{1,2} ?: ?\d{1,2}$`)

// fits reports whether a value lies on the scale.
func (s sought) fits(x float64) bool {
	return (s.min == nil || x >= *s.min) && (s.max == nil || x <= *s.max)
}

// figure reads a cell that should hold a number, as its column and its scale settle what was meant. What was settled by them is said.
func (r row) figure(c xlsx.Cell, want sought) (reading, *fault) {
	if want.purpose == judging && c.Kind == xlsx.Text && ratio.MatchString(strings.TrimSpace(c.Text)) {
		c.Text = strings.Replace(c.Text, ":", "/", 1)
	}
	v, f := number(c)
	if f != nil && f.code == "E-NUMBER" && c.Kind == xlsx.Text {
		if plain, ok := r.unremarked(c, want); ok {
			return plain, nil
		}
	}
	if f != nil || v.state != study.Given {
		return v, f
	}
	if v, f = r.t.marked(c, v, want); f != nil {
		return v, f
	}
	if v.percent {
		return r.percentage(c, v, want)
	}
	if c.Kind == xlsx.Number && strings.Contains(c.Literal, "%") && v.value != 0 { // 50 shown as 50%, where others are 0.5 shown so
		if k := r.t.facts().percents(r, c.Col); k != nil && k.percents > 0 {
			return v, &fault{"E-PERCENT", language.M("%s is shown as %s%%, beside percents that are parts of 1.", shown(c), shown(c)), language.M("Write all of them as plain numbers, or all with %.")}
		}
	}
	if v.over != 0 {
		return r.fraction(c, v, want)
	}
	return v, nil
}

// marked settles whether the one mark of a text is decimal or separates thousands: by its column, then by the file, then by the scale.
func (t *table) marked(c xlsx.Cell, v reading, want sought) (reading, *fault) {
	if v.doubt == 0 {
		return v, nil
	}
	decimal := t.facts().decimal(c.Col)
	column := decimal != 0
	if !column {
		decimal = t.decimalElsewhere(c.Col, v.doubt)
	}
	switch {
	case decimal == v.doubt:
	case decimal == '.' || decimal == ',':
		v.value = v.thousands
	case (want.min != nil || want.max != nil) && want.fits(v.value) != want.fits(v.thousands):
		if !want.fits(v.value) {
			v.value = v.thousands
		}
	default:
		return v, &fault{"E-NUMBER-MARK", language.M("%q may be %s or %s.", clean(c.Text), plainly(v.value), plainly(v.thousands)),
			language.M("Type it as a number, or without the mark between thousands.")}
	}
	if v.doubt = 0; !column && !t.saidMark[c.Col] {
		if t.saidMark == nil {
			t.saidMark = map[int]bool{}
		}
		t.saidMark[c.Col] = true
		t.r.warn("W-NUMBER-MARK", t.place(c.Row, c.Col), clean(c.Text), language.M("Nothing needs doing if that is meant; a number typed without a mark between thousands is surer."),
			"%q was read as %s, as the other numbers of the file, or the ends of the scale, say.", clean(c.Text), plainly(v.value))
	}
	return v, nil
}

// decimalElsewhere is the decimal mark of the rest of the file for a column whose own numbers do not say theirs. That 1.250 is a number with three decimals is
// not settled by decimal points elsewhere where other numbers of the column have no mark at all, and where semicolons separate fields, as they do because
// commas are decimal.
func (t *table) decimalElsewhere(col int, doubt byte) byte {
	decimal := t.r.decimal(t.index)
	if decimal != doubt {
		return decimal
	}
	if files, ok := t.r.book.(*textFiles); ok && doubt == '.' && files.sheets[t.index].comma == ';' || t.facts().unmarked[col] {
		return 0
	}
	return decimal
}

// decimalComma refuses a text of several numbers with a mark that may separate thousands, unless its column or its file says that it is decimal.
func (t *table) decimalComma(c xlsx.Cell) *fault {
	decimal := t.facts().decimal(c.Col)
	if decimal == 0 {
		decimal = t.r.decimal(t.index)
	}
	if (decimal == '.' || decimal == ',') && !strings.ContainsRune(c.Text, rune('.'+','-decimal)) {
		return nil
	}
	return &fault{"E-NUMBER-MARK", language.M("In %q a mark may be decimal or separate thousands.", brief(clean(c.Text))), language.M("Type the numbers without a mark between thousands, and with fewer or more than three decimals.")}
}

// plainly writes a number in full.
func plainly(x float64) string { return text(xlsx.Cell{Kind: xlsx.Number, Number: x}) }

// percentage settles what 70 % means on a scale, or beside plain numbers in its column.
func (r row) percentage(c xlsx.Cell, v reading, want sought) (reading, *fault) {
	points := func(scaled bool) (reading, *fault) {
		v.value *= 100
		if c.Kind == xlsx.Text {
			if f, ok := parseFigure(strings.TrimSuffix(strings.TrimSpace(c.Text), "%")); ok {
				v.value = f.value // 7%, not 100 times 0.07
			}
		} else if whole := math.Round(v.value*1e9) / 1e9; math.Abs(whole-v.value) < 1e-9 {
			v.value = whole
		}
		said := language.M("%s was read as %s, as the other numbers of its column are.", shown(c), plainly(v.value))
		if scaled {
			said = language.M("%s was read as %s, as its scale reaches to 100.", shown(c), plainly(v.value))
		}
		r.t.r.report(study.Warning, "W-PERCENT", r.place(c), shown(c), language.M("Nothing needs doing if the numbers of the column are percents."), said)
		return v, nil
	}
	refused := func(message language.Message) (reading, *fault) {
		return v, &fault{"E-PERCENT", message, language.M("Write all of them as plain numbers, or all with %.")}
	}
	if want.max != nil {
		switch {
		case *want.max <= 1:
			return v, nil
		case *want.max == 100 && (want.purpose == scored || want.purpose == measured):
			return points(true)
		}
		return v, &fault{"E-PERCENT", language.M("%s stands on a scale that reaches to %g.", shown(c), *want.max), language.M("Type the number that is meant.")}
	}
	if want.purpose == judging {
		return v, &fault{"E-PERCENT", language.M("%s is a percentage where a judgement belongs.", shown(c)), language.M("Enter 1 (equally) to 9 (extremely).")}
	}
	if want.purpose == recorded {
		return v, nil
	}
	k := r.t.facts().percents(r, c.Col)
	switch {
	case k == nil || k.plain == 0:
		return v, nil
	case want.purpose == proportion && math.Abs(k.points-100) < 0.5:
		return points(false)
	case want.purpose == proportion && math.Abs(k.parts-1) < 0.005:
		return v, nil
	}
	return refused(language.M("%s stands among plain numbers, such as %s.", shown(c), k.example))
}

// shown is a cell's number as its author sees it.
func shown(c xlsx.Cell) string {
	if c.Kind == xlsx.Number && c.Format == xlsx.Percent {
		return plainly(math.Round(c.Number*1e8)/1e6) + "%"
	}
	return text(c)
}

// fraction settles what a/b means: a share or a judgement, or a out of the b that the scale reaches to.
func (r row) fraction(c xlsx.Cell, v reading, want sought) (reading, *fault) {
	switch {
	case want.purpose == proportion || want.purpose == judging || want.purpose == recorded:
		return v, nil
	case want.purpose == scored && want.max != nil && *want.max == v.over && c.Kind == xlsx.Text && v.over != 1:
		f, _ := parseFigure(c.Text)
		v.value = f.part
		r.t.r.warn("W-OUT-OF", r.place(c), text(c), language.M("Nothing needs doing if %s out of %s is meant.", plainly(v.value), plainly(v.over)), "%q was read as %s out of %s.", text(c), plainly(v.value), plainly(v.over))
		return v, nil
	case (want.purpose == scored || want.purpose == measured) && want.max != nil && *want.max <= 1:
		return v, nil
	}
	if want.max != nil {
		return v, &fault{"E-FRACTION", language.M("The fraction %s stands on a scale that reaches to %g.", text(c), *want.max), language.M("Type the number that is meant.")}
	}
	return v, &fault{"E-FRACTION", language.M("The fraction %s stands where a number belongs.", text(c)), language.M("Type the number that is meant.")}
}
