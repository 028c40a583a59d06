package workbook

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// readStudy reads the Study sheet's keys.
func (r *reader) readStudy(t *table) {
	set := &r.study.Settings
	set.Parameters, set.Origins = map[string]string{}, map[string]study.Origin{}
	t.warnExtra(nil, t.spec.names())
	type given struct {
		name string
		row  row
		cell xlsx.Cell
	}
	var parameters []given
	t.body(func(row row) {
		name, ok := row.need("Key")
		if !ok {
			return
		}
		c, ok := row.sound("Value")
		if !ok {
			return
		}
		if text(c) == "" {
			return
		}
		key := settingOf(foldHeader(name))
		if key == nil {
			parameters = append(parameters, given{name, row, c})
			return
		}
		if at, twice := set.Origins[key.Name]; twice {
			r.fail("E-KEY-DUPLICATE", row.place(row.get("Key")), name, language.M("Keep one of the two."), "The key %q stands here and in row %d.", name, at.Row)
			return
		}
		set.Origins[key.Name] = t.where(c.Row, c.Col)
		r.setting(key, row, c)
	})
	for _, p := range parameters {
		r.parameter(t, p.name, p.row, p.cell)
	}
}

// settingOf finds a setting by one of its names, folded.
func settingOf(folded string) *study.Setting {
	all := study.SettingsTable()
	for k := range all {
		if x := &all[k]; folded == x.Name || folded == fold(x.Russian) || slices.Contains(x.Aliases, folded) {
			return x
		}
	}
	return nil
}

// setting stores one key's value.
func (r *reader) setting(key *study.Setting, row row, c xlsx.Cell) {
	v, at := text(c), row.place(c)
	if key.Kind != study.SettingNumber && key.Kind != study.SettingWhole && key.Kind != study.SettingAmount {
		if f := row.t.unnamed(c, "Value"); f != nil {
			r.fault(at, c, f)
			return
		}
	}
	if _, err := strconv.Atoi(v); err == nil && key.Number != "" {
		r.study.Settings.Parameters[key.Number] = v
		r.study.Settings.Origins[key.Number] = r.study.Settings.Origins[key.Name]
		return
	}
	switch key.Kind {
	case study.SettingText, study.SettingSeal:
		key.Set(r.study, v)
	case study.SettingTongue:
		key.Set(r.study, fold(v))
	case study.SettingName:
		key.Set(r.study, synonyms(key.Synonyms).name(v))
	case study.SettingSet:
		key.Set(r.study, list(v))
	case study.SettingReasons:
		key.Set(r.study, reasons(v))
	default:
		if digits := clean(c.Text); key.Name == "seed" && c.Kind == xlsx.Text && c.Marks == c.Whole && len(digits) > 15 { // more of them than a number keeps
			if n, err := strconv.ParseUint(digits, 10, 63); err == nil {
				key.Set(r.study, n)
				return
			}
		}
		x, f := number(c)
		if f == nil && x.percent && key.Kind != study.SettingNumber {
			f = &fault{"E-PERCENT", language.M("%s stands where an amount belongs.", shown(c)), language.M("Type the number that is meant.")}
		} else if f == nil && (key.Kind != study.SettingNumber || x.doubt != 0) {
			x, f = row.figure(c, sought{})
		}
		switch {
		case f != nil && f.code != "E-NUMBER":
			r.fault(at, c, f)
		case f != nil || x.state != study.Given:
			r.fail("E-SETTING", at, v, language.M("Type a number."), "The setting %s needs a number, not %q.", key.Name, v)
		case key.Kind == study.SettingWhole && (x.value < 0 || x.value > wholeMost(key) || x.value != math.Trunc(x.value)):
			r.fail("E-SETTING", at, v, language.M("Type a whole number of 0 or more."), "The setting %s cannot be %s.", key.Name, v)
		case key.Kind == study.SettingAmount && x.value < 0:
			r.fail("E-SETTING", at, v, language.M("Enter an amount of 0 or more."), "The %s %s is negative.", key.Name, v)
		case key.Kind == study.SettingWhole:
			key.Set(r.study, uint64(x.value))
		default:
			key.Set(r.study, &x.value)
		}
	}
}

