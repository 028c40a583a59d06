package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"veche/internal/language"

	"veche/internal/mcda/weighting"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// metaSheet is the hidden sheet that says what a form is; formVersion is the version of its layout.
const (
	metaSheet   = "_meta"
	metaKey     = "veche-form"
	formVersion = 1
)

// questions are what a study asks of each expert, in order: the scores of technologies on criteria, and which of two criteria matters more.
type questions struct {
	criteria     []askedCriterion
	technologies []askedTechnology
	pairs        [][2]string // codes

	found *askedPlaces // made when it is first asked for
}

type askedCriterion struct{ code, name, least, most string } // the ends of the scale as numbers, "" where it has none

type askedTechnology struct{ id, name string }

// questionsOf lists a study's questions. Criteria with evidence or measured by links, or on which technologies are compared in pairs, are not asked; neither are technologies
// that are left out. Pairs are asked when the weighting is made of judgements.
func questionsOf(s *study.Study) questions {
	var q questions
	known := make([]bool, len(s.Criteria))
	for e := range s.Evidence.All() {
		known[e.Criterion] = true
	}
	for _, c := range s.Comparisons {
		known[c.Criterion] = true
	}
	end := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	for _, i := range s.Leaves() {
		if c := &s.Criteria[i]; !known[i] && len(c.Links) == 0 {
			q.criteria = append(q.criteria, askedCriterion{c.Code, c.Name, end(c.Min), end(c.Max)})
		}
	}
	for _, t := range s.Technologies {
		if !s.Excluded.Technologies[t.ID] && len(q.criteria) > 0 {
			q.technologies = append(q.technologies, askedTechnology{t.ID, t.Name})
		}
	}
	name, _ := study.CanonicalWeighting(s.Settings.Weighting)
	if m, ok := weighting.Lookup(name); ok && m.Basis == weighting.Judgements {
		for _, parent := range s.Parents() {
			children := s.Children(parent)
			for k, a := range children {
				for _, b := range children[k+1:] {
					q.pairs = append(q.pairs, [2]string{s.Criteria[a].Code, s.Criteria[b].Code})
				}
			}
		}
	}
	return q
}

// rows are the questions as rows of the hidden sheet.
func (q *questions) rows() [][]string {
	var rows [][]string
	for _, c := range q.criteria {
		rows = append(rows, []string{"criterion", c.code, c.name, c.least, c.most})
	}
	for _, t := range q.technologies {
		rows = append(rows, []string{"technology", t.id, t.name})
	}
	for _, p := range q.pairs {
		rows = append(rows, []string{"pair", p[0], p[1]})
	}
	return rows
}

