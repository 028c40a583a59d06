package workbook

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/workbook/write"
)

// Columns of the list of pairs; the parent only where the criteria are a tree.
const (
	pairA = 1 + iota
	pairNameA
	pairPreferred
	pairB
	pairNameB
	pairIntensity
	pairParent
)

// pairHeads are the headings of the list of pairs.
func (w *formWriter) pairHeads() []string {
	return []string{w.say("A"), w.pick(nameHeads[0][0], nameHeads[0][1]), w.say("Preferred"), w.say("B"), w.pick(nameHeads[1][0], nameHeads[1][1]), w.say("Intensity"), w.say("Parent")}
}

// nameHeads are the headings of the names of the two criteria.
var nameHeads = [2]inBoth{{"First criterion", "Первый критерий"}, {"Second criterion", "Второй критерий"}}

// pairs is the list of pairs of criteria to compare.
func (w *formWriter) pairs() *write.Sheet {
	s := write.NewSheet(w.pick(pairwiseSheet.Name, pairwiseSheet.Russian))
	pairs := w.meta.questions.pairs
	bottom := formHead + len(pairs)
	done := 0
	s.Put(1, 1, w.say("Which criterion matters more?"), write.Title)
	s.Put(2, 1, w.say("For each pair choose A or B, whichever matters more, and how strongly: 1 equally, 3 moderately, 5 strongly, 7 very strongly, 9 extremely (2, 4, 6, 8 lie between). If both matter equally, choose = and leave the intensity blank. n/a is “don't know”."), write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, 2), write.At(pairIntensity, 2)})
	heads := w.pairHeads()
	if !slices.ContainsFunc(pairs, func(p [2]string) bool { return w.criterion(p[0]).Parent != "" }) {
		heads = heads[:pairIntensity]
	}
	for k, h := range heads {
		s.Put(formHead, k+1, h, write.HeadWrap)
	}
	for n, p := range pairs {
		row := formHead + 1 + n
		a, b := w.criterion(p[0]), w.criterion(p[1])
		s.Put(row, pairA, a.Code, write.Strong)
		s.Put(row, pairNameA, a.Name, write.Wrap)
		preferred, intensity := w.priorPair(w.s.Criterion(a.Code), w.s.Criterion(b.Code))
		if preferred != nil {
			done++
		}
		s.Put(row, pairPreferred, preferred, lookChoice)
		s.Put(row, pairB, b.Code, write.Strong)
		s.Put(row, pairNameB, b.Name, write.Wrap)
		s.Put(row, pairIntensity, intensity, lookAnswer)
		if len(heads) == pairParent {
			s.Put(row, pairParent, a.Parent, write.Plain)
		}
	}
	s.Widths = map[int]float64{pairParent: 12, pairA: 10, pairNameA: 34, pairPreferred: 12, pairB: 10, pairNameB: 34, pairIntensity: 12}
	for _, col := range []int{pairA, pairB, pairParent} {
		s.Fit(col, formHead, s.Widths[col], 20)
	}
	first, intensity := write.At(pairPreferred, formHead+1)+":"+write.At(pairPreferred, bottom), write.At(pairIntensity, formHead+1)+":"+write.At(pairIntensity, bottom)
	a, b := w.say("A"), w.say("B")
	count := func(sheet string) string {
		p, i := sheet+first, sheet+intensity
		return fmt.Sprintf(`SUMPRODUCT(((%[1]s="%[3]s")+(%[1]s="%[4]s"))*(%[2]s<>"")+(%[1]s="=")+(%[1]s="%[5]s"))`, p, i, a, b, w.abstain())
	}
	formula, value := w.counting(count(""), done, len(pairs))
	s.Formula(3, 1, formula, value, lookCount)
	formula, _ = w.counting(count("'"+s.Name+"'!"), done, len(pairs))
	w.progress, w.counts = append(w.progress, formula), append(w.counts, value)
	s.Freeze, s.TitleRows = [2]int{0, formHead}, formHead
	s.Before = func(f *excelize.File) error {
		for _, drop := range []struct {
			cells  string
			values []string
			wanted string
		}{
			{first, []string{a, "=", b, w.abstain()}, w.say("Choose A, B, = or n/a.")},
			{intensity, []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, w.say("Choose 1 (equally) to 9 (extremely).")},
		} {
			v := excelize.NewDataValidation(true)
			v.Sqref = drop.cells
			if err := v.SetDropList(drop.values); err != nil {
				return err
			}
			v.SetError(excelize.DataValidationErrorStyleStop, s.Name, drop.wanted)
			if err := f.AddDataValidation(s.Name, v); err != nil {
				return err
			}
		}
		return promptWith(f, s.Name)
	}
	return s
}