// wholeMost is the largest value of a setting that is a whole number: of a seed the largest that a number keeps to the last digit.
func wholeMost(key *study.Setting) float64 {
	if key.Name == "seed" {
		return 1 << 53
	}
	return 1e9
}

// list reads "T01; T02" as a set.
func list(v string) map[string]bool {
	set := map[string]bool{}
	for _, id := range strings.Split(v, ";") {
		if id = clean(id); id != "" {
			set[id] = true
		}
	}
	return set
}

// reasons reads "E01: ill; E02: left" as what each was left out for.
func reasons(v string) map[string]string {
	why := map[string]string{}
	for _, part := range strings.Split(v, ";") {
		id, reason, found := strings.Cut(part, ": ")
		if !found {
			id, reason, _ = strings.Cut(part, ":")
		}
		if id = clean(id); id != "" {
			why[id] = clean(reason)
		}
	}
	return why
}

// parameter stores a key that is not one of the general settings: a parameter of the method, of another method, or a mistake.
func (r *reader) parameter(t *table, name string, row row, c xlsx.Cell) {
	set := &r.study.Settings
	if f := cmp.Or(disfigured(c), t.unnamed(c, "Value")); f != nil {
		r.fault(row.place(c), c, f)
		return
	}
	f := mcda.FoldName(foldHeader(name))
	method, ok := mcda.Lookup(cmp.Or(set.Method, study.DefaultMethod))
	if ok && method.Has(f) || study.KnownParameter(f) || slices.ContainsFunc(mcda.Methods(), func(m *mcda.Method) bool { return m.Has(f) }) {
		if at, twice := set.Origins[f]; twice {
			r.fail("E-KEY-DUPLICATE", row.place(row.get("Key")), name, language.M("Keep one of the two."), "The key %q stands here and in row %d.", name, at.Row)
			return
		}
		set.Parameters[f] = alias(text(c))
		set.Origins[f] = t.where(c.Row, c.Col)
		return
	}
	candidates := keyNames()
	if ok {
		for _, p := range method.Parameters {
			candidates = append(candidates, p.Name)
		}
	}
	n := near(name, candidates)
	for _, c := range candidates { // weights, lang, excluded: the beginning of a key, or with another ending
		stem := []rune(strings.TrimRight(fold(name), "s"))
		if n == "" && len(stem) >= 4 && strings.HasPrefix(fold(c), string(stem)) {
			n = c
		}
	}
	if n != "" {
		r.fail("E-KEY-UNKNOWN", row.place(row.get("Key")), name, language.M("Correct it (did you mean %s?) or remove the row.", n), "The key %q is not known.", name)
		return
	}
	r.warn("W-KEY-UNKNOWN", row.place(row.get("Key")), name, language.M("It has no effect; remove it if it is not a note of your own."), "The key %q is not known.", name)
}

func keyNames() []string {
	var names []string
	for _, k := range study.SettingsTable() {
		names = append(names, k.Name, k.Russian)
	}
	return names
}

