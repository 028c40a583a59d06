package workbook

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// scenariosSheet is what each kept scenario has otherwise than the study, a row for every difference: weights of criteria, locks, how the others follow, and keys
// of the sheet Study, a blank value being the key's default. A scenario that is the study as it stands has a row with nothing but its name.
var scenariosSheet = sheetSpec{Name: "Scenarios", Russian: "Сценарии",
	Columns: []columnSpec{
		{Name: "Scenario", Russian: "Сценарий", Required: true},
		{Name: "Key", Russian: "Параметр", Aliases: []string{"ключ", "parameter", "setting"}},
		{Name: "Criterion", Russian: "Критерий", Refers: criteriaSheet.Name},
		{Name: "Value", Russian: "Значение"},
	}}

// What a scenario has beside the keys of the sheet Study.
var (
	weightKey  = spellings{"weight", "вес"}
	lockedKey  = spellings{"locked", "закреплён", "закреплено", "закреплен"}
	sharingKey = spellings{"sharing", "распределение"}
)

// scenario is one that is being read: its study, and the weights it names.
type scenario struct {
	name    string
	of      *study.Study
	weights map[string]float64
	at      study.Place // of its name
}

// readScenarios keeps the sheet until the study that the scenarios differ from is read.
func (r *reader) readScenarios(t *table) { r.scenarios = t }

// keepScenarios reads the scenarios, once the study is settled.
func (r *reader) keepScenarios() {
	t := r.scenarios
	if t == nil {
		return
	}
	t.warnExtra(nil, t.spec.names())
	main := r.study
	defer func() { r.study = main }()
	var all []*scenario
	t.body(func(row row) {
		name, ok := row.need("Scenario")
		if !ok {
			return
		}
		k := slices.IndexFunc(all, func(s *scenario) bool { return fold(s.name) == fold(name) })
		if k < 0 {
			k = len(all)
			of := main.Changed()
			of.Settings.Parameters, of.Settings.Origins = maps.Clone(main.Settings.Parameters), map[string]study.Origin{}
			of.Locked = nil
			all = append(all, &scenario{name: name, of: of, weights: map[string]float64{}, at: row.place(row.get("Scenario"))})
		}
		if key := row.text("Key"); key != "" {
			r.study = all[k].of
			r.scenarioKey(t, all[k], key, row)
		}
	})
	for _, s := range all {
		r.study = s.of
		r.settle()
		of := r.weighed(s)
		if of != nil && r.issues.Err() == nil {
			for _, i := range of.Check() { // of the study itself nothing is wrong
				if i.Severity == study.Error {
					r.issues = append(r.issues, i)
				}
			}
		}
		if of != nil {
			main.Kept = append(main.Kept, study.Scenario{Name: s.name, Of: of})
		}
	}
}

// scenarioKey reads one row of a scenario, whose study r.study is for the while.
func (r *reader) scenarioKey(t *table, s *scenario, key string, row row) {
	f, at := foldHeader(key), row.place(row.get("Key"))
	switch {
	case slices.Contains(weightKey, f):
		code, ok := r.scenarioLeaf(row)
		x := row.optional("Value")
		if !ok || x == nil {
			if ok && text(row.get("Value")) == "" {
				r.fail("E-CELL-BLANK", row.place(row.get("Value")), "", language.M("Enter the weight, or remove the row."), "The weight of %s is blank.", code)
			}
			return
		}
		if _, twice := s.weights[code]; twice {
			r.fail("E-KEY-DUPLICATE", at, code, language.M("Keep one of the two."), "The weight of %s stands twice in the scenario %s.", code, s.name)
			return
		}
		s.weights[code] = *x
	case slices.Contains(lockedKey, f):
		if code, ok := r.scenarioLeaf(row); ok {
			if s.of.Locked == nil {
				s.of.Locked = map[string]bool{}
			}
			s.of.Locked[code] = true
		}
	case slices.Contains(sharingKey, f):
		s.of.Sharing = robust.Sharing(fold(row.text("Value")))
		if !slices.Contains(robust.Sharings(), s.of.Sharing) && s.of.Sharing != "" {
			r.fail("E-SETTING", row.place(row.get("Value")), string(s.of.Sharing), language.M("Write proportional or equal."), "The other weights cannot follow in the way %q.", s.of.Sharing)
		}
	default:
		r.scenarioSetting(t, key, row)
	}
}

// scenarioLeaf is the criterion of a row: one with a weight of its own.
func (r *reader) scenarioLeaf(row row) (code string, ok bool) {
	c := row.get("Criterion")
	k := r.criteria.find(text(c))
	if k < 0 {
		k = r.resembled(r.criteria, text(c), row.place(c))
	}
	if k < 0 {
		r.fail("E-REF-UNKNOWN", row.place(c), text(c), language.M("Correct it%s.", didYouMean(text(c), r.criteria.all)), "%s is not in %s.", strconv.Quote(text(c)), language.M("Criteria"))
		return "", false
	}
	code = r.study.Criteria[k].Code
	if _, err := r.study.Leaf(code, r.study.Leaves()); err != nil {
		r.fail("E-REF-UNKNOWN", row.place(c), text(c), language.M("Name the criteria below it."), "%s has criteria below it: its weight is theirs.", code)
		return "", false
	}
	return code, true
}

