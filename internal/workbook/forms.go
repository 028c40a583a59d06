package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
)

// FormOptions say for which round forms are and in which language ("en" or "ru"; "" is the study's, else English).
type FormOptions struct{ Round, Lang string }

// Form is one expert's form: a workbook to fill in.
type Form struct {
	Expert string // ID
	File   string // a file name made of the ID, good on every system and different from those of the others
	Data   []byte
}

// Forms makes a form for each expert of a study who is not left out: a grid of scores, a list of pairs where the weighting is made of judgements, and a
// hidden sheet by which [Collect] knows it again. The same study gives the same bytes. The error says what a study lacks to be asked about.
func Forms(s *study.Study, o FormOptions) ([]Form, error) {
	if o.Lang == "" {
		o.Lang = "en"
		if s.Settings.Language == "ru" || s.Settings.Language == "русский" {
			o.Lang = "ru"
		}
	}
	if o.Lang != "en" && o.Lang != "ru" {
		return nil, fmt.Errorf("there is no form in %q; there are en and ru", o.Lang)
	}
	if o.Round == "" {
		o.Round = s.Settings.Round
		if o.Round == "" && len(s.Rounds) > 0 || slices.Contains([]string{study.AllRounds, "both", "pooled", "pool", "все"}, study.FoldRound(o.Round)) || strings.ContainsAny(o.Round, "+,;") {
			return nil, fmt.Errorf("the study has answers of the rounds %s: say with --round which round the forms are for", strings.Join(s.Rounds, ", "))
		}
	}
	q := questionsOf(s)
	if q.count() == 0 {
		return nil, errors.New("the study asks its experts nothing: all criteria have evidence, and its weighting is not made of judgements")
	}
	var forms []Form
	taken := map[string]bool{}
	for _, e := range s.Experts {
		if s.Excluded.Experts[e.ID] {
			continue
		}
		meta := &formMeta{version: formVersion, title: s.Title, sha256: s.Source.SHA256, expert: e.ID, name: e.Name, round: clean(o.Round), structure: q.hash(), questions: q}
		data, err := (&formWriter{templateWriter: templateWriter{ru: o.Lang == "ru"}, s: s, meta: meta}).bytes()
		if err != nil {
			return nil, fmt.Errorf("the form of %s: %w", e.ID, err)
		}
		forms = append(forms, Form{Expert: e.ID, File: formFile(e.ID, taken), Data: data})
	}
	if len(forms) == 0 {
		return nil, errors.New("there are no experts to send a form to: list them on the sheet Experts (Эксперты)")
	}
	return forms, nil
}

