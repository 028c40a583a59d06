package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study/panel"
	"veche/internal/workbook/write"
)

// feedbackSheet is the sheet of a form that says what the panel said in the round before; [Collect] passes over it.
var feedbackSheet = inBoth{"Panel said", "Мнение группы"}

// mostApart bounds the list of answers to look at again.
const mostApart = 30

// feedback is the sheet of the round before: where this expert stands apart, how all answers lie, and the weights. nil when there was no such round. Nobody
// is named, and what would give an answer away is left out: see [panel.Discloses].
func (w *formWriter) feedback(f *panel.Feedback) *write.Sheet {
	if f == nil {
		return nil
	}
	expert := w.s.Expert(w.meta.expert)
	s := write.NewSheet(w.pick(feedbackSheet[0], feedbackSheet[1]))
	s.Widths = map[int]float64{1: 8, 2: 40}
	right := max(7, 2+len(w.meta.questions.criteria))
	for col := 3; col <= right; col++ {
		s.Widths[col] = 14
	}
	over := func(row int, text string, l write.Look) int {
		s.Put(row, 1, text, l)
		s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(7, row)})
		return row + 1
	}
	title := w.say("What the panel said")
	if f.Round != "" {
		title += w.say(" in round ") + f.Round
	}
	s.Put(1, 1, title, write.Title)
	row := over(2, w.say("Nobody is named. Before you answer again, look at the answers below that lie outside of the middle half of all answers. Keep them if you have a reason: it is worth saying so in the discussion. Agreement is not the aim, a good reason is."), write.Note)
	row = w.apart(s, over(row+1, w.say("Where you stand apart"), write.Strong), f, expert)
	if len(w.meta.questions.technologies) > 0 && len(f.Items) > 0 {
		row = over(row+1, w.say("All answers: the median and, in brackets, where the middle half of them lies. The median and the ends of the half are answers that somebody gave. Blank: fewer than five answers, or what would give an answer away."), write.Strong)
		s.Put(row, 1, w.say("ID"), write.Head)
		s.Put(row, 2, w.say("Technology"), write.Head)
		for k, c := range w.meta.questions.criteria {
			s.Put(row, 3+k, c.code, write.HeadNumber)
		}
		for _, t := range w.meta.questions.technologies {
			row++
			s.Put(row, 1, t.id, write.Plain)
			s.Put(row, 2, t.name, write.Wrap)
			for k, c := range w.meta.questions.criteria {
				if item := f.Item(w.s.Technology(t.id), w.s.Criterion(c.code)); item != nil {
					s.Put(row, 3+k, fmt.Sprintf("%s (%s–%s)", w.short(item.Median), w.short(item.Lower), w.short(item.Upper)), write.Right)
				}
			}
		}
		row++
	}
	w.feedbackWeights(s, row+1, f, expert)
	s.Freeze, s.TitleRows = [2]int{0, 1}, 1
	s.Before = func(x *excelize.File) error { return promptWith(x, s.Name) }
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
func (w *formWriter) apart(s *write.Sheet, row int, f *panel.Feedback, expert int) int {
	list := f.Apart(expert)
	if len(list) == 0 {
		s.Put(row, 1, w.say("Nowhere: all your answers lie in the middle half, or you gave none."), write.Plain)
		return row + 1
	}
	for k, h := range []string{w.say("ID"), w.say("Technology"), w.say("Criterion"), w.say("You said"), w.say("Median"), w.say("Middle half"), w.say("Answers")} {
		l := write.HeadNumber
		if k < 3 {
			l = write.Head
		}
		s.Put(row, k+1, h, l)
	}
	for _, a := range list[:min(len(list), mostApart)] {
		row++
		t := &w.s.Technologies[a.Technology]
		s.Put(row, 1, t.ID, write.Plain)
		s.Put(row, 2, t.Name, write.Wrap)
		s.Put(row, 3, w.s.Criteria[a.Criterion].Code, write.Plain)
		arrow := " ▲"
		if a.Own < a.Lower {
			arrow = " ▼"
		}
		s.Put(row, 4, w.short(a.Own)+arrow, write.Right)
		s.Put(row, 5, w.short(a.Median), write.Right)
		s.Put(row, 6, w.short(a.Lower)+"–"+w.short(a.Upper), write.Right)
		s.Put(row, 7, a.N, write.Whole)
	}
	row++
	if more := len(list) - mostApart; more > 0 {
		s.Put(row, 1, fmt.Sprintf(w.say("and %d more"), more), write.Note)
		row++
	}
	return row
}

// feedbackWeights sets the expert's own weights beside the panel's.
func (w *formWriter) feedbackWeights(s *write.Sheet, row int, f *panel.Feedback, expert int) {
	own, panel := f.Weights(expert)
	if len(own) == 0 {
		return
	}
	s.Put(row, 1, w.say("Weights that follow from the judgements"), write.Strong)
	row++
	for k, h := range []string{w.say("Code"), w.say("Criterion"), w.say("Yours"), w.say("The panel's")} {
		l := write.HeadNumber
		if k < 2 {
			l = write.Head
		}
		s.Put(row, k+1, h, l)
	}
	for k := range own {
		for j, i := range own[k].Criteria {
			row++
			s.Put(row, 1, w.s.Criteria[i].Code, write.Plain)
			s.Put(row, 2, w.s.Criteria[i].Name, write.Wrap)
			s.Put(row, 3, own[k].Weights[j], write.Share)
			s.Put(row, 4, panel[k].Weights[j], write.Share)
		}
	}
}
