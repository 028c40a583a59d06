package selection

import (
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

func sayOfSelection(l language.Language, text string, args ...any) string {
	return language.Say(l, text, args...)
}

const (
	saidPinIn      = "%s is pinned in"
	saidPinOut     = "%s is pinned out"
	saidGroupMin   = "at least %d of the group %s"
	saidGroupMax   = "at most %d of the group %s"
	saidAtLeast    = "at least %d of %s"
	saidAtMost     = "at most %d of %s"
	saidLeastAll   = "at least %d in all"
	saidMostAll    = "at most %d in all"
	saidRequires   = "%s only with %s"
	saidCannot     = "%s only with %s, not ranked"
	saidExcludes   = "not both %s and %s"
	saidExcludeAny = "at most one of %s"

	saidBlocs   = "the weights of the blocs %s and all between them"
	saidExperts = "the weights of the experts %s and all between them"
	saidOrder   = "all weights with the present order of importance"
	saidAny     = "all weights"
	saidBounds  = "all weights within the bounds given"
	saidWithin  = "all weights within %g%% of the present ones"
)

// Words says a demand: "at least 1 of the group Energy", "T05 only with T02".
func (sel *Selector) Words(d *Demand, l language.Language) string {
	ids := func(rows []int, absent ...string) string {
		const most = 8
		list := append(sel.IDs(rows), absent...)
		if len(list) > most {
			list = append(list[:most:most], "…")
		}
		return strings.Join(list, ", ")
	}
	say := func(text string, args ...any) string { return sayOfSelection(l, text, args...) }
	switch {
	case d.Pin == "in":
		return say(saidPinIn, ids(d.Members))
	case d.Pin == "out":
		return say(saidPinOut, ids(d.Members))
	case d.Kind == study.GroupMin:
		return say(saidGroupMin, d.Count, d.Group)
	case d.Kind == study.GroupMax:
		return say(saidGroupMax, d.Count, d.Group)
	case d.Kind == study.Requires && len(d.Other) == 0:
		return say(saidCannot, ids(d.Members), strings.Join(d.Absent, ", "))
	case d.Kind == study.Requires:
		return say(saidRequires, ids(d.Members), ids(d.Other))
	case d.Kind == study.Excludes && len(d.Other) == 0:
		return say(saidExcludeAny, ids(d.Members))
	case d.Kind == study.Excludes:
		return say(saidExcludes, ids(d.Members), ids(d.Other))
	case d.Kind == study.AtLeast && d.Subject == study.Every:
		return say(saidLeastAll, d.Count)
	case d.Kind == study.AtMost && d.Subject == study.Every:
		return say(saidMostAll, d.Count)
	}
	of := d.Subject
	if of == "" {
		of = ids(d.Members, d.Absent...)
	}
	if d.Kind == study.AtLeast {
		return say(saidAtLeast, d.Count, of)
	}
	return say(saidAtMost, d.Count, of)
}

// demanded is a demand that is said later, within a sentence.
type demanded struct {
	sel *Selector
	d   *Demand
}

func (x demanded) In(l language.Language) string { return x.sel.Words(x.d, l) }

// sum is an amount that is said later, within a sentence.
type sum float64

func (x sum) In(l language.Language) string { return l.Amount(float64(x)) }
