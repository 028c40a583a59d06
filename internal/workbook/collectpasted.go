package workbook

import (
	"slices"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// pasted reads a workbook that is no form but holds all of one: the sheets of a form copied into a new file, which leaves the hidden sheet behind. It is read
// when it is said whose it is. It returns false for a workbook that does not hold all codes.
func (c *Collection) pasted(f *form, now *questions) bool {
	if f.meta != nil || slices.ContainsFunc(f.r.book.Sheets(), func(s xlsx.Sheet) bool { return criteriaSheet.is(s.Name) }) {
		return false // a study
	}
	told := len(f.r.issues)
	f.meta = &formMeta{version: formVersion, title: c.Study.Title, structure: now.hash(), questions: *now}
	if !f.holdsAll() {
		f.meta, f.r.issues = nil, f.r.issues[:told]
		return false
	}
	f.r.issues = f.r.issues[:told]
	id := c.options.Experts[f.r.file]
	if id == "" {
		id = c.options.Expert
	}
	at := study.Place{File: f.r.file}
	if id == "" {
		f.meta = nil
		if e := c.namedFor(f.r.file); e >= 0 {
			id = c.Study.Experts[e].ID
			f.r.fail("E-FORM-PASTED", at, id, language.M("If it is theirs, collect again with --expert %s.", id), "The form was copied into a new workbook: all its answers are there, but not whose they are. Is it the form of %s, as the file's name says?", nameOf(&c.Study.Experts[e]))
		} else {
			f.r.fail("E-FORM-PASTED", at, "", language.M("Find out, and collect again with --expert ID."), "The form was copied into a new workbook: all its answers are there, but not whose they are. Which expert filled it in?")
		}
		return true
	}
	k, ok := f.r.experts.ids[fold(id)]
	if !ok {
		f.meta = nil
		f.r.fail("E-FORM-EXPERT", at, id, language.M("Name one of the study's experts with --expert%s.", didYouMean(id, f.r.experts.all)), "The form's expert %q is not in the study.", id)
		return true
	}
	expert := &c.Study.Experts[k]
	f.expert, f.pasted = int32(k), true
	f.meta.expert, f.meta.name = expert.ID, expert.Name
	f.r.warn("W-FORM-PASTED", at, expert.ID, language.M("Nothing needs doing if that is right."), "The form was copied into a new workbook; it was read as the form of %s.", nameOf(expert))
	f.asked, f.aside = f.shared(now)
	f.read(now)
	f.blanks()
	f.conflicted()
	return true
}

// holdsAll reports whether every code of the questions stands where a form has it.
func (f *form) holdsAll() bool {
	grids, ok := f.grids()
	if !ok {
		return false
	}
	q := &f.meta.questions
	scores, pairs := len(q.technologies) == 0, len(q.pairs) == 0
	for k := range grids {
		g := &grids[k]
		scores = scores || f.holdsGrid(g)
		pairs = pairs || f.holdsPairs(g)
	}
	f.r.study.Sheets = f.r.study.Sheets[:len(f.r.study.Sheets)-len(grids)] // they are read again
	return scores && pairs
}

func (f *form) holdsGrid(g *grid) bool {
	head := f.gridHead(g)
	if head < 0 {
		return false
	}
	q := &f.meta.questions
	codes, ids := map[int]bool{}, map[int]bool{}
	for _, c := range g.rows[head].cells {
		if k := q.criterion(text(c)); c.Row > 0 && k >= 0 {
			codes[k] = true
		}
	}
	for _, x := range g.rows[head+1:] {
		for _, c := range x.cells {
			if k := q.technology(text(c)); c.Row > 0 && k >= 0 {
				ids[k] = true
			}
		}
	}
	return len(codes) == len(q.criteria) && len(ids) == len(q.technologies)
}

func (f *form) holdsPairs(g *grid) bool {
	head := f.pairHead(g)
	if head < 0 {
		return false
	}
	q := &f.meta.questions
	found := 0
	for _, x := range g.rows[head+1:] {
		var codes []string
		for _, c := range x.cells {
			if c.Row > 0 && q.pairs != nil && f.criterion(text(c)) >= 0 {
				codes = append(codes, text(c))
			}
		}
		if len(codes) >= 2 && q.pair(codes[0], codes[1]) {
			found++
		}
	}
	return found >= len(q.pairs)
}

// roundsOfPasted gives pasted forms the round that is said, that of the other forms, or the one the study asks for. Where several are named the same expert's by
// one --expert, none is used: it named one form.
func (c *Collection) roundsOfPasted(opened []*form, refused *[]FormReport) (kept []*form) {
	rounds := map[string]int{}
	names := map[string]string{}
	several := 0
	for _, f := range opened {
		if !f.pasted {
			rounds[study.FoldRound(f.meta.round)]++
			names[study.FoldRound(f.meta.round)] = f.meta.round
		} else if c.options.Experts[f.r.file] == "" {
			several++
		}
	}
	for _, f := range opened {
		if !f.pasted {
			kept = append(kept, f)
			continue
		}
		ok := true
		switch {
		case c.options.Round != "":
			f.meta.round = clean(c.options.Round)
		case len(rounds) > 0:
			f.meta.round = names[mostly(rounds)]
		default:
			f.meta.round, ok = roundAsked(c.Study)
		}
		at := study.Place{File: f.r.file}
		switch {
		case several > 1 && c.options.Experts[f.r.file] == "":
			f.r.fail("E-FORM-PASTED", at, f.meta.expert, language.M("Say of each whose it is: --expert FILE=ID."), "Several forms were copied into new workbooks, and --expert names one expert for all.")
		case !ok:
			f.r.fail("E-FORM-PASTED", at, "", language.M("Say it with --round."), "The form was copied into a new workbook, and it is not known of which round it is.")
		default:
			kept = append(kept, f)
			continue
		}
		c.Issues = append(c.Issues, f.r.issues...)
		*refused = append(*refused, c.refusal(f))
	}
	return kept
}
