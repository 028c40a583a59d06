package workbook

import (
	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// spread reads a cell of Evidence that states a distribution, normal(11.7; 2.5), in place of a number: the mean is the value, and the draws of robustness are from the
// distribution. ok is false for a cell of any other kind, which is then still to be read.
func (r *reader) spread(row row, c xlsx.Cell, technology, criterion int32) (ok bool) {
	if c.Kind != xlsx.Text || r.term(c) >= 0 {
		return false
	}
	d, meant, err := robust.ParseDistribution(c.Text)
	if !meant {
		return false
	}
	if err != nil {
		r.fail("E-DISTRIBUTION", row.place(c), text(c), language.M("Write a name and its numbers: normal(11.7; 2.5), uniform(1; 2), triangular(1; 2; 4), beta(3; 57)."), "The distribution %s cannot be read: %s.", text(c), language.Of(err))
		return true
	}
	q := quantity{reading: reading{value: d.Mean(), state: study.Given}}
	if row.inScale(c, criterion, &q) {
		r.study.Distributions = append(r.study.Distributions, d)
		r.study.Evidence.Add(study.Measurement{Value: q.value, Technology: technology, Criterion: criterion, Stated: int32(len(r.study.Distributions)), Origin: row.t.where(c.Row, c.Col)})
	}
	return true
}