// hash is the SHA-256 of the questions in their order, without the names: criteria with the ends of their scales, technologies, pairs.
func (q *questions) hash() string {
	h := sha256.New()
	for _, c := range q.criteria {
		fmt.Fprintf(h, "criterion %q %q %q\n", c.code, c.least, c.most)
	}
	for _, t := range q.technologies {
		fmt.Fprintf(h, "technology %q\n", t.id)
	}
	for _, p := range q.pairs {
		fmt.Fprintf(h, "pair %q %q\n", p[0], p[1])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (q *questions) count() int { return len(q.criteria)*len(q.technologies) + len(q.pairs) }

// criterion, technology and pair find a question, −1 and false where it is not asked.
func (q *questions) criterion(code string) int { return placeOf(q.places().criteria, fold(code)) }

func (q *questions) technology(id string) int { return placeOf(q.places().technologies, fold(id)) }

func (q *questions) pair(a, b string) bool {
	return q.places().pairs[[2]string{fold(a), fold(b)}] || q.places().pairs[[2]string{fold(b), fold(a)}]
}

// named is the ID of the one technology of a name, "" when there is none or several.
func (q *questions) named(name string) (id string) {
	if name == "" {
		return ""
	}
	for _, t := range q.technologies {
		if fold(t.name) == fold(name) {
			if id != "" {
				return ""
			}
			id = t.id
		}
	}
	return id
}

// askedPlaces are where a list of questions has each, by folded code.
type askedPlaces struct {
	criteria, technologies map[string]int
	pairs                  map[[2]string]bool
}

func (q *questions) places() *askedPlaces {
	if q.found == nil {
		p := &askedPlaces{map[string]int{}, map[string]int{}, map[[2]string]bool{}}
		for k := len(q.criteria) - 1; k >= 0; k-- { // the first counts
			p.criteria[fold(q.criteria[k].code)] = k
		}
		for k := len(q.technologies) - 1; k >= 0; k-- {
			p.technologies[fold(q.technologies[k].id)] = k
		}
		for _, x := range q.pairs {
			p.pairs[[2]string{fold(x[0]), fold(x[1])}] = true
		}
		q.found = p
	}
	return q.found
}

func placeOf(places map[string]int, key string) int {
	if k, ok := places[key]; ok {
		return k
	}
	return -1
}

// changes says in words what differs between the questions of a form and those of the study now.
func (q *questions) changes(now *questions) language.Message {
	var parts []language.Message
	say := func(one, many language.Message, codes []string) {
		if len(codes) == 1 {
			parts = append(parts, language.M(one.Text, codes[0]))
		} else if len(codes) > 1 {
			parts = append(parts, language.M(many.Text, shortList(codes)))
		}
	}
	var added, gone []string
	for _, c := range now.criteria {
		if k := q.criterion(c.code); k < 0 {
			added = append(added, c.code)
		} else if was := q.criteria[k]; was.scale().String() != c.scale().String() {
			parts = append(parts, language.M("the scale of %s was %s and is %s", c.code, was.scale(), c.scale()))
		}
	}
	for _, c := range q.criteria {
		if now.criterion(c.code) < 0 {
			gone = append(gone, c.code)
		}
	}
	say(language.M("criterion %s is new"), language.M("criterion %s are new"), added)
	say(language.M("criterion %s is no longer asked"), language.M("criterion %s are no longer asked"), gone)
	added, gone = nil, nil
	for _, t := range now.technologies {
		if q.technology(t.id) < 0 {
			added = append(added, t.id)
		}
	}
	for _, t := range q.technologies {
		if now.technology(t.id) < 0 {
			gone = append(gone, t.id)
		}
	}
	say(language.M("technology %s is new"), language.M("technology %s are new"), added)
	say(language.M("technology %s is no longer asked"), language.M("technology %s are no longer asked"), gone)
	added, gone = nil, nil
	for _, p := range now.pairs {
		if !q.pair(p[0], p[1]) {
			added = append(added, p[0]+"/"+p[1])
		}
	}
	for _, p := range q.pairs {
		if !now.pair(p[0], p[1]) {
			gone = append(gone, p[0]+"/"+p[1])
		}
	}
	say(language.M("pair %s is new"), language.M("pair %s are new"), added)
	say(language.M("pair %s is no longer asked"), language.M("pair %s are no longer asked"), gone)
	if parts == nil {
		parts = []language.Message{language.M("the order of criteria or technologies changed")}
	}
	return language.Join(parts, "; ")
}

// shortList joins names, of many only the first.
func shortList(names []string) language.Message {
	const shown = 12
	if len(names) > shown {
		return language.M("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
	}
	return language.Verbatim(strings.Join(names, ", "))
}

// shortMessages is shortList of what is said.
func shortMessages(items []language.Message) language.Message {
	const shown = 12
	if len(items) > shown {
		return language.M("%s and %d more", language.Join(items[:shown], ", "), len(items)-shown)
	}
	return language.Join(items, ", ")
}

// scale is "1–5", "from 1", "up to 5", or "any number".
func (c *askedCriterion) scale() language.Message {
	switch {
	case c.least != "" && c.most != "":
		return language.Verbatim(c.least + "–" + c.most)
	case c.least != "":
		return language.M("from %s‹scale›", c.least)
	case c.most != "":
		return language.M("up to %s‹scale›", c.most)
	}
	return language.M("any number")
}

// formMeta is what the hidden sheet of a form says.
type formMeta struct {
	version       int
	title, sha256 string // of the study
	expert, name  string
	round         string // "" for none
	structure     string // hash of the questions
	questions     questions
}

func (m *formMeta) rows() [][]string {
	return append([][]string{{metaKey, strconv.Itoa(m.version)}, {"title", m.title}, {"sha256", m.sha256}, {"expert", m.expert, m.name}, {"round", m.round}, {"structure", m.structure}},
		m.questions.rows()...)
}

var (
	errNoForm  = language.Errorf("there is no sheet %s of a form", metaSheet)
	errNewForm = language.Errorf("it was made by a newer version")
)

// maxMeta bounds the hidden sheet: 5,000 technologies, 100 criteria and their pairs fit.
const maxMeta = 20000

// readMeta reads the hidden sheet. The error is errNoForm, errNewForm, one that says what is wrong with the sheet, or one of the reading.
func readMeta(book source) (*formMeta, error) {
	at := slices.IndexFunc(book.Sheets(), func(s xlsx.Sheet) bool { return fold(s.Name) == metaSheet })
	if at < 0 {
		return nil, errNoForm
	}
	rows := map[int][]string{}
	last := 0
	err := book.Cells(at, func(c xlsx.Cell) error {
		if c.Row > maxMeta || c.Col > 8 {
			return errStop
		}
		row := rows[c.Row]
		for len(row) < c.Col {
			row = append(row, "")
		}
		row[c.Col-1] = text(c)
		rows[c.Row], last = row, c.Row
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return nil, err
	}
	m := &formMeta{}
	get := func(row []string, k int) string {
		if k < len(row) {
			return row[k]
		}
		return ""
	}
	for n := 1; n <= last; n++ {
		row := rows[n]
		v := get(row, 1)
		switch get(row, 0) {
		case metaKey:
			m.version, _ = strconv.Atoi(v)
		case "title":
			m.title = v
		case "sha256":
			m.sha256 = v
		case "expert":
			m.expert, m.name = v, get(row, 2)
		case "round":
			m.round = v
		case "structure":
			m.structure = v
		case "criterion":
			m.questions.criteria = append(m.questions.criteria, askedCriterion{v, get(row, 2), get(row, 3), get(row, 4)})
		case "technology":
			m.questions.technologies = append(m.questions.technologies, askedTechnology{v, get(row, 2)})
		case "pair":
			m.questions.pairs = append(m.questions.pairs, [2]string{v, get(row, 2)})
		}
	}
	switch {
	case m.version == 0:
		return nil, errNoForm
	case m.version > formVersion:
		return nil, errNewForm
	case m.expert == "":
		return nil, language.Errorf("its sheet %s names no expert", metaSheet)
	case m.questions.hash() != m.structure:
		return nil, language.Errorf("its sheet %s was changed or is incomplete", metaSheet)
	}
	return m, nil
}

// sheet is the hidden sheet.
func (m *formMeta) sheet() *write.Sheet {
	s := write.NewSheet(metaSheet)
	for n, row := range m.rows() {
		for k, v := range row {
			if v != "" {
				s.Put(n+1, k+1, v, write.Plain)
			}
		}
	}
	return s
}
