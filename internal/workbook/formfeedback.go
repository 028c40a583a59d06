package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study/panel"
)

// feedbackSheet is the sheet of a form that says what the panel said in the round before; [Collect] passes over it.
var feedbackSheet = [2]string{"Panel said", "Мнение группы"}

// mostApart bounds the list of answers to look at again.
const mostApart = 30

// feedback is the sheet of the round before: where this expert stands apart, how all answers lie, and the weights. nil when there was no such round. Nobody
// is named, and what three answers do not hide is left out.
func (w *formWriter) feedback(f *panel.Feedback) *exportSheet {
	if f == nil {
		return nil
	}
	expert := w.s.Expert(w.meta.expert)
	s := newExportSheet(w.pick(feedbackSheet[0], feedbackSheet[1]))
	s.widths = map[int]float64{1: 8, 2: 40}
	right := max(7, 2+len(w.meta.questions.criteria))
	for col := 3; col <= right; col++ {
		s.widths[col] = 14
	}
	over := func(row int, text string, l look) int {
		s.put(row, 1, text, l)
		s.merges = append(s.merges, [2]string{at(1, row), at(7, row)})
		return row + 1
	}
	title := w.say("What the panel said")
	if f.Round != "" {
		title += w.say(" in round ") + f.Round
	}
	s.put(1, 1, title, lookTitle)
	row := over(2, w.say("Nobody is named. Before you answer again, look at the answers below that lie outside of the middle half of all answers. Keep them if you have a reason: it is worth saying so in the discussion. Agreement is not the aim, a good reason is."), lookNote)
	row = w.apart(s, over(row+1, w.say("Where you stand apart"), lookStrong), f, expert)
	if len(w.meta.questions.technologies) > 0 && len(f.Items) > 0 {
		row = over(row+1, w.say("All answers: the median and, in brackets, where the middle half of them lies. Blank: fewer than three answers."), lookStrong)
		s.put(row, 1, w.say("ID"), lookHead)
		s.put(row, 2, w.say("Technology"), lookHead)
		for k, c := range w.meta.questions.criteria {
			s.put(row, 3+k, c.code, lookHeadNumber)
		}
		for _, t := range w.meta.questions.technologies {
			row++
			s.put(row, 1, t.id, lookPlain)
			s.put(row, 2, t.name, lookWrap)
			for k, c := range w.meta.questions.criteria {
				if item := f.Item(w.s.Technology(t.id), w.s.Criterion(c.code)); item != nil {
					s.put(row, 3+k, fmt.Sprintf("%s (%s–%s)", w.short(item.Median), w.short(item.Lower), w.short(item.Upper)), lookRight)
				}
			}
		}
		row++
	}
	w.feedbackWeights(s, row+1, f, expert)
	s.freeze, s.titleRows = [2]int{0, 1}, 1
	s.before = func(x *excelize.File) error { return promptWith(x, s.name) }
	return s
}

// short is a number of up to two decimals with the language's decimal sign.
func (w *formWriter) short(x float64) string {
	text := strconv.FormatFloat(x, 'f', 2, 64)
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if w.ru {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// apart lists the expert's answers outside of the middle half.
func (w *formWriter) apart(s *exportSheet, row int, f *panel.Feedback, expert int) int {
	list := f.Apart(expert)
	if len(list) == 0 {
		s.put(row, 1, w.say("Nowhere: all your answers lie in the middle half, or you gave none."), lookPlain)
		return row + 1
	}
	for k, h := range []string{w.say("ID"), w.say("Technology"), w.say("Criterion"), w.say("You said"), w.say("Median"), w.say("Middle half"), w.say("Answers")} {
		l := lookHeadNumber
		if k < 3 {
			l = lookHead
		}
		s.put(row, k+1, h, l)
	}
	for _, a := range list[:min(len(list), mostApart)] {
		row++
		t := &w.s.Technologies[a.Technology]
		s.put(row, 1, t.ID, lookPlain)
		s.put(row, 2, t.Name, lookWrap)
		s.put(row, 3, w.s.Criteria[a.Criterion].Code, lookPlain)
		arrow := " ▲"
		if a.Own < a.Lower {
			arrow = " ▼"
		}
		s.put(row, 4, w.short(a.Own)+arrow, lookRight)
		s.put(row, 5, w.short(a.Median), lookRight)
		s.put(row, 6, w.short(a.Lower)+"–"+w.short(a.Upper), lookRight)
		s.put(row, 7, a.N, lookWhole)
	}
	row++
	if more := len(list) - mostApart; more > 0 {
		s.put(row, 1, fmt.Sprintf(w.say("and %d more"), more), lookNote)
		row++
	}
	return row
}

// feedbackWeights sets the expert's own weights beside the panel's.
func (w *formWriter) feedbackWeights(s *exportSheet, row int, f *panel.Feedback, expert int) {
	own, panel := f.Weights(expert)
	if len(own) == 0 {
		return
	}
	s.put(row, 1, w.say("Weights that follow from the judgements"), lookStrong)
	row++
	for k, h := range []string{w.say("Code"), w.say("Criterion"), w.say("Yours"), w.say("The panel's")} {
		l := lookHeadNumber
		if k < 2 {
			l = lookHead
		}
		s.put(row, k+1, h, l)
	}
	for k := range own {
		for j, i := range own[k].Criteria {
			row++
			s.put(row, 1, w.s.Criteria[i].Code, lookPlain)
			s.put(row, 2, w.s.Criteria[i].Name, lookWrap)
			s.put(row, 3, own[k].Weights[j], lookShare)
			s.put(row, 4, panel[k].Weights[j], lookShare)
		}
	}
}
