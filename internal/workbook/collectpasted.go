package workbook

import (
	"slices"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// pasted reads a workbook or a text that is no form but holds all of one, or all of its scores, or all of its pairs: sheets of a form copied into a new file, or
// one saved as CSV, which leaves the hidden sheet behind. It is read when it is said whose it is. It returns false for what does not hold all codes.
func (c *Collection) pasted(f *form, now *questions) bool {
	if f.meta != nil || slices.ContainsFunc(f.r.book.Sheets(), func(s xlsx.Sheet) bool { return criteriaSheet.is(s.Name) }) {
		return false // a study
	}
	told := len(f.r.issues)
	f.meta = &formMeta{version: formVersion, title: c.Study.Title, structure: now.hash(), questions: *now}
	scores, pairs := f.holds()
	f.r.issues = f.r.issues[:told]
	if !scores && !pairs {
		f.meta = nil
		return false
	}
	asks := &f.meta.questions
	only := language.Message{}
	if len(asks.technologies) > 0 && !scores {
		asks.criteria, asks.technologies, asks.found = nil, nil, nil
		only = language.M("The file holds the comparisons in pairs and not the scores.")
	}
	if len(asks.pairs) > 0 && !pairs {
		asks.pairs, asks.found = nil, nil
		only = language.M("The file holds the scores and not the comparisons in pairs.")
	}
	how := howPasted(f.r.file)
	id := c.options.Experts[f.r.file]
	if id == "" {
		id = c.options.Expert
	}
	at := study.Place{File: f.r.file}
	if id == "" {
		f.meta = nil
		if e := c.namedFor(f.r.file); e >= 0 {
			id = c.Study.Experts[e].ID
			f.r.fail("E-FORM-PASTED", at, id, language.M("If it is theirs, collect again with --expert %s.", id), "The form %s: all its answers are there, but not whose they are. Is it the form of %s, as the file's name says?", how, nameOf(&c.Study.Experts[e]))
		} else {
			f.r.fail("E-FORM-PASTED", at, "", language.M("Find out, and collect again with --expert ID."), "The form %s: all its answers are there, but not whose they are. Which expert filled it in?", how)
		}
		return true
	}
	k, ok := f.r.experts.identified(fold(id))
	if !ok {
		f.meta = nil
		f.r.fail("E-FORM-EXPERT", at, id, language.M("Name one of the study's experts with --expert%s.", didYouMean(id, f.r.experts.all)), "The form's expert %q is not in the study.", id)
		return true
	}
	expert := &c.Study.Experts[k]
	f.expert, f.pasted = int32(k), true
	f.meta.expert, f.meta.name = expert.ID, expert.Name
	f.r.warn("W-FORM-PASTED", at, expert.ID, language.M("Nothing needs doing if that is right."), "The form %s; it was read as the form of %s.", how, nameOf(expert))
	if !only.IsZero() {
		f.r.warn("W-FORM-PASTED", at, expert.ID, language.M("Collect what is missing together with it, or ask for it."), "%s", only)
	}
	f.asked, f.aside = f.shared(now)
	f.read(now)
	f.blanks()
	f.conflicted()
	return true
}

// howPasted says what became of the form in a file.
func howPasted(file string) language.Message {
	if isTextFile(file) {
		return language.M("was saved as text")
	}
	return language.M("was copied into a new workbook")
}

// holds reports whether every code of the scores, and of the pairs, stands where a form has it.
func (f *form) holds() (scores, pairs bool) {
	grids, ok := f.grids()
	if !ok {
		return false, false
	}
	q := &f.meta.questions
	for k := range grids {
		g := &grids[k]
		scores = scores || len(q.technologies) > 0 && f.holdsGrid(g)
		pairs = pairs || len(q.pairs) > 0 && f.holdsPairs(g)
	}
	f.r.study.Sheets = f.r.study.Sheets[:len(f.r.study.Sheets)-len(grids)] // they are read again
	return scores, pairs
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

// roundsOfForms gives forms of no round the one that is said. Pasted ones take that of the other forms or the one the study asks for too; where several are
// named the same expert's by one --expert, none is used: it named one form.
func (c *Collection) roundsOfForms(opened []*form, refused *[]FormReport) (kept []*form) {
	rounds := map[string]int{}
	names := map[string]string{}
	several := 0
	said := clean(c.options.Round)
	for _, f := range opened {
		switch {
		case f.pasted || said == "":
		case f.meta.round == "":
			f.meta.round = said
		case study.FoldRound(f.meta.round) != study.FoldRound(said):
			f.r.warn("W-FORM-ROUND", study.Place{File: f.r.file}, f.meta.round, language.M("Check that it was meant to count; rounds are never mixed."), "The form is of %s, while --round says %s.", roundOf(f.meta.round), roundOf(said))
		}
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
		case said != "":
			f.meta.round = said
		case len(rounds) > 0:
			f.meta.round = names[mostly(rounds)]
		default:
			f.meta.round, ok = roundAsked(c.Study)
		}
		at := study.Place{File: f.r.file}
		how := howPasted(f.r.file)
		switch {
		case several > 1 && c.options.Experts[f.r.file] == "":
			f.r.fail("E-FORM-PASTED", at, f.meta.expert, language.M("Say of each whose it is: --expert FILE=ID."), "There are several such forms, and --expert names one expert for all.")
		case !ok:
			f.r.fail("E-FORM-PASTED", at, "", language.M("Say it with --round."), "It is not known of which round the form is: it %s.", how)
		default:
			kept = append(kept, f)
			continue
		}
		c.Issues = append(c.Issues, f.r.issues...)
		*refused = append(*refused, c.refusal(f))
	}
	return kept
}