var (
	unsafeInFile = regexp.MustCompile(`[<>:"/\\|?*\x00-\x1f\x7f]`)
	reservedFile = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)`)
)

// formFile makes a file name of an expert's ID that Windows, too, takes, and that is not taken, in whatever case.
func formFile(id string, taken map[string]bool) string {
	name := unsafeInFile.ReplaceAllString(clean(id), "_")
	if runes := []rune(name); len(runes) > 60 {
		name = string(runes[:60])
	}
	name = strings.TrimRight(name, ". ")
	if name == "" || reservedFile.MatchString(name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasPrefix(name, "-") {
		name = "_" + name
	}
	unique := name
	for k := 2; taken[strings.ToLower(unique)]; k++ {
		unique = fmt.Sprintf("%s-%d", name, k)
	}
	taken[strings.ToLower(unique)] = true
	return unique + ".xlsx"
}

// The looks only forms have.
const (
	lookAnswer look = 100 + iota // to fill in: yellow, unlocked
	lookChoice                   // the same, as text, so that "=" stays what it is
	lookCode                     // heads of the columns to fill in
	lookCount
)

// Places on the sheets, and what they hold.
const (
	formHead  = 4  // row of the codes on Scores and of the heads on Pairwise
	formFirst = 7  // first row of answers on Scores, after the criteria's names and scales
	maxInList = 11 // a scale of so many whole numbers has a drop-down
)

// formWriter writes one form.
type formWriter struct {
	templateWriter // for its languages
	s              *study.Study
	meta           *formMeta
	progress       []string // formulas that count answers, and what they give on an empty form
	counts         []string
}

func (w *formWriter) bytes() ([]byte, error) {
	b, err := newExportBook()
	if err != nil {
		return nil, err
	}
	defer b.f.Close()
	w.b = b
	if err := w.looks(); err != nil {
		return nil, err
	}
	var sheets []*exportSheet
	if len(w.meta.questions.technologies) > 0 {
		sheets = append(sheets, w.scores())
	}
	if len(w.meta.questions.pairs) > 0 {
		sheets = append(sheets, w.pairs())
	}
	if len(w.terms()) > 0 && len(w.meta.questions.technologies) > 0 {
		sheets = append(sheets, w.scale())
	}
	sheets = append([]*exportSheet{w.readMe()}, append(sheets, w.meta.sheet())...)
	for k, s := range sheets {
		if err := b.write(s, k == 0); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	for k := range b.f.WorkBook.Sheets.Sheet {
		if sheet := &b.f.WorkBook.Sheets.Sheet[k]; sheet.Name == metaSheet {
			sheet.State = "veryHidden" // SetSheetVisible would read back sheets that are written
		}
	}
	if err := b.f.SetDocProps(&excelize.DocProperties{Title: w.s.Title, Subject: w.say("Form of ", "Анкета: ") + w.meta.expert, Creator: "Veche"}); err != nil {
		return nil, err
	}
	b.f.SetActiveSheet(0)
	return pack(b.f)
}

func (w *formWriter) looks() error {
	asText := "@"
	answer := func(format *string) *excelize.Style {
		s := &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF4CC"}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}, Protection: &excelize.Protection{Locked: false}, CustomNumFmt: format}
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "B59B3A", Style: 1})
		}
		return s
	}
	for _, l := range []struct {
		look  look
		style *excelize.Style
	}{
		{lookAnswer, answer(nil)},
		{lookChoice, answer(&asText)},
		{lookCode, &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "1F3244"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EAF1"}},
			Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "bottom", Indent: 1}}},
		{lookCount, &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "7A5C00"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
	} {
		id, err := w.b.f.NewStyle(l.style)
		if err != nil {
			return err
		}
		w.b.styles[l.look] = id
	}
	return nil
}

// abstain is what the drop-downs offer for "don't know".
func (w *formWriter) abstain() string { return w.say("n/a", "н/д") }

// promptWith protects a sheet without a password: a hint where to type, not a lock.
func promptWith(f *excelize.File, sheet string) error {
	return f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{EditScenarios: true, FormatCells: true, FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true})
}

// counting makes the sentence "Answered: 12 of 333" of a formula that counts the answers.
func (w *formWriter) counting(counted string, asked int) (formula, value string) {
	before, of := w.say("Answered: ", "Отвечено: "), w.say(" of ", " из ")
	return fmt.Sprintf(`"%s"&%s&"%s"&%d`, before, counted, of, asked), fmt.Sprintf("%s0%s%d", before, of, asked)
}

// scores is the grid: technologies down, criteria across.
func (w *formWriter) scores() *exportSheet {
	s := newExportSheet(w.say(scoresSheet.Name, scoresSheet.Russian))
	q := &w.meta.questions
	heads := []string{w.say("ID", "Код"), w.say("Technology", "Технология")}
	groups := slices.ContainsFunc(w.s.Technologies, func(t study.Technology) bool { return t.Group != "" })
	if groups {
		heads = append(heads, w.say("Group", "Направление"))
	}
	left, n := len(heads), len(q.technologies)
	right, bottom := left+len(q.criteria), formFirst+len(q.technologies)-1
	s.put(1, 1, w.say("Your scores: ", "Ваши оценки: ")+w.s.Title, lookTitle)
	hint := w.say("Fill in the yellow cells, row by row: how good is the technology on each criterion? Write n/a for “don't know”; a cell left blank counts as not answered, not as zero.",
		"Заполните жёлтые ячейки строка за строкой: насколько хороша технология по каждому критерию? «Не знаю» — н/д; пустая ячейка — нет ответа, а не ноль.")
	s.put(2, 1, hint, lookNote)
	s.merges = append(s.merges, [2]string{at(1, 2), at(max(right, 3), 2)})
	for k, h := range heads {
		s.put(formHead, k+1, h, lookCode)
		s.put(formHead+1, k+1, nil, lookCode)
	}
	s.put(formHead+1, 2, w.say("Criterion", "Критерий"), lookCode)
	s.put(formHead+2, 2, w.say("Scale", "Шкала"), lookNote)
	for k, c := range q.criteria {
		s.put(formHead, left+k+1, c.code, lookCode)
		s.put(formHead+1, left+k+1, c.name, lookHeadWrap)
		s.put(formHead+2, left+k+1, w.anchors(w.criterion(c.code)), lookNote)
		s.widths[left+k+1] = 15
	}
	for n, t := range q.technologies {
		row := formFirst + n
		s.put(row, 1, t.id, lookPlain)
		s.put(row, 2, t.name, lookWrap)
		if groups {
			s.put(row, 3, w.s.Technologies[w.s.Technology(t.id)].Group, lookWrap)
		}
		for k := range q.criteria {
			s.put(row, left+k+1, nil, lookAnswer)
		}
	}
	s.widths[1] = 7
	s.fit(1, formHead, 7, 16)
	s.fit(2, formHead+1, 20, 44)
	if groups {
		s.fit(3, formHead, 14, 24)
	}
	answers := at(left+1, formFirst) + ":" + at(right, bottom)
	formula, value := w.counting("COUNTA("+answers+")", n*len(q.criteria))
	s.formula(3, 1, formula, value, lookCount)
	pinned := "'" + s.name + "'!" + answers
	formula, _ = w.counting("COUNTA("+pinned+")", n*len(q.criteria))
	w.progress, w.counts = append(w.progress, formula), append(w.counts, value)
	s.freeze, s.titleRows = [2]int{2, formFirst - 1}, formFirst-1
	s.before = func(f *excelize.File) error {
		for k := range q.criteria {
			if err := w.validate(f, s.name, w.criterion(q.criteria[k].code), left+k+1, bottom); err != nil {
				return err
			}
		}
		return promptWith(f, s.name)
	}
	return s
}

func (w *formWriter) criterion(code string) *study.Criterion {
	return &w.s.Criteria[w.s.Criterion(code)]
}

// anchors says what may be entered on a criterion: the ends of its scale, its unit, and which end is better.
func (w *formWriter) anchors(c *study.Criterion) string {
	var parts []string
	number := func(x *float64) string {
		text := strconv.FormatFloat(*x, 'f', -1, 64)
		if w.ru {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	}
	switch {
	case c.Min != nil && c.Max != nil:
		if ends := number(c.Min) + "–" + number(c.Max); !strings.Contains(c.Unit, ends) {
			parts = append(parts, ends)
		}
	case c.Min != nil:
		parts = append(parts, w.say("from ", "от ")+number(c.Min))
	case c.Max != nil:
		parts = append(parts, w.say("up to ", "до ")+number(c.Max))
	}
	if c.Unit != "" {
		parts = append(parts, c.Unit)
	}
	best, end := w.say("more is better", "чем больше, тем лучше"), c.Max
	switch {
	case c.Value != nil:
		return strings.Join(parts, "; ")
	case c.Sense.String() == "cost":
		best, end = w.say("less is better", "чем меньше, тем лучше"), c.Min
	case c.Sense.String() == "target":
		best, end = "", c.Target
	}
	if end != nil {
		best = number(end) + w.say(" is best", " — лучше всего")
	}
	return strings.Join(append(parts, best), "; ")
}

// terms are the names of the Scale sheet's terms.
func (w *formWriter) terms() []study.Term {
	return slices.DeleteFunc(slices.Clone(w.s.Terms), func(t study.Term) bool { return t.Name == "" })
}

// scale is the sheet of the terms that may be chosen, and what they stand for.
func (w *formWriter) scale() *exportSheet {
	s := newExportSheet(w.say(scaleSheet.Name, scaleSheet.Russian))
	s.put(1, 1, w.say("You may choose", "Можно выбрать"), lookHead)
	s.put(1, 2, w.say("It stands for", "Это означает"), lookHead)
	terms := w.terms()
	for k, row := range termRows(w.s) {
		s.put(k+2, 1, row[0], lookPlain)
		s.put(k+2, 2, fmt.Sprint(row[1]), lookPlain)
	}
	s.put(len(terms)+2, 1, w.abstain(), lookPlain)
	s.put(len(terms)+2, 2, w.say("don't know", "не знаю"), lookPlain)
	s.fit(1, 1, 18, 40)
	s.fit(2, 1, 18, 40)
	s.before = func(f *excelize.File) error { return promptWith(f, s.name) }
	return s
}

// validate offers or checks what may be entered in a criterion's column, and shows in red what was pasted past that.
func (w *formWriter) validate(f *excelize.File, sheet string, c *study.Criterion, col, bottom int) error {
	cell := at(col, formFirst)
	v := excelize.NewDataValidation(true)
	v.Sqref = cell + ":" + at(col, bottom)
	style := excelize.DataValidationErrorStyleStop
	wanted := w.say("Enter a number", "Введите число")
	number := "ISNUMBER(" + cell + ")"
	ends := []string{number}
	if c.Min != nil {
		ends = append(ends, fmt.Sprintf("%s>=%s", cell, strconv.FormatFloat(*c.Min, 'f', -1, 64)))
		wanted += w.say(" from ", " от ") + strconv.FormatFloat(*c.Min, 'f', -1, 64)
	}
	if c.Max != nil {
		ends = append(ends, fmt.Sprintf("%s<=%s", cell, strconv.FormatFloat(*c.Max, 'f', -1, 64)))
		wanted += w.say(" to ", " до ") + strconv.FormatFloat(*c.Max, 'f', -1, 64)
	}
	good := []string{"AND(" + strings.Join(ends, ",") + ")", cell + `="n/a"`, cell + `="н/д"`}
	terms := w.terms()
	var choices []string
	switch {
	case len(terms) > 0:
		list := "'" + w.say(scaleSheet.Name, scaleSheet.Russian) + "'!" + pin(1, 2) + ":" + pin(1, len(terms)+2)
		v.SetSqrefDropList(list)
		good = append(good, "COUNTIF("+list+","+cell+")>0")
		style, wanted = excelize.DataValidationErrorStyleWarning, wanted+w.say(", a term of the list,", ", термин из списка")
	case c.Min != nil && c.Max != nil && *c.Min == math.Trunc(*c.Min) && *c.Max == math.Trunc(*c.Max) && *c.Max-*c.Min < maxInList:
		for x := *c.Min; x <= *c.Max; x++ {
			choices = append(choices, strconv.FormatFloat(x, 'f', -1, 64))
		}
		if err := v.SetDropList(append(choices, w.abstain())); err != nil {
			return err
		}
	default:
		var formula strings.Builder
		if err := xml.EscapeText(&formula, []byte("OR("+strings.Join(good, ",")+")")); err != nil {
			return err
		}
		v.Type, v.Formula1 = "custom", formula.String()
	}
	v.SetError(style, c.Code, wanted+w.say(" or n/a.", " или н/д."))
	if err := f.AddDataValidation(sheet, v); err != nil {
		return err
	}
	red, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "A02020"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F6D5D5"}}})
	if err != nil {
		return err
	}
	return f.SetConditionalFormat(sheet, v.Sqref, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: "AND(" + cell + `<>"",NOT(OR(` + strings.Join(good, ",") + ")))", Format: &red}})
}

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
	return []string{w.say("A", "А"), w.say(nameHeads[0][0], nameHeads[0][1]), w.say("Preferred", "Важнее"), w.say("B", "Б"), w.say(nameHeads[1][0], nameHeads[1][1]), w.say("Intensity", "Сила"), w.say("Parent", "Родитель")}
}

// nameHeads are the headings of the names of the two criteria.
var nameHeads = [2][2]string{{"First criterion", "Первый критерий"}, {"Second criterion", "Второй критерий"}}

// pairs is the list of pairs of criteria to compare.
func (w *formWriter) pairs() *exportSheet {
	s := newExportSheet(w.say(pairwiseSheet.Name, pairwiseSheet.Russian))
	pairs := w.meta.questions.pairs
	bottom := formHead + len(pairs)
	s.put(1, 1, w.say("Which criterion matters more?", "Какой критерий важнее?"), lookTitle)
	s.put(2, 1, w.say("For each pair choose A or B, whichever matters more, and how strongly: 1 equally, 3 moderately, 5 strongly, 7 very strongly, 9 extremely (2, 4, 6, 8 lie between). If both matter equally, choose = and leave the intensity blank. n/a is “don't know”.",
		"Для каждой пары выберите А или Б — что важнее — и насколько: 1 одинаково, 3 умеренно, 5 сильно, 7 очень сильно, 9 предельно (2, 4, 6, 8 — между ними). Если критерии равноважны, выберите = и оставьте силу пустой. «Не знаю» — н/д."), lookNote)
	s.merges = append(s.merges, [2]string{at(1, 2), at(pairIntensity, 2)})
	heads := w.pairHeads()
	if !slices.ContainsFunc(pairs, func(p [2]string) bool { return w.criterion(p[0]).Parent != "" }) {
		heads = heads[:pairIntensity]
	}
	for k, h := range heads {
		s.put(formHead, k+1, h, lookHeadWrap)
	}
	for n, p := range pairs {
		row := formHead + 1 + n
		a, b := w.criterion(p[0]), w.criterion(p[1])
		s.put(row, pairA, a.Code, lookStrong)
		s.put(row, pairNameA, a.Name, lookWrap)
		s.put(row, pairPreferred, nil, lookChoice)
		s.put(row, pairB, b.Code, lookStrong)
		s.put(row, pairNameB, b.Name, lookWrap)
		s.put(row, pairIntensity, nil, lookAnswer)
		if len(heads) == pairParent {
			s.put(row, pairParent, a.Parent, lookPlain)
		}
	}
	s.widths = map[int]float64{pairParent: 12, pairA: 10, pairNameA: 34, pairPreferred: 12, pairB: 10, pairNameB: 34, pairIntensity: 12}
	for _, col := range []int{pairA, pairB, pairParent} {
		s.fit(col, formHead, s.widths[col], 20)
	}
	first, intensity := at(pairPreferred, formHead+1)+":"+at(pairPreferred, bottom), at(pairIntensity, formHead+1)+":"+at(pairIntensity, bottom)
	a, b := w.say("A", "А"), w.say("B", "Б")
	count := func(sheet string) string {
		p, i := sheet+first, sheet+intensity
		return fmt.Sprintf(`SUMPRODUCT(((%[1]s="%[3]s")+(%[1]s="%[4]s"))*(%[2]s<>"")+(%[1]s="=")+(%[1]s="%[5]s"))`, p, i, a, b, w.abstain())
	}
	formula, value := w.counting(count(""), len(pairs))
	s.formula(3, 1, formula, value, lookCount)
	formula, _ = w.counting(count("'"+s.name+"'!"), len(pairs))
	w.progress, w.counts = append(w.progress, formula), append(w.counts, value)
	s.freeze, s.titleRows = [2]int{0, formHead}, formHead
	s.before = func(f *excelize.File) error {
		for _, drop := range []struct {
			cells  string
			values []string
			wanted string
		}{
			{first, []string{a, "=", b, w.abstain()}, w.say("Choose A, B, = or n/a.", "Выберите А, Б, = или н/д.")},
			{intensity, []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, w.say("Choose 1 (equally) to 9 (extremely).", "Выберите от 1 (одинаково) до 9 (предельно).")},
		} {
			v := excelize.NewDataValidation(true)
			v.Sqref = drop.cells
			if err := v.SetDropList(drop.values); err != nil {
				return err
			}
			v.SetError(excelize.DataValidationErrorStyleStop, s.name, drop.wanted)
			if err := f.AddDataValidation(s.name, v); err != nil {
				return err
			}
		}
		return promptWith(f, s.name)
	}
	return s
}

// readMe is the first sheet: whose form this is, what to do, how far it is done.
func (w *formWriter) readMe() *exportSheet {
	s := newExportSheet(w.say("Read me", "Прочти меня"))
	s.widths[1] = 100
	row := 1
	put := func(text string, l look) { s.put(row, 1, text, l); row++ }
	put(w.s.Title, lookTitle)
	e := &w.s.Experts[w.s.Expert(w.meta.expert)]
	who := w.say("Expert: ", "Эксперт: ") + e.ID
	for _, more := range []string{e.Name, e.Organisation} {
		if more != "" {
			who += ", " + more
		}
	}
	put(who, lookStrong)
	if w.meta.round != "" {
		put(w.say("Round: ", "Тур: ")+w.meta.round, lookStrong)
	}
	row++
	var lines []string
	q := &w.meta.questions
	if len(q.technologies) > 0 {
		lines = append(lines, fmt.Sprintf(w.say("On the sheet “%s” say how good each technology is on each criterion. The scale stands under each criterion's name; a cell's arrow shows what may be chosen.",
			"На листе «%s» оцените каждую технологию по каждому критерию. Шкала указана под названием критерия; стрелка у ячейки показывает, что можно выбрать."), w.say(scoresSheet.Name, scoresSheet.Russian)))
	}
	if len(q.pairs) > 0 {
		lines = append(lines, fmt.Sprintf(w.say("On the sheet “%s” say for each pair of criteria which one matters more, and how strongly.",
			"На листе «%s» для каждой пары критериев укажите, какой важнее и насколько."), w.say(pairwiseSheet.Name, pairwiseSheet.Russian)))
	}
	lines = append(lines,
		w.say("Only the yellow cells are to be filled in. If you don't know, choose n/a: it is better than a guess. What stays blank counts as not answered.",
			"Заполняйте только жёлтые ячейки. Если не знаете, выберите н/д: это лучше, чем догадка. Пустая ячейка означает, что ответа нет."),
		w.say("Save the file under its own name as .xlsx and send it back. You need not finish in one go.",
			"Сохраните файл под тем же именем в формате .xlsx и отправьте обратно. Заполнять можно в несколько приёмов."))
	for k, l := range lines {
		put(fmt.Sprintf("%d. %s", k+1, l), lookWrap)
	}
	row++
	names := []string{}
	if len(q.technologies) > 0 {
		names = append(names, w.say(scoresSheet.Name, scoresSheet.Russian))
	}
	if len(q.pairs) > 0 {
		names = append(names, w.say(pairwiseSheet.Name, pairwiseSheet.Russian))
	}
	for k, name := range names {
		s.formula(row, 1, fmt.Sprintf(`"%s. "&%s`, name, w.progress[k]), name+". "+w.counts[k], lookCount)
		row++
	}
	s.before = func(f *excelize.File) error { return promptWith(f, s.name) }
	return s
}