// scenarioSetting reads a key of the sheet Study; a blank value is its default.
func (r *reader) scenarioSetting(t *table, name string, row row) {
	c, ok := row.sound("Value")
	if !ok {
		return
	}
	key, set := settingOf(foldHeader(name)), &r.study.Settings
	switch {
	case key == nil && text(c) == "":
		delete(set.Parameters, mcda.FoldName(foldHeader(name)))
	case key == nil:
		r.parameter(t, name, row, c)
	case !ofScenario(key):
		r.fail("E-KEY-UNKNOWN", row.place(row.get("Key")), name, language.M("Remove the row; it belongs on the sheet Study."), "A scenario has no %s of its own.", strconv.Quote(name))
	case set.Origins[key.Name].Row > 0:
		r.fail("E-KEY-DUPLICATE", row.place(row.get("Key")), name, language.M("Keep one of the two."), "The key %q stands here and in row %d.", name, set.Origins[key.Name].Row)
	default:
		set.Origins[key.Name] = t.where(c.Row, c.Col)
		if text(c) != "" {
			r.setting(key, row, c)
			return
		}
		switch key.Kind {
		case study.SettingWhole:
			key.Set(r.study, uint64(0))
		case study.SettingAmount, study.SettingNumber:
			key.Set(r.study, (*float64)(nil))
		case study.SettingSet:
			key.Set(r.study, map[string]bool{})
		case study.SettingReasons:
			key.Set(r.study, map[string]string{})
		default:
			key.Set(r.study, "")
			delete(set.Parameters, key.Name) // where it is one
		}
	}
}

// ofScenario reports a setting that a scenario may have otherwise than its study.
func ofScenario(key *study.Setting) bool {
	return key.Name != "title" && key.Kind != study.SettingSeal && key.Kind != study.SettingTongue
}

// weighed is the scenario's study with the weights it names; nil, with an issue, when they are none.
func (r *reader) weighed(s *scenario) *study.Study {
	if len(s.weights) == 0 {
		return s.of
	}
	of, err := study.Apply(s.of, study.SetWeights{Weights: s.weights})
	if err != nil {
		if r.issues.Err() == nil { // else it may be for what is said already
			r.fail("E-SETTING", s.at, s.name, language.M("Correct the weights of the scenario."), "The weights of the scenario %s cannot be used: %s", s.name, language.Of(err))
		}
		return nil
	}
	if leaves := of.Leaves(); len(leaves) == len(s.weights) { // weights that add to 1 keep every digit
		given, sum := make([]float64, len(leaves)), 0.0
		for k, i := range leaves {
			given[k] = s.weights[of.Criteria[i].Code]
			sum += given[k]
		}
		if math.Abs(sum-1) < 1e-12 {
			of.Moved = given
		}
	}
	return of
}

// scenarioRows are what the kept scenarios have otherwise than the study as it is written: with moved weights when they are written too, else without.
func scenarioRows(s *study.Study) [][]any {
	var rows [][]any
	was := scenarioValues(s)
	base, _ := s.InForce() // what cannot be weighed has no weights to compare
	for _, k := range s.Kept {
		before := len(rows)
		add := func(key, criterion string, value any) {
			rows = append(rows, []any{k.Name, write.OrNil(key), write.OrNil(criterion), value})
		}
		now := scenarioValues(k.Of)
		keys := maps.Clone(was)
		maps.Copy(keys, now)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if now[key] != was[key] {
				add(key, "", settingCell(key, now[key]))
			}
		}
		if k.Of.Sharing != s.Sharing && cmp.Or(k.Of.Sharing, robust.Proportional) != cmp.Or(s.Sharing, robust.Proportional) {
			add(sharingKey[0], "", string(cmp.Or(k.Of.Sharing, robust.Proportional)))
		}
		weights, err := k.Of.InForce()
		same := func(a, b float64) bool { return math.Abs(a-b) <= 1e-15 }
		if err == nil && (k.Of.Moved != nil || !slices.EqualFunc(weights, base, same)) {
			for j, i := range k.Of.Leaves() {
				add(weightKey[0], k.Of.Criteria[i].Code, weights[j])
			}
		}
		for _, code := range slices.Sorted(maps.Keys(k.Of.Locked)) {
			if k.Of.Locked[code] {
				add(lockedKey[0], code, nil)
			}
		}
		if len(rows) == before {
			add("", "", nil)
		}
	}
	return rows
}

// scenarioValues are the settings that a scenario may have, as the sheet Study would say them.
func scenarioValues(s *study.Study) map[string]string {
	values := settingValues(s)
	for _, key := range study.SettingsTable() {
		if !ofScenario(&key) {
			delete(values, key.Name)
		}
	}
	if s.Moved != nil { // as they are saved
		values["weighting"], values["mix"] = "direct", ""
	}
	return values
}

// settingCell is a setting's or a parameter's value as it is written: a number where one is meant that keeps its digits.
func settingCell(key, value string) any {
	if value == "" {
		return nil
	}
	numeric := true
	if x, ok := study.LookupSetting(key); ok {
		numeric = x.Kind == study.SettingWhole || x.Kind == study.SettingAmount || x.Kind == study.SettingNumber
	}
	if x, err := strconv.ParseFloat(value, 64); numeric && err == nil && strconv.FormatFloat(x, 'g', -1, 64) == value && math.Abs(x) < 1<<53 {
		return x
	}
	return value
}

// scenariosWritten are the rows beside a study that is written without the weights that were moved.
func scenariosWritten(s *study.Study) [][]any {
	if s.Moved != nil {
		s = s.Changed()
		s.Moved = nil
	}
	return scenarioRows(s)
}

func savedScenarios(s *study.Study) []savedRow {
	var rows []savedRow
	for _, cells := range scenarioRows(s) {
		rows = append(rows, savedRow{0, cells})
	}
	return rows
}
