package report

import (
	"math"

	"veche/internal/language"
	"veche/internal/report/contract"
)

// Against is one ranking beside another, for reading or as data.
func Against(title string, c *contract.Against, l language.Language) *Table {
	t := &Table{Title: title, Note: language.Say(l, "The ranking (%s) against %s", c.Method, c.Reference)}
	t.Add("Rank", true)
	t.Add("Against", true)
	t.Add("Moved", true)
	t.Add("ID", false)
	t.Add("Technology", false)
	for _, r := range c.Pairs {
		t.Row(Number(r.Rank, 1), Number(r.Against, 1), Number(r.Against-r.Rank, 1), Text(r.ID), Text(r.Name))
	}
	figure := func(x *float64) float64 {
		if x == nil {
			return math.NaN()
		}
		return *x
	}
	t.After = append(t.After, language.Say(l, "WS %.3f (%.3f the other way round), weighted rho %.3f, rho %.3f, tau-b %.3f, over %d technologies", figure(c.WS), figure(c.WSBack), figure(c.RhoW), figure(c.Rho), figure(c.TauB), len(c.Pairs)))
	t.After = append(t.After, language.Say(l, "Distances: footrule %.6g, squared %.6g, pairs in opposite order %.6g, largest move %.6g, moved %d", c.Distances.Footrule, c.Distances.Squared, c.Distances.Kendall, c.Distances.Largest, c.Distances.Moved))
	t.Translate(l)
	return t
}