// readCriteria reads the criteria tree.
func (r *reader) readCriteria(t *table) {
	t.warnExtra(nil, t.spec.names())
	type cell struct {
		code  string
		place study.Place
	}
	var senseless []cell // leaves are known only when all rows are read
	var preferences []xlsx.Cell
	t.body(func(row row) {
		code, ok := row.need("Code")
		if !ok {
			return
		}
		name := row.text("Criterion")
		k := len(r.study.Criteria)
		if at, ok := r.criteria.add(k, code, name); !ok {
			r.fail("E-CODE-DUPLICATE", row.place(row.get("Code")), code, language.M("Give each criterion its own code."), "The code %q stands here and in row %d.", code, r.study.Criteria[at].Origin.Row)
			return
		}
		c := study.Criterion{Code: code, Name: cmp.Or(name, code), Parent: row.text("Parent"), Unit: row.text("Unit"), Origin: t.where(row.n, t.col("Code")),
			Min: row.optional("Min"), Max: row.optional("Max"), Target: row.optional("Target")}
		c.WeightAt = t.where(row.n, cmp.Or(t.col("Weight"), t.col("Code")))
		c.Weight, c.Fuzzy = row.fuzzyWeight()
		c.Preference = row.preference()
		c.Links, c.LinksAt = row.linkMeasures(code)
		if c.Min != nil && c.Max != nil && *c.Min >= *c.Max {
			r.fail("E-SCALE", row.place(row.get("Min")), text(row.get("Min")), language.M("Correct one of the two."), "The minimum %g of %s is not below its maximum %g.", *c.Min, code, *c.Max)
			c.Min, c.Max = nil, nil
		}
		if v := row.text("Value"); v != "" {
			if marked := disfigured(row.get("Value")); marked != nil {
				r.fault(row.place(row.get("Value")), row.get("Value"), marked)
			}
			f, unsure, err := parseValueFunction(v)
			if mark := t.decimalComma(row.get("Value")); err == nil && unsure && mark != nil {
				r.fault(row.place(row.get("Value")), row.get("Value"), mark)
			} else if err != nil {
				r.fail("E-VALUE-FUNCTION", row.place(row.get("Value")), v, language.M("Write points as score:value, separated by semicolons: 0:0; 50:0.8; 100:1."), "The value function of %s cannot be read: %v.", code, err)
			}
			c.Value = f
		}
		sense := row.text("Sense")
		s, known := senseOf(sense)
		switch {
		case sense == "" && c.Value == nil:
			senseless = append(senseless, cell{code, row.place(row.get("Sense"))})
		case sense == "":
		case !known:
			r.fail("E-SENSE", row.place(row.get("Sense")), sense, language.M("Write benefit, cost or target (выгода, затраты, цель)."), "%q is not a sense of a criterion.", sense)
		}
		c.Sense = s
		c.Limits = row.limits(s)
		if s == mcda.Target && c.Target == nil && known {
			r.fail("E-TARGET", row.place(row.get("Target")), "", language.M("Enter the best value in the column Target."), "The target criterion %s has no target.", code)
			c.Target = new(float64)
		} else if c.Target != nil && (c.Min != nil && *c.Target < *c.Min || c.Max != nil && *c.Target > *c.Max) {
			r.fail("E-TARGET", row.place(row.get("Target")), text(row.get("Target")), language.M("Correct the target or the scale."), "The target %g of %s is outside its scale.", *c.Target, code)
		}
		r.study.Criteria = append(r.study.Criteria, c)
		preferences = append(preferences, row.get("Preference"))
	})
	r.checkTypeV(t, preferences)
	for k := range r.study.Criteria {
		c := &r.study.Criteria[k]
		if c.Parent == "" {
			continue
		}
		p := r.criteria.find(c.Parent)
		if p < 0 {
			p = r.resembled(r.criteria, c.Parent, r.study.Place(c.Origin))
		}
		if p >= 0 {
			c.Parent = r.study.Criteria[p].Code
		}
		r.parents[fold(c.Parent)] = true
	}
	for _, c := range senseless {
		if !r.parents[fold(c.code)] {
			r.fail("E-SENSE", c.place, "", language.M("Write benefit, cost or target (выгода, затраты, цель)."), "The criterion %s has no sense.", c.code)
		}
	}
}

// atLeastZero reads an optional column of numbers of 0 or more; what is said of one below it.
func (r row) atLeastZero(column, code, what string, want sought) *float64 {
	x := r.number(column, want)
	if x != nil && *x < 0 {
		c := r.get(column)
		r.t.r.fail(code, r.place(c), text(c), language.M("Enter a %s of 0 or more.", language.M(what)), "The %s is negative.", language.M(what))
		return nil
	}
	return x
}

// weight reads the Weight column: a number of 0 or more, nil when blank.
func (r row) weight() *float64 {
	return r.atLeastZero("Weight", "E-WEIGHT-NEGATIVE", "weight", sought{purpose: proportion})
}

// fuzzyWeight is weight where a term of the Scale sheet, or three or four numbers, may stand too.
func (r row) fuzzyWeight() (*float64, []float64) {
	if r.t.col("Weight") == 0 {
		return nil, nil
	}
	c := r.get("Weight")
	q, ok := r.quantity(c, sought{purpose: proportion})
	switch {
	case !ok || q.state != study.Given:
		return nil, nil
	case q.value < 0 || q.fuzzy[0] < 0:
		r.t.r.fail("E-WEIGHT-NEGATIVE", r.place(c), text(c), language.M("Enter a weight of 0 or more."), "The weight is negative.")
		return nil, nil
	case q.term != 0:
		return &q.value, q.numbers()
	}
	return &q.value, nil
}

