package workbook

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// Places on the sheets, and what they hold.
const (
	formHead  = 4  // row of the codes on Scores and of the heads on Pairwise
	formFirst = 7  // first row of answers on Scores, after the criteria's names and scales
	maxInList = 11 // a scale of so many whole numbers has a drop-down
)

// scores is the grid: technologies down, criteria across.
func (w *formWriter) scores() *write.Sheet {
	s := write.NewSheet(w.pick(scoresSheet.Name, scoresSheet.Russian))
	q := &w.meta.questions
	heads := []string{w.say("ID"), w.say("Technology")}
	groups := slices.ContainsFunc(w.s.Technologies, func(t study.Technology) bool { return t.Group != "" })
	if groups {
		heads = append(heads, w.say("Group"))
	}
	left := len(heads)
	right, bottom := left+len(q.criteria), formFirst+len(q.technologies)-1
	s.Put(1, 1, w.say("Your scores: ")+w.s.Title, write.Title)
	done, asked := 0, 0
	hint := w.say("Fill in the yellow cells, row by row: how good is the technology on each criterion? Write n/a for “don't know”; a cell left blank counts as not answered, not as zero.")
	if w.prefilled() {
		hint = w.say(confirmed)
	}
	if len(w.s.Experts[w.expert].Conflicts) > 0 {
		hint += " " + w.say(asideNote)
	}
	s.Put(2, 1, hint, write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, 2), write.At(max(right, 3), 2)})
	for k, h := range heads {
		s.Put(formHead, k+1, h, lookCode)
		s.Put(formHead+1, k+1, nil, lookCode)
	}
	s.Put(formHead+1, 2, w.say("Criterion"), lookCode)
	s.Put(formHead+2, 2, w.say("Scale"), write.Note)
	for k, c := range q.criteria {
		s.Put(formHead, left+k+1, c.code, lookCode)
		s.Put(formHead+1, left+k+1, c.name, write.HeadWrap)
		s.Put(formHead+2, left+k+1, w.anchors(w.criterion(c.code)), write.Note)
		s.Widths[left+k+1] = 15
	}
	for n, t := range q.technologies {
		row := formFirst + n
		s.Put(row, 1, t.id, write.Plain)
		s.Put(row, 2, t.name, write.Wrap)
		if groups {
			s.Put(row, 3, w.s.Technologies[w.s.Technology(t.id)].Group, write.Wrap)
		}
		technology := w.s.Technology(t.id)
		for k, c := range q.criteria {
			if w.s.Conflicted(int(w.expert), technology) {
				var value any
				if w.beside != nil { // filled in all the same
					value = w.priorScore(technology, w.s.Criterion(c.code))
				}
				s.Put(row, left+k+1, value, lookAside)
				continue
			}
			asked++
			value := w.priorScore(technology, w.s.Criterion(c.code))
			if value != nil {
				done++
			}
			s.Put(row, left+k+1, value, lookAnswer)
		}
		s.Put(row, right+1, w.comment(t.id), lookComment)
	}
	s.Put(formHead, right+1, w.say("Comment"), lookCode)
	s.Put(formHead+1, right+1, w.say("Why, or anything else; you need not."), write.HeadWrap)
	s.Widths[right+1] = 36
	s.Widths[1] = 7
	s.Fit(1, formHead, 7, 16)
	s.Fit(2, formHead+1, 20, 44)
	if groups {
		s.Fit(3, formHead, 14, 24)
	}
	answers := write.At(left+1, formFirst) + ":" + write.At(right, bottom)
	formula, value := w.counting("COUNTA("+answers+")", done, asked)
	s.Formula(3, 1, formula, value, lookCount)
	pinned := "'" + s.Name + "'!" + answers
	formula, _ = w.counting("COUNTA("+pinned+")", done, asked)
	w.progress, w.counts = append(w.progress, formula), append(w.counts, value)
	s.Freeze, s.TitleRows = [2]int{2, formFirst - 1}, formFirst-1
	s.Before = func(f *excelize.File) error {
		for k := range q.criteria {
			if err := w.validate(f, s.Name, w.criterion(q.criteria[k].code), left+k+1, bottom); err != nil {
				return err
			}
		}
		return promptWith(f, s.Name)
	}
	return s
}

