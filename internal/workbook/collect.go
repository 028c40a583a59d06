package workbook

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/ods"
	"veche/internal/study"
)

// FormFile is a file that came back, by the name it is reported under.
type FormFile struct {
	Name string
	Data []byte
}

// Collection is what became of returned forms.
type Collection struct {
	Study  *study.Study // with the answers that were merged; each has the cell of the form as its Origin
	Forms  []FormReport // by expert in the study's order, then files that could not be given to an expert
	Notes  []Note       // what experts wrote beside their answers, by form
	Issues study.Issues // errors first; an error is something that was not merged

	before   *reader          // the study as it was
	files    []string         // names of the experts' forms
	names    map[string]int32 // experts by those names
	data     []byte
	filled   []filling
	now      questions
	options  CollectOptions
	declined map[int32][]question // pairs answered with “don't know”, by expert: a study does not hold them
	round    string               // folded, of most of the forms
	long     int                  // answers up to which a sheet that is made for them has a row for each
	old      [3]int               // numbers of scores, judgements and unread answers before
}

// filling is an answer that took a blank cell of the study.
type filling struct {
	at        study.Origin // that cell; of a judgement a cell of the row of the unread one
	score     int          // in Study.Scores
	judgement int          // in Study.Judgements, from 1; 0: it is a score
}

// question is what is asked: the score of technology x on criterion y, or which of the criteria x < y matters more.
type question struct {
	pair bool
	x, y int32
}

// formAnswer is what a form says to a question.
type formAnswer struct {
	quantity                // of a score; of a pair its state only
	a, b     int32          // of a pair: criteria as they stand in the row
	ratio    float64        // of a pair: a is so many times as important as b
	triangle *mcda.Triangle // of a pair with a fuzzy intensity
	t        *table
	row, col int
	shown    string
}

func (a *formAnswer) place() study.Place { return a.t.place(a.row, a.col) }

func (a *formAnswer) origin() study.Origin { return a.t.where(a.row, a.col) }

// over is the ratio of the first criterion of the question over the second.
func (a *formAnswer) over() float64 {
	if a.a > a.b {
		return 1 / a.ratio
	}
	return a.ratio
}

// same reports whether two answers to a question say the same.
func (a *formAnswer) same(b *formAnswer) bool {
	if a.state != b.state || a.state != study.Given {
		return a.state == b.state
	}
	if a.t.spec == &pairwiseSheet {
		return sameRatio(a.over(), b.over()) && (a.triangle == nil) == (b.triangle == nil) && (a.triangle == nil || a.a != b.a || *a.triangle == *b.triangle)
	}
	return a.value == b.value && (a.term != 0) == (b.term != 0) && a.fuzzy == b.fuzzy && a.four == b.four
}

// sameRatio allows for 1/(1/x).
func sameRatio(a, b float64) bool { return max(a, b) <= min(a, b)*(1+1e-12) }

// spoiled is an answer that cannot be used: what stands there and where, and which of the reader's issues say so where no other answer is to blame.
type spoiled struct {
	shown    string
	at       study.Origin
	from, to int
}

// form is one returned file being read.
type form struct {
	r       *reader
	meta    *formMeta
	expert  int32
	asked   []question // of the study's that stand in the form, in the study's order
	answers map[question]*formAnswer
	bad     map[question]spoiled // what cannot be used
	aside   []question           // on technologies the expert declared a conflict of interest on: not asked, and read all the same
	pasted  bool                 // the form was copied into another workbook and has lost its hidden sheet
	notes   []Note               // what was written beside the answers, without the expert
	sheet   uint16               // that of its scores, in the study
	located map[*table]*located  // what the rows and columns of its sheets are about
}

// Collect merges returned forms into a study. The error holds the study's own errors, which must be corrected first; everything wrong with the forms is in
// the collection. Nothing is guessed: a cell, row, column or form that is not certain is left out and reported, and the rest is merged.
func Collect(studyFile FormFile, files []FormFile) (*Collection, error) {
	return CollectAs(studyFile, files, CollectOptions{})
}

// CollectOptions say what pasted forms do not: a form copied into a new workbook has lost whose it is and of which round. A form may have been made for none.
type CollectOptions struct {
	Expert  string            // whose the one pasted form is, by ID
	Experts map[string]string // whose each is, by the file's name
	Round   string            // of forms that have none; "" for that of the others, or the one the study asks for
}

