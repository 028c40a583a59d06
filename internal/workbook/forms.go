package workbook

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/workbook/write"
)

// FormOptions say for which round forms are and in which language ("en" or "ru"; "" is the study's, else English).
type FormOptions struct {
	Round, Lang string
	Beside      *Beside // nil: nothing
}

// Beside is what stands in forms that are filled in beside what a study holds: pairs answered with “don't know”, and comments.
type Beside struct {
	Declined map[[3]string]bool   // by expert and the two criteria, as they are asked
	Comments map[[2]string]string // by expert and technology
}

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
		if l, _ := language.Named(s.Settings.Language); l == language.Russian {
			o.Lang = "ru"
		}
	}
	if o.Lang != "en" && o.Lang != "ru" {
		return nil, language.Errorf("there is no form in %q; there are en and ru", o.Lang)
	}
	if o.Round == "" {
		var ok bool
		if o.Round, ok = roundAsked(s); !ok {
			return nil, language.Errorf("the study has answers of the rounds %s: say with --round which round the forms are for", strings.Join(s.Rounds, ", "))
		}
	}
	q := questionsOf(s)
	if q.count() == 0 {
		return nil, language.Errorf("the study asks its experts nothing: all criteria have evidence, and its weighting is not made of judgements")
	}
	var forms []Form
	prior := priorAnswers(s, o.Round)
	said := panel.FeedbackBefore(s, o.Round)
	taken := map[string]bool{}
	for k, e := range s.Experts {
		if s.Excluded.Experts[e.ID] {
			continue
		}
		meta := &formMeta{version: formVersion, title: s.Title, sha256: s.Source.SHA256, expert: e.ID, name: e.Name, round: clean(o.Round), structure: q.hash(), questions: q}
		data, err := (&formWriter{templateWriter: templateWriter{ru: o.Lang == "ru"}, s: s, meta: meta, said: said, expert: int32(k), prior: prior, beside: o.Beside}).bytes()
		if err != nil {
			return nil, language.Errorf("the form of %s: %v", e.ID, err)
		}
		forms = append(forms, Form{Expert: e.ID, File: formFile(e.ID, taken), Data: data})
	}
	if len(forms) == 0 {
		return nil, language.Errorf("there are no experts to send a form to: list them on the sheet %s", both("Experts", expertsSheet.Russian))
	}
	return forms, nil
}