// anchors says what may be entered on a criterion: the ends of its scale, its unit, and which end is better.
func (w *formWriter) anchors(c *study.Criterion) string {
	var parts []string
	number := func(x *float64) string {
		text := strconv.FormatFloat(*x, 'f', -1, 64)
		if w.ru {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	}
	switch {
	case c.Min != nil && c.Max != nil:
		if ends := number(c.Min) + "–" + number(c.Max); !strings.Contains(c.Unit, ends) {
			parts = append(parts, ends)
		}
	case c.Min != nil:
		parts = append(parts, w.say("from ")+number(c.Min))
	case c.Max != nil:
		parts = append(parts, w.say("up to ")+number(c.Max))
	}
	if c.Unit != "" {
		parts = append(parts, c.Unit)
	}
	best, end := w.say("more is better"), c.Max
	switch {
	case c.Value != nil:
		return strings.Join(parts, "; ")
	case c.Sense.String() == "cost":
		best, end = w.say("less is better"), c.Min
	case c.Sense.String() == "target":
		best, end = "", c.Target
	}
	if end != nil {
		best = number(end) + w.say(" is best")
	}
	return strings.Join(append(parts, best), "; ")
}

// terms are the names of the Scale sheet's terms.
func (w *formWriter) terms() []study.Term {
	return slices.DeleteFunc(slices.Clone(w.s.Terms), func(t study.Term) bool { return t.Name == "" })
}

// scale is the sheet of the terms that may be chosen, and what they stand for.
func (w *formWriter) scale() *write.Sheet {
	s := write.NewSheet(w.pick(scaleSheet.Name, scaleSheet.Russian))
	s.Put(1, 1, w.say("You may choose"), write.Head)
	s.Put(1, 2, w.say("It stands for"), write.Head)
	terms := w.terms()
	for k, row := range termRows(w.s) {
		s.Put(k+2, 1, row[0], write.Plain)
		s.Put(k+2, 2, fmt.Sprint(row[1]), write.Plain)
	}
	s.Put(len(terms)+2, 1, w.abstain(), write.Plain)
	s.Put(len(terms)+2, 2, w.say("don't know"), write.Plain)
	s.Fit(1, 1, 18, 40)
	s.Fit(2, 1, 18, 40)
	s.Before = func(f *excelize.File) error { return promptWith(f, s.Name) }
	return s
}

// validate offers or checks what may be entered in a criterion's column, and shows in red what was pasted past that.
func (w *formWriter) validate(f *excelize.File, sheet string, c *study.Criterion, col, bottom int) error {
	cell := write.At(col, formFirst)
	v := excelize.NewDataValidation(true)
	v.Sqref = cell + ":" + write.At(col, bottom)
	style := excelize.DataValidationErrorStyleStop
	wanted := w.say("Enter a number")
	number := "ISNUMBER(" + cell + ")"
	ends := []string{number}
	if c.Min != nil {
		ends = append(ends, fmt.Sprintf("%s>=%s", cell, strconv.FormatFloat(*c.Min, 'f', -1, 64)))
		wanted += w.say(" from ") + strconv.FormatFloat(*c.Min, 'f', -1, 64)
	}
	if c.Max != nil {
		ends = append(ends, fmt.Sprintf("%s<=%s", cell, strconv.FormatFloat(*c.Max, 'f', -1, 64)))
		wanted += w.say(" to ") + strconv.FormatFloat(*c.Max, 'f', -1, 64)
	}
	good := []string{"AND(" + strings.Join(ends, ",") + ")", cell + `="n/a"`, cell + `="` + language.Say(language.Russian, "n/a") + `"`}
	terms := w.terms()
	var choices []string
	switch {
	case len(terms) > 0:
		list := "'" + w.pick(scaleSheet.Name, scaleSheet.Russian) + "'!" + write.Pin(1, 2) + ":" + write.Pin(1, len(terms)+2)
		v.SetSqrefDropList(list)
		good = append(good, "COUNTIF("+list+","+cell+")>0")
		style, wanted = excelize.DataValidationErrorStyleWarning, wanted+w.say(", a term of the list,")
	case c.Min != nil && c.Max != nil && *c.Min == math.Trunc(*c.Min) && *c.Max == math.Trunc(*c.Max) && *c.Max-*c.Min < maxInList:
		for x := *c.Min; x <= *c.Max; x++ {
			choices = append(choices, strconv.FormatFloat(x, 'f', -1, 64))
		}
		if err := v.SetDropList(append(choices, w.abstain())); err != nil {
			return err
		}
	default:
		var formula strings.Builder
		if err := xml.EscapeText(&formula, []byte("OR("+strings.Join(good, ",")+")")); err != nil {
			return err
		}
		v.Type, v.Formula1 = "custom", formula.String()
	}
	v.SetError(style, c.Code, wanted+w.say(" or n/a."))
	if err := f.AddDataValidation(sheet, v); err != nil {
		return err
	}
	red, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "A02020"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F6D5D5"}}})
	if err != nil {
		return err
	}
	return f.SetConditionalFormat(sheet, v.Sqref, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: "AND(" + cell + `<>"",NOT(OR(` + strings.Join(good, ",") + ")))", Format: &red}})
}