// CollectAs is [Collect] with what the options say of pasted forms.
func CollectAs(studyFile FormFile, files []FormFile, o CollectOptions) (*Collection, error) {
	before := readUnanswered(studyFile.Name, studyFile.Data)
	if err := before.issues.Err(); err != nil {
		return nil, before.issues
	}
	if _, ok := before.book.(*ods.Book); ok { // what is written is a workbook that can be written
		made, err := WriteStudy(before.study)
		if err != nil {
			return nil, err
		}
		sum := before.study.Source.SHA256 // by which the forms know their study
		if before = readUnanswered(studyFile.Name, made); before.issues.Err() != nil {
			return nil, before.issues
		}
		studyFile.Data, before.study.Source.SHA256 = made, sum
	}
	merged := *before.study
	merged.Scores, merged.Judgements = slices.Clone(merged.Scores), slices.Clone(merged.Judgements)
	merged.Unread = slices.Clone(merged.Unread)
	merged.Rounds, merged.Sheets, merged.Terms = slices.Clone(merged.Rounds), slices.Clone(merged.Sheets), slices.Clone(merged.Terms)
	c := &Collection{options: o, long: mostLong, Study: &merged, before: before, data: studyFile.Data, old: [3]int{len(merged.Scores), len(merged.Judgements), len(merged.Unread)}}
	c.files, c.names = formNames(&merged)
	c.now = questionsOf(&merged)

	type who struct {
		expert int32
		round  string
	}
	groups := map[who][]*form{}
	var order []who
	var refused []FormReport
	var opened []*form
	for _, file := range files {
		if strings.HasPrefix(filepath.Base(file.Name), "~$") {
			c.warn("W-FORM-LOCK", study.Place{File: file.Name}, "", language.M("Nothing needs doing; close the form it belongs to before collecting."), "This is a lock file of a form that is open in Excel, not a form.")
			continue
		}
		f := c.open(file, &c.now)
		if f.meta == nil || f.expert < 0 {
			c.Issues = append(c.Issues, f.r.issues...)
			refused = append(refused, c.refusal(f))
			continue
		}
		opened = append(opened, f)
	}
	opened = c.roundsOfForms(opened, &refused)
	for _, f := range opened {
		k := who{f.expert, study.FoldRound(f.meta.round)}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], f)
	}
	slices.SortStableFunc(order, func(a, b who) int { return cmp.Compare(a.expert, b.expert) })
	rounds := map[string]int{}
	for _, k := range order {
		rounds[k.round] += len(groups[k])
	}
	c.round = mostly(rounds)
	had := c.answered(rounds)
	for _, k := range order {
		c.oddRound(groups[k], rounds)
		c.Forms = append(c.Forms, c.merge(groups[k]))
	}
	c.Forms = append(c.Forms, refused...)
	c.missing(had)
	c.settleUnread()
	if len(c.before.study.Roundless()) == 0 {
		c.Issues = append(c.Issues, c.Study.Roundless()...) // came of the merging
	}
	c.Issues.Sort()
	return c, nil
}

// refusal is the report of a file that is not used: of the expert it is named for, or else of nobody.
func (c *Collection) refusal(f *form) FormReport {
	report := FormReport{Files: []string{f.r.file}, Result: FormRefused}
	if e := c.namedFor(f.r.file); e >= 0 {
		report.Expert, report.Name = c.Study.Experts[e].ID, c.Study.Experts[e].Name
	} else if f.meta != nil {
		report.Expert, report.Name = f.meta.expert, f.meta.name
	}
	if f.meta != nil {
		report.Round = f.meta.round
	}
	return report
}

// oddRound warns of forms of another round than most: one that is late, or an old one sent again. rounds counts the forms of each.
func (c *Collection) oddRound(forms []*form, rounds map[string]int) {
	most := mostly(rounds)
	for _, f := range forms {
		if r := study.FoldRound(f.meta.round); rounds[r] < rounds[most] {
			c.warn("W-FORM-ROUND", study.Place{File: f.r.file}, f.meta.round, language.M("Check that it was meant to count; rounds are never mixed."), "The form is of %s, while most are of %s.", roundOf(f.meta.round), roundOf(most))
		}
	}
}

// mostly is the round of most forms.
func mostly(rounds map[string]int) (most string) {
	for _, r := range slices.Sorted(maps.Keys(rounds)) {
		if rounds[r] > rounds[most] {
			most = r
		}
	}
	return most
}

func roundOf(round string) language.Message {
	if round == "" {
		return language.M("no round")
	}
	return language.M("round %s", round)
}

// answered tells which experts have an answer of one of the rounds in the study, of any when no round is given.
func (c *Collection) answered(rounds map[string]int) []bool {
	had := make([]bool, len(c.Study.Experts))
	in := func(round int32) bool {
		return len(rounds) == 0 || round < 0 && rounds[""] > 0 || round >= 0 && rounds[study.FoldRound(c.Study.Rounds[round])] > 0
	}
	for _, a := range c.Study.Scores {
		had[a.Expert] = had[a.Expert] || a.State != study.Missing && in(a.Round)
	}
	for _, j := range c.Study.Judgements {
		had[j.Expert] = had[j.Expert] || in(j.Round)
	}
	return had
}

// missing reports the experts without a form and puts all in the study's order, files that are nobody's last.
func (c *Collection) missing(had []bool) {
	of := map[string][]FormReport{}
	for _, r := range c.Forms {
		of[r.Expert] = append(of[r.Expert], r)
	}
	var all []FormReport
	for e := range c.Study.Experts {
		x := &c.Study.Experts[e]
		all = append(all, of[x.ID]...)
		if of[x.ID] != nil || c.Study.Excluded.Experts[x.ID] {
			delete(of, x.ID)
			continue
		}
		report := FormReport{Expert: x.ID, Name: x.Name, Result: FormMissing}
		if had[e] {
			report.Result = FormKnown
		} else {
			c.warn("W-FORM-NONE", c.before.study.Place(x.Origin), x.ID, language.M("Ask for it, and collect again."), "No form of %s came back.", nameOf(x))
		}
		all = append(all, report)
	}
	for _, r := range c.Forms {
		if of[r.Expert] != nil { // of nobody in the study
			all = append(all, r)
		}
	}
	c.Forms = all
}

// nameOf is an expert's ID with the name.
func nameOf(e *study.Expert) string {
	if e.Name == "" || e.Name == e.ID {
		return e.ID
	}
	return e.ID + " (" + e.Name + ")"
}
