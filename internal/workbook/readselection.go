package workbook

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// ruleNames are the kinds of rules as people write them, folded.
var ruleNames = map[string]study.RuleKind{
	"group-min": study.GroupMin, "group min": study.GroupMin, "группа минимум": study.GroupMin, "группа-минимум": study.GroupMin, "группа мин": study.GroupMin, "направление минимум": study.GroupMin,
	"group-max": study.GroupMax, "group max": study.GroupMax, "группа максимум": study.GroupMax, "группа-максимум": study.GroupMax, "группа макс": study.GroupMax, "направление максимум": study.GroupMax,
	"requires": study.Requires, "require": study.Requires, "требует": study.Requires,
	"excludes": study.Excludes, "exclude": study.Excludes, "исключает": study.Excludes,
	"at-least": study.AtLeast, "at least": study.AtLeast, "не менее": study.AtLeast, "не меньше": study.AtLeast,
	"at-most": study.AtMost, "at most": study.AtMost, "не более": study.AtMost, "не больше": study.AtMost,
}

// russianRules are the kinds in Russian, as templates write them.
var russianRules = inRussian{string(study.GroupMin): "группа минимум", string(study.GroupMax): "группа максимум", string(study.Requires): "требует", string(study.Excludes): "исключает", string(study.AtLeast): "не менее",
	string(study.AtMost): "не более"}

// everyName are the words for all groups, or all technologies, folded.
var everyName = spellings{study.Every, "all", "every", "each", "any", "все", "каждая", "каждое", "любая"}

// readSynergies reads what pairs of technologies are worth together.
func (r *reader) readSynergies(t *table) {
	t.warnExtra(nil, t.spec.names())
	seen := map[[2]int32]int{}
	t.body(func(row row) {
		a, b := r.technology(row, "A"), r.technology(row, "B")
		c := row.get("Synergy")
		v, f := row.figure(c, sought{})
		switch {
		case f != nil:
			r.fault(row.place(c), c, f)
			return
		case v.state != study.Given:
			r.fail("E-CELL-BLANK", row.place(c), text(c), language.M("Enter what the two are worth together beyond their values, or clear the whole row."), "Synergy is blank.")
			return
		case a < 0 || b < 0:
			return
		case a == b:
			r.fail("E-SYNERGY", row.place(row.get("B")), text(row.get("B")), language.M("Name two technologies."), "A technology has no synergy with itself.")
			return
		}
		pair := [2]int32{min(a, b), max(a, b)}
		if at, twice := seen[pair]; twice {
			r.fail("E-SYNERGY", row.place(row.get("A")), text(row.get("A")), language.M("Keep one of the two."), "The synergy of %s and %s stands here and in row %d.", r.study.Technologies[a].ID, r.study.Technologies[b].ID, at)
			return
		}
		seen[pair] = row.n
		r.study.Synergies = append(r.study.Synergies, study.Synergy{A: a, B: b, Value: v.value, Origin: t.where(c.Row, c.Col)})
	})
}

// readRules reads what a selection must obey.
func (r *reader) readRules(t *table) {
	t.warnExtra(nil, t.spec.names())
	groups := newIndex()
	for _, g := range r.study.Groups() {
		groups.add(0, g, "")
	}
	byName := map[string]string{}
	for _, g := range r.study.Groups() {
		byName[fold(g)] = g
	}
	columns := map[study.Column]string{study.RuleColumn: "Rule", study.SubjectColumn: "Subject", study.ObjectColumn: "Object", study.ValueColumn: "Value"}
	t.body(func(row row) {
		name, ok := row.need("Rule")
		if !ok {
			return
		}
		kind, known := ruleNames[fold(name)]
		if !known {
			var kinds, written []string
			for _, k := range study.RuleKinds() {
				kinds, written = append(kinds, string(k)), append(written, russianRules[string(k)])
			}
			remedy := language.M("Write one of %s.", strings.Join(kinds, ", "))
			if n := near(name, append(kinds, written...)); n != "" {
				remedy = language.M("Write one of %s (did you mean %s?).", strings.Join(kinds, ", "), n)
			}
			r.fail("E-RULE", row.place(row.get("Rule")), name, remedy, "%q is not a kind of rule.", name)
			return
		}
		rule := study.Rule{Kind: kind, Origin: t.where(row.n, row.get("Rule").Col)}
		rule.Subject, ok = r.ruleNamesOf(row, "Subject", kind.Grouped(), byName, groups)
		object, okObject := r.ruleNamesOf(row, "Object", false, byName, groups)
		if rule.Object = object; kind.Counts() && len(object) > 0 {
			r.fail("E-RULE", row.place(row.get("Object")), text(row.get("Object")), language.M("Clear the cell."), "The rule %s has no object.", kind)
			return
		}
		if !ok || !okObject {
			return
		}
		value := row.optional("Value")
		switch c := row.get("Value"); {
		case kind.Counts() && value == nil:
			if v, f := number(c); f == nil && v.state != study.Given {
				r.fail("E-RULE", row.place(c), "", language.M("Enter a whole number of 0 or more."), "The rule %s has no value.", kind)
			}
			return
		case kind.Counts():
			rule.Value = *value
		case value != nil:
			r.fail("E-RULE", row.place(c), text(c), language.M("Clear the cell, or choose at-least or at-most."), "The rule %s takes no value.", kind)
			return
		}
		if err := r.study.CheckRule(rule); err != nil {
			c := row.get(columns[err.Column])
			r.report(study.Error, "E-RULE", row.place(c), text(c), err.Remedy, err.Message)
			return
		}
		r.study.Rules = append(r.study.Rules, rule)
	})
}