var (
	unsafeInFile = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[<>:"/\\|?*\x00-\x1f\x7f-\x9f\x{061c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{feff}]`)
	})
	reservedFile = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)`)
	})
)

// formFile makes a file name of an expert's ID that Windows, too, takes, and that is not taken, in whatever case.
func formFile(id string, taken map[string]bool) string {
	name := unsafeInFile().ReplaceAllString(clean(id), "_")
	if runes := []rune(name); len(runes) > 60 {
		name = string(runes[:60])
	}
	name = strings.TrimRight(name, ". ")
	if name == "" || reservedFile().MatchString(name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasPrefix(name, "-") {
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
	lookAnswer write.Look = 100 + iota // to fill in: yellow, unlocked
	lookChoice                         // the same, as text, so that "=" stays what it is
	lookCode                           // heads of the columns to fill in
	lookCount
	lookAside   // not asked: the expert declared a conflict of interest
	lookComment // to write in, if one likes
)

// formWriter writes one form.
type formWriter struct {
	templateWriter // for its languages
	s              *study.Study
	meta           *formMeta
	said           *panel.Feedback // of the round before; nil for none
	expert         int32
	prior          *prior // answers given before, which the form shows
	beside         *Beside
	progress       []string // formulas that count answers, and what they give on an empty form
	counts         []string
}

func (w *formWriter) bytes() ([]byte, error) {
	b, err := write.NewBook()
	if err != nil {
		return nil, err
	}
	defer b.F.Close()
	w.b = b
	b.F.SetActiveSheet(0) // while there is no other: it reads all sheets again
	if err := w.looks(); err != nil {
		return nil, err
	}
	var sheets []*write.Sheet
	if len(w.meta.questions.technologies) > 0 {
		sheets = append(sheets, w.scores())
	}
	if len(w.meta.questions.pairs) > 0 {
		sheets = append(sheets, w.pairs())
	}
	if len(w.terms()) > 0 && len(w.meta.questions.technologies) > 0 {
		sheets = append(sheets, w.scale())
	}
	if said := w.feedback(w.said); said != nil {
		sheets = append([]*write.Sheet{said}, sheets...)
	}
	sheets = append([]*write.Sheet{w.readMe()}, append(sheets, w.meta.sheet())...)
	for k, s := range sheets {
		if err := b.Write(s, k == 0); err != nil {
			return nil, language.Errorf("sheet %s: %v", s.Name, err)
		}
	}
	for k := range b.F.WorkBook.Sheets.Sheet {
		if sheet := &b.F.WorkBook.Sheets.Sheet[k]; sheet.Name == metaSheet {
			sheet.State = "veryHidden" // SetSheetVisible would read back sheets that are written
		}
	}
	if err := b.F.SetDocProps(&excelize.DocProperties{Title: w.s.Title, Subject: w.say("Form of ") + w.meta.expert, Creator: "Veche"}); err != nil {
		return nil, err
	}
	return write.Pack(b.F)
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
		look  write.Look
		style *excelize.Style
	}{
		{lookAnswer, answer(nil)},
		{lookChoice, answer(&asText)},
		{lookCode, &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "1F3244"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EAF1"}},
			Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "bottom", Indent: 1}}},
		{lookCount, &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "7A5C00"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{lookAside, &excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D0D0D0"}}}},
		{lookComment, &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFBEB"}},
			Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true, Indent: 1}, Protection: &excelize.Protection{Locked: false}}},
	} {
		id, err := w.b.F.NewStyle(l.style)
		if err != nil {
			return err
		}
		w.b.Styles[l.look] = id
	}
	return nil
}

// formSheets are the names of the sheets of a form that hold no answers, in English and Russian; whatever stands on another was added by the expert. A
// sheet that shows the expert something, such as the answers of the round before, belongs here too.
func formSheets() []inBoth {
	return []inBoth{readMeName, {scaleSheet.Name, scaleSheet.Russian}}
}

// readMeName is the name of the first sheet of forms and templates.
var readMeName = inBoth{"Read me", "Прочти меня"}

// abstain is what the drop-downs offer for "don't know".
func (w *formWriter) abstain() string { return w.say("n/a") }

// promptWith protects a sheet without a password: a hint where to type, not a lock.
func promptWith(f *excelize.File, sheet string) error {
	return f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{EditScenarios: true, FormatCells: true, FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true})
}

// counting makes the sentence "Answered: 12 of 333" of a formula that counts the answers, done of which stand in the form already.
func (w *formWriter) counting(counted string, done, asked int) (formula, value string) {
	before, of := w.say("Answered: "), w.say(" of ")
	return fmt.Sprintf(`"%s"&%s&"%s"&%d`, before, counted, of, asked), fmt.Sprintf("%s%d%s%d", before, done, of, asked)
}

func (w *formWriter) criterion(code string) *study.Criterion {
	return &w.s.Criteria[w.s.Criterion(code)]
}

// readMe is the first sheet: whose form this is, what to do, how far it is done.
func (w *formWriter) readMe() *write.Sheet {
	s := write.NewSheet(w.pick(readMeName[0], readMeName[1]))
	s.Widths[1] = 100
	row := 1
	put := func(text string, l write.Look) { s.Put(row, 1, text, l); row++ }
	put(w.s.Title, write.Title)
	e := &w.s.Experts[w.s.Expert(w.meta.expert)]
	who := w.say("Expert: ") + e.ID
	for _, more := range []string{e.Name, e.Organisation} {
		if more != "" {
			who += ", " + more
		}
	}
	put(who, write.Strong)
	if w.meta.round != "" {
		put(w.say("Round: ")+w.meta.round, write.Strong)
	}
	row++
	var lines []string
	q := &w.meta.questions
	if len(q.technologies) > 0 {
		lines = append(lines, fmt.Sprintf(w.say("On the sheet “%s” say how good each technology is on each criterion. The scale stands under each criterion's name; a cell's arrow shows what may be chosen."), w.pick(scoresSheet.Name, scoresSheet.Russian)))
	}
	if len(q.pairs) > 0 {
		lines = append(lines, fmt.Sprintf(w.say("On the sheet “%s” say for each pair of criteria which one matters more, and how strongly."), w.pick(pairwiseSheet.Name, pairwiseSheet.Russian)))
	}
	if w.said != nil {
		lines = append([]string{fmt.Sprintf(w.say("The sheet “%s” shows how all answers of the round before lie, without names, and where yours stand apart. Look at it first."), w.pick(feedbackSheet[0], feedbackSheet[1]))}, lines...)
	}
	if w.prefilled() {
		lines = append(lines, w.say(confirmed))
	}
	if len(w.s.Experts[w.expert].Conflicts) > 0 && len(q.technologies) > 0 {
		lines = append(lines, w.say(asideNote))
	}
	lines = append(lines,
		w.say("Only the yellow cells are to be filled in. If you don't know, choose n/a: it is better than a guess. What stays blank counts as not answered."),
		w.say("Save the file under its own name as .xlsx and send it back. You need not finish in one go."))
	for k, l := range lines {
		put(fmt.Sprintf("%d. %s", k+1, l), write.Wrap)
	}
	row++
	names := []string{}
	if len(q.technologies) > 0 {
		names = append(names, w.pick(scoresSheet.Name, scoresSheet.Russian))
	}
	if len(q.pairs) > 0 {
		names = append(names, w.pick(pairwiseSheet.Name, pairwiseSheet.Russian))
	}
	for k, name := range names {
		s.Formula(row, 1, fmt.Sprintf(`"%s. "&%s`, name, w.progress[k]), name+". "+w.counts[k], lookCount)
		s.Put(row+1, 1, w.say("To the sheet ")+name, write.Linked)
		s.Links = append(s.Links, write.Link{Cell: write.At(1, row+1), To: "'" + name + "'!A1"})
		row += 3
	}
	s.Before = func(f *excelize.File) error { return promptWith(f, s.Name) }
	return s
}