// readTechnologies reads the alternatives.
func (r *reader) readTechnologies(t *table) {
	t.warnExtra(nil, t.spec.names())
	pins := map[string]string{"": "", "in": "in", "out": "out", "вкл": "in", "включить": "in", "искл": "out", "исключить": "out"}
	t.body(func(row row) {
		id, ok := row.need("ID")
		if !ok {
			return
		}
		name := row.text("Technology")
		if at, ok := r.technologies.add(len(r.study.Technologies), id, name); !ok {
			r.fail("E-CODE-DUPLICATE", row.place(row.get("ID")), id, language.M("Give each technology its own ID."), "The ID %q stands here and in row %d.", id, r.study.Technologies[at].Origin.Row)
			return
		}
		pin, ok := pins[fold(row.text("Pin"))]
		if !ok {
			r.fail("E-PIN", row.place(row.get("Pin")), row.text("Pin"), language.M("Write in or out, or leave it blank."), "%q is not a pin.", row.text("Pin"))
		}
		if n := len(r.study.Technologies); n == cap(r.study.Technologies) { // append would take a quarter more each time, and copy each five times
			r.study.Technologies = slices.Grow(r.study.Technologies, max(16, n))
		}
		r.study.Technologies = append(r.study.Technologies, study.Technology{ID: id, Name: cmp.Or(name, id), Group: row.text("Group"), Cost: row.atLeastZero("Cost", "E-COST", "cost", sought{}), CostAt: t.where(row.n, cmp.Or(t.col("Cost"), t.col("ID"))), Pin: pin,
			Prior: row.atLeastZero("Preference", "E-PRIOR", "preference for a technology", sought{purpose: proportion}), Note: row.text("Note"), Origin: t.where(row.n, t.col("ID"))})
	})
}

func (r *reader) readBlocs(t *table) {
	t.warnExtra(nil, t.spec.names())
	t.body(func(row row) {
		name, ok := row.need("Bloc")
		if !ok {
			return
		}
		if at, ok := r.blocs.add(len(r.study.Blocs), name, ""); !ok {
			r.fail("E-CODE-DUPLICATE", row.place(row.get("Bloc")), name, language.M("Name each bloc once."), "The bloc %q stands here and in row %d.", name, r.study.Blocs[at].Origin.Row)
			return
		}
		r.study.Blocs = append(r.study.Blocs, study.Bloc{Name: name, Weight: row.weight(), Origin: t.where(row.n, t.col("Bloc"))})
	})
}

func (r *reader) readExperts(t *table) {
	t.warnExtra(nil, t.spec.names())
	r.listedExperts = true
	t.body(func(row row) {
		id, ok := row.need("ID")
		if !ok {
			return
		}
		name := row.text("Name")
		if at, ok := r.experts.add(len(r.study.Experts), id, name); !ok {
			r.fail("E-CODE-DUPLICATE", row.place(row.get("ID")), id, language.M("Give each expert an ID of their own."), "The ID %q stands here and in row %d.", id, r.study.Experts[at].Origin.Row)
			return
		}
		bloc := row.text("Bloc")
		k := r.blocs.find(bloc)
		if bloc != "" && k < 0 {
			k = r.resembled(r.blocs, bloc, row.place(row.get("Bloc")))
		}
		if bloc != "" && k >= 0 {
			bloc = r.study.Blocs[k].Name
		}
		r.study.Experts = append(r.study.Experts, study.Expert{ID: id, Name: name, Organisation: row.text("Organisation"), Bloc: bloc, Weight: row.weight(),
			Conflicts: row.conflicts(), Origin: t.where(row.n, t.col("ID"))})
	})
}