// ruleNamesOf reads a list of technologies or groups, separated by semicolons, as they are spelled in Technologies.
func (r *reader) ruleNamesOf(row row, column string, grouped bool, groupNames map[string]string, groups *index) (names []string, ok bool) {
	if row.t.col(column) == 0 {
		return nil, true
	}
	c, sound := row.named(column)
	if !sound {
		return nil, false
	}
	ok = true
	for _, part := range splitNames(c) {
		f := fold(part)
		k := r.technologies.find(part)
		if k < 0 && !grouped && groupNames[f] == "" && !slices.Contains(everyName, f) {
			k = r.resembled(r.technologies, part, row.place(c))
		}
		switch {
		case slices.Contains(everyName, f):
			names = append(names, study.Every)
		case !grouped && k >= 0:
			names = append(names, r.study.Technologies[k].ID)
		case groupNames[f] != "":
			names = append(names, groupNames[f])
		case commaList(part, func(name string) bool {
			return !grouped && r.technologies.find(name) >= 0 || groupNames[fold(name)] != ""
		}):
			r.fail("E-REF-UNKNOWN", row.place(c), part, language.M("Separate the names by semicolons: %s.", strings.Join(strings.FieldsFunc(part, func(r rune) bool { return r == ',' }), ";")), "%q is several names with commas between them.", part)
			ok = false
		case grouped:
			r.fail("E-REF-UNKNOWN", row.place(c), part, language.M("Correct it%s.", didYouMean(part, groups.all)), "%q is not a Group of Technologies.", part)
			ok = false
		default:
			r.fail("E-REF-UNKNOWN", row.place(c), part, language.M("Correct it%s.", didYouMean(part, slices.Concat(r.technologies.all, groups.all))), "%q is not in Technologies.", part)
			ok = false
		}
	}
	return names, ok
}

// commaList reports a text that is names with commas between them.
func commaList(text string, known func(name string) bool) bool {
	parts := strings.Split(text, ",")
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return !known(clean(p)) })
}

// splitNames parts a cell at semicolons and line breaks.
func splitNames(c xlsx.Cell) []string {
	raw := c.Text
	if c.Kind != xlsx.Text {
		raw = text(c)
	}
	var parts []string
	for _, p := range strings.FieldsFunc(raw, func(r rune) bool { return r == ';' || r == '\n' }) {
		if p = clean(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

func synergyRows(s *study.Study) [][]any {
	var rows [][]any
	for _, y := range s.Synergies {
		rows = append(rows, []any{s.Technologies[y.A].ID, s.Technologies[y.B].ID, y.Value, nil})
	}
	return meant(s, &synergiesSheet, rows)
}

func ruleRows(s *study.Study) [][]any {
	var rows [][]any
	for _, r := range s.Rules {
		var value any
		if r.Kind.Counts() {
			value = r.Value
		}
		rows = append(rows, []any{string(r.Kind), strings.Join(r.Subject, "; "), write.OrNil(strings.Join(r.Object, "; ")), value, nil})
	}
	return meant(s, &rulesSheet, rows)
}

// meant writes a note, in the last column, into rows that read as the template's examples do in their places, without which they would be taken for left over.
func meant(s *study.Study, spec *sheetSpec, rows [][]any) [][]any {
	l, _ := language.Named(s.Settings.Language)
	for k, example := range (templateWriter{}).examples(spec) {
		if k < len(rows) && fold(fmt.Sprint(rows[k][:len(example)]...)) == fold(fmt.Sprint(example...)) {
			rows[k][len(rows[k])-1] = language.Say(l, "meant, though the template's example reads the same")
		}
	}
	return rows
}
