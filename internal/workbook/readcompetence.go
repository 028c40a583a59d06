package workbook

import (
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// sourcesInRussian are the standard table's sources in Russian.
var sourcesInRussian = inRussian{
	"theoretical analysis": "теоретический анализ", "experience": "производственный опыт", "domestic works": "работы отечественных авторов", "foreign works": "работы зарубежных авторов",
	"knowledge of the state abroad": "знание состояния проблемы за рубежом", "intuition": "интуиция",
}

// degrees are the words for how far a judgement rests on a source, folded.
var degrees = map[string]string{"high": "high", "h": "high", "высокая": "high", "высокий": "high", "высокое": "high", "в": "high", "medium": "medium", "m": "medium", "average": "medium", "средняя": "medium",
	"средний": "medium", "среднее": "medium", "с": "medium", "low": "low", "l": "low", "низкая": "low", "низкий": "low", "низкое": "low", "н": "low", "": "", "-": "", "–": "", "none": "", "нет": ""}

// readArgumentation reads the table of sources.
func (r *reader) readArgumentation(t *table) {
	t.warnExtra(nil, t.spec.names())
	seen := map[string]bool{}
	t.body(func(row row) {
		name, ok := row.need("Source")
		if !ok {
			return
		}
		if seen[fold(name)] {
			r.fail("E-CODE-DUPLICATE", row.place(row.get("Source")), name, language.M("Keep one of the two."), "The source %q stands twice.", name)
			return
		}
		seen[fold(name)] = true
		a := group.Argumentation{Source: name}
		for _, c := range []struct {
			column string
			into   *float64
		}{{"High", &a.High}, {"Medium", &a.Medium}, {"Low", &a.Low}} {
			x := row.atLeastZero(c.column, "E-WEIGHT-NEGATIVE", "weight", sought{})
			if x == nil {
				r.fail("E-CELL-BLANK", row.place(row.get(c.column)), "", language.M("Enter what the source adds to K_a, as 0.3."), "%s is blank.", c.column)
				return
			}
			*c.into = *x
		}
		r.study.Sources = append(r.study.Sources, a)
	})
	var most float64
	for _, a := range r.study.Sources {
		most += max(a.High, a.Medium, a.Low)
	}
	if most > 1+tolerance {
		r.fail("E-COMPETENCE-TABLE", t.place(t.header, 1), "", language.M("Lower the numbers, so that the highest of each source add to 1 at most."), "Relied on fully, the sources add to %.4g: K_a would be above 1.", most)
	}
}

// readCompetence reads what experts say of their own competence.
func (r *reader) readCompetence(t *table) {
	columns := map[int]string{} // source by file column
	sources := r.study.Argumentation()
	t.warnExtra(func(e extraColumn) bool {
		k := slices.IndexFunc(sources, func(a group.Argumentation) bool {
			return fold(a.Source) == fold(e.text) || fold(sourcesInRussian[a.Source]) == fold(e.text)
		})
		if k >= 0 {
			columns[e.col] = sources[k].Source
		}
		return k >= 0 || isSource(e)
	}, append(t.spec.names(), sourceNames(sources)...))
	seen := map[int32]int{}
	t.body(func(row row) {
		e := r.expert(row)
		if e < 0 {
			return
		}
		x := &r.study.Experts[e]
		if first, twice := seen[e]; twice {
			r.fail("E-ROW-DUPLICATE", row.place(row.get("Expert")), x.ID, language.M("Keep one of the two rows."), "%s stands here and in row %d.", x.ID, first)
			return
		}
		seen[e] = row.n
		if v := row.atLeastZero("Familiarity", "E-COMPETENCE-RANGE", "familiarity", sought{}); v != nil {
			if *v > 10 {
				c := row.get("Familiarity")
				r.fail("E-COMPETENCE-RANGE", row.place(c), text(c), language.M("Enter 0 (not familiar) to 10 (works on it)."), "The familiarity %g is above 10.", *v)
			} else {
				*v /= 10
				x.Familiarity = v
			}
		}
		for col, source := range columns {
			c := row.cell(col)
			if f := unreadable(c); f != nil {
				r.fault(row.place(c), c, f)
				continue
			}
			d, known := degrees[fold(text(c))]
			if !known {
				r.fail("E-COMPETENCE-DEGREE", row.place(c), text(c), language.M("Write high, medium or low (высокая, средняя, низкая), or leave it blank."), "%q is not how far a judgement can rest on a source.", text(c))
				continue
			}
			if d != "" {
				if x.Arguments == nil {
					x.Arguments = map[string]string{}
				}
				x.Arguments[source] = d
			}
		}
	})
}

func sourceNames(sources []group.Argumentation) []string {
	var names []string
	for _, a := range sources {
		names = append(names, a.Source)
		if russian := sourcesInRussian[a.Source]; russian != "" {
			names = append(names, russian)
		}
	}
	return names
}

// conflicts reads the technologies on which an expert declared a conflict of interest: identifiers or names with semicolons, or commas, between them.
func (r row) conflicts() []int32 {
	c, ok := r.named("Conflicts")
	if !ok || r.t.col("Conflicts") == 0 {
		return nil
	}
	rd := r.t.r
	var out []int32
	separate := func(c rune) bool { return c == ';' }
	if !strings.Contains(text(c), ";") && rd.technologies.find(text(c)) < 0 {
		separate = func(c rune) bool { return c == ',' }
	}
	all := text(c)
	if c.Kind == xlsx.Text && !strings.Contains(all, ";") && rd.technologies.find(all) < 0 {
		all = strings.Join(strings.FieldsFunc(c.Text, func(c rune) bool { return c == '\n' || c == '\r' }), ";") // a line each
		if strings.Contains(all, ";") {
			separate = func(c rune) bool { return c == ';' || c == ',' }
		}
	}
	for _, name := range strings.FieldsFunc(all, separate) {
		name = clean(name)
		if name == "" || slices.Contains(abstentions, fold(name)) || fold(name) == "нет" || fold(name) == "none" {
			continue
		}
		k := rd.technologies.find(name)
		if k < 0 {
			k = rd.resembled(rd.technologies, name, r.place(c))
		}
		if k < 0 {
			rd.fail("E-REF-UNKNOWN", r.place(c), name, language.M("Correct it%s; separate several with semicolons.", didYouMean(name, rd.technologies.all)), "%q is not in Technologies.", name)
			continue
		}
		if !slices.Contains(out, int32(k)) {
			out = append(out, int32(k))
		}
	}
	return out
}

// conflictCell writes what conflicts reads.
func conflictCell(s *study.Study, e *study.Expert) any {
	var ids []string
	for _, t := range e.Conflicts {
		ids = append(ids, s.Technologies[t].ID)
	}
	return write.OrNil(strings.Join(ids, "; "))
}

// competenceRows are the rows of the sheet Competence, with a column for each source any expert relies on; nil when no expert says anything of it.
func competenceRows(s *study.Study) writtenRows {
	var sources []string
	var rows [][]any
	for _, a := range s.Argumentation() {
		if slices.ContainsFunc(s.Experts, func(e study.Expert) bool { return e.Arguments[a.Source] != "" }) {
			sources = append(sources, a.Source)
		}
	}
	for k := range s.Experts {
		e := &s.Experts[k]
		if e.Familiarity == nil && e.Arguments == nil {
			continue
		}
		row := []any{e.ID, nil}
		if e.Familiarity != nil {
			row[1] = *e.Familiarity * 10
		}
		for _, source := range sources {
			row = append(row, write.OrNil(e.Arguments[source]))
		}
		rows = append(rows, row)
	}
	return writtenRows{rows, sources}
}

func argumentationRows(s *study.Study) [][]any {
	var rows [][]any
	for _, a := range s.Sources {
		rows = append(rows, []any{a.Source, a.High, a.Medium, a.Low})
	}
	return rows
}

// sources are the standard table's sources in the template's language.
func (t templateWriter) sources() []string {
	var names []string
	for _, a := range group.StandardArgumentation() {
		names = append(names, t.pick(a.Source, sourcesInRussian[a.Source]))
	}
	return names
}