// readScale reads linguistic terms.
func (r *reader) readScale(t *table) {
	t.body(func(row row) {
		name, ok := row.need("Term")
		if !ok {
			return
		}
		c, ok := row.sound("Value")
		if !ok {
			return
		}
		term := study.Term{Name: name, Origin: t.where(row.n, t.col("Term"))}
		fuzzy, unsure, meant, f := parseFuzzy(c.Text)
		if f == nil && meant {
			if f = disfigured(c); f == nil && unsure {
				f = t.decimalComma(c)
			}
		}
		if meant && f == nil {
			term.Values = fuzzy
		} else {
			var v reading
			if f == nil {
				v, f = row.figure(c, sought{purpose: recorded})
			}
			switch {
			case f != nil && f.code == "E-NUMBER", f == nil && v.state != study.Given:
				r.fail("E-TERM", row.place(c), text(c), language.M("Type one number, or three or four separated by semicolons for a fuzzy term."), "The value of the term %q is not a number.", name)
				return
			case f != nil:
				r.fault(row.place(c), c, f)
				return
			}
			term.Values = []float64{v.value}
		}
		for _, e := range t.extra { // a fuzzy term may take the next two or three columns
			if v, f := row.figure(row.cell(e.col), sought{purpose: recorded}); f == nil && v.state == study.Given && len(term.Values) < 4 {
				term.Values = append(term.Values, v.value)
			}
		}
		switch v := term.Values; {
		case len(v) == 2:
			r.fail("E-TERM", row.place(c), text(c), language.M("Type one number, or three or four separated by semicolons for a fuzzy term."), "The term %q has 2 values.", name)
			return
		case !slices.IsSorted(v):
			r.fail("E-FUZZY", row.place(c), text(c), language.M("Type the lowest possible value, the likeliest, and the highest."), "The numbers of the term %q are not in order.", name)
			return
		}
		if _, ok := r.terms.add(len(r.study.Terms), name, ""); !ok {
			r.fail("E-CODE-DUPLICATE", row.place(row.get("Term")), name, language.M("Keep one of the two."), "The term %q stands twice.", name)
			return
		}
		r.study.Terms = append(r.study.Terms, term)
	})
	same := true // each number is its own value: there is nothing to read otherwise
	terms := map[float64]int{}
	for k, term := range r.study.Terms {
		if f, ok := parseFigure(term.Name); ok && f.doubt == 0 {
			terms[f.value] = k
			same = same && len(term.Values) == 1 && term.Values[0] == f.value
		}
	}
	if !same {
		r.numberTerms = terms
	}
}

// settle checks what needs all sheets: excluded names exist, and are spelled as in their sheets.
func (r *reader) settle() {
	s := r.study
	resolve := func(set map[string]bool, x *index, key, sheet string, id func(int) string) map[string]bool {
		resolved := make(map[string]bool, len(set))
		for name := range set {
			k := x.find(name)
			if k < 0 {
				k = r.resembled(x, name, s.Place(s.Settings.Origins[key]))
			}
			if k < 0 && commaList(name, func(name string) bool { return x.find(name) >= 0 }) {
				r.fail("E-REF-UNKNOWN", s.Place(s.Settings.Origins[key]), name, language.M("Separate the names by semicolons: %s.", strings.ReplaceAll(name, ",", ";")), "%q is several names with commas between them.", name)
				continue
			}
			if k < 0 {
				r.fail("E-REF-UNKNOWN", s.Place(s.Settings.Origins[key]), name, language.M("Correct it%s.", didYouMean(name, x.all)), "%s is not in %s.", strconv.Quote(name), language.M(sheet))
				continue
			}
			resolved[id(k)] = true
		}
		return resolved
	}
	s.Excluded.Technologies = resolve(s.Excluded.Technologies, r.technologies, "excluded technologies", "Technologies", func(k int) string { return s.Technologies[k].ID })
	s.Excluded.Experts = resolve(s.Excluded.Experts, r.experts, "excluded experts", "Experts", func(k int) string { return s.Experts[k].ID })
	why := make(map[string]string, len(s.Excluded.Why))
	for name, reason := range s.Excluded.Why { // of one who is taken in again it says nothing
		for id := range resolve(map[string]bool{name: true}, r.experts, "exclusion reasons", "Experts", func(k int) string { return s.Experts[k].ID }) {
			if s.Excluded.Experts[id] && reason != "" {
				why[id] = reason
			}
		}
	}
	s.Excluded.Why = why
}
