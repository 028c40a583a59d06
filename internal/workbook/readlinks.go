package workbook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/mcda/network"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// naming numbers the names of one column as they come. Names are the same when they fold to the same; what was seen before is not folded again.
type naming struct {
	exact, folded map[string]int32
}

func newNaming() naming { return naming{map[string]int32{}, map[string]int32{}} }

// of returns the number of a name, and whether it is new; next is the number of a new one.
func (x *naming) of(name string, next int) (k int32, isNew bool) {
	if k, ok := x.exact[name]; ok {
		return k, false
	}
	f := fold(name)
	k, ok := x.folded[f]
	if !ok {
		k = int32(next)
		x.folded[f] = k
	}
	x.exact[name] = k
	return k, !ok
}

// linkKey is one partner's part in one project for one technology in one period.
type linkKey struct{ project, technology, period, partner int32 }

// linksReader gathers the rows of the Links sheet.
type linksReader struct {
	r                          *reader
	projects, periods, partner naming
	seen                       map[linkKey]int32 // rows
	years                      []study.Place     // periods that were dates
	regions                    []string          // partners with two regions
	regionsAt                  study.Place
	blocAt                     []study.Origin // by partner, where its bloc stands
}

// readLinks reads who works with whom on what: one row for each partner of a project.
func (r *reader) readLinks(t *table) {
	t.warnExtra(isSource, t.spec.names())
	x := &linksReader{r: r, projects: newNaming(), periods: newNaming(), partner: newNaming(), seen: map[linkKey]int32{}}
	t.body(x.row)
	x.finish(t)
}

func (x *linksReader) row(row row) {
	r := x.r
	all := &r.study.Links
	project, okProject := row.need("Project")
	tech := r.linkedTechnology(row)
	period, okPeriod := x.period(row)
	name, okPartner := row.need("Partner")
	amount, okAmount := row.commitment()
	if !okPartner {
		return
	}
	var k linkKey
	var isNew bool
	k.technology = tech
	if k.partner, isNew = x.partner.of(name, len(all.Partners)); isNew {
		all.Partners = append(all.Partners, study.Partner{Name: name, Origin: row.t.where(row.n, row.t.col("Partner"))})
		x.blocAt = append(x.blocAt, study.Origin{})
	}
	if !x.describe(row, k.partner) || !okProject || tech < 0 || !okPeriod || !okAmount { // what else is wrong with the row is said all the same
		return
	}
	if k.project, isNew = x.projects.of(project, len(all.Projects)); isNew {
		all.Projects = append(all.Projects, project)
	}
	if k.period, isNew = x.periods.of(period, len(all.Periods)); isNew {
		all.Periods = append(all.Periods, period)
	}
	if first, twice := x.seen[k]; twice {
		c := row.get("Partner")
		r.fail("E-LINK-DUPLICATE", row.place(c), name, language.M("Keep one of the two, with the sum of their commitments if both are meant."), "%s stands in project %s in row %d already.", name, project, first)
		return
	}
	x.seen[k] = int32(row.n)
	link := study.Link{Project: k.project, Technology: tech, Period: k.period, Partner: k.partner, Origin: row.t.where(row.n, row.t.col("Partner"))}
	if amount != nil {
		link.Commitment, link.Stated = *amount, true
	}
	all.Rows = append(all.Rows, link)
}

// recogniseLinks finds a sheet of links under another name by its header; nil when there is none.
func (r *reader) recogniseLinks() *table {
	for k, s := range r.book.Sheets() {
		t := &table{r: r, spec: &linksSheet, index: k, name: s.Name}
		found := false
		if r.known[k] || isNote(s) || !t.rows(1, headerRows, func(row row) {
			named := map[int]bool{}
			for _, c := range row.cells {
				if at := linksSheet.column(text(c)); c.Row > 0 && at >= 0 && linksSheet.Columns[at].Required {
					named[at] = true
				}
			}
			found = found || len(named) == 4
		}) || !found {
			continue
		}
		t.enter(s.Hidden)
		return t
	}
	return nil
}

// linkedTechnology finds the technology of a link; in a file of links alone each name is a technology.
func (r *reader) linkedTechnology(row row) int32 {
	if !r.linksOnly {
		return r.technology(row, "Technology")
	}
	name, ok := row.need("Technology")
	if !ok {
		return -1
	}
	if k := r.technologies.find(name); k >= 0 {
		return int32(k)
	}
	k := len(r.study.Technologies)
	r.technologies.add(k, name, "")
	c := row.get("Technology")
	r.study.Technologies = append(r.study.Technologies, study.Technology{ID: name, Name: name, Origin: row.t.where(c.Row, c.Col)})
	return int32(k)
}

// period reads the column Period; of a date its year.
func (x *linksReader) period(row row) (string, bool) {
	c, ok := row.sound("Period")
	if !ok {
		return "", false
	}
	if c.Kind == xlsx.Number && c.Format == xlsx.Date && c.Number >= 1 && c.Number < 3e6 {
		epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
		if x.r.book.Date1904() {
			epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
		}
		x.years = append(x.years, row.place(c))
		return strconv.Itoa(epoch.AddDate(0, 0, int(c.Number)).Year()), true
	}
	return row.need("Period")
}

// commitment reads an amount of 0 or more, nil when it is blank or not known; false after reporting one that cannot be.
func (r row) commitment() (*float64, bool) {
	if r.t.col("Commitment") == 0 {
		return nil, true
	}
	c := r.get("Commitment")
	v, f := r.figure(c, sought{})
	switch {
	case f != nil && f.code == "E-NUMBER":
		r.t.r.fail("E-COMMITMENT", r.place(c), text(c), language.M("Type an amount of 0 or more without its unit, or leave the cell blank when it is not known."), "The commitment %q is not a number.", text(c))
		return nil, false
	case f != nil:
		r.t.r.fault(r.place(c), c, f)
		return nil, false
	case v.state != study.Given:
		return nil, true
	case v.value < 0:
		r.t.r.fail("E-COMMITMENT", r.place(c), text(c), language.M("Enter an amount of 0 or more."), "The commitment is negative.")
		return nil, false
	}
	return &v.value, true
}

// describe takes in a partner's bloc and region; false after reporting a second bloc.
func (x *linksReader) describe(row row, partner int32) bool {
	p := &x.r.study.Links.Partners[partner]
	c, ok := row.sound("Bloc")
	if !ok {
		return false
	}
	bloc := text(c)
	if k := x.r.blocs.find(bloc); k >= 0 {
		bloc = x.r.study.Blocs[k].Name
	}
	switch {
	case bloc == "":
	case p.Bloc == "":
		p.Bloc, x.blocAt[partner] = bloc, row.t.where(c.Row, c.Col)
	case p.Bloc != bloc && fold(p.Bloc) != fold(bloc):
		x.r.fail("E-LINK-BLOC", row.place(c), bloc, language.M("Give the partner one bloc, or name its parts as partners of their own."), "%s is in the bloc %q here and in %q at %s.", p.Name, bloc, p.Bloc, x.r.study.Place(x.blocAt[partner]))
		return false
	}
	region := row.text("Region")
	switch {
	case region == "" || p.Region == region:
	case p.Region == "":
		p.Region = region
	case fold(p.Region) != fold(region):
		if len(x.regions) == 0 {
			x.regionsAt = row.place(row.get("Region"))
		}
		if !slices.Contains(x.regions, p.Name) && len(x.regions) < 1000 {
			x.regions = append(x.regions, p.Name)
		}
	}
	return true
}

// finish puts the periods in order of time, spells blocs one way, and says once what was odd.
func (x *linksReader) finish(t *table) {
	r, all := x.r, &x.r.study.Links
	if len(x.years) > 0 {
		r.warn("W-LINK-PERIOD", x.years[0], "", language.M("Type the year as a number if something else is meant."), "Dates in the column Period were read as their years; there are %d, this is the first.", len(x.years))
	}
	if len(x.regions) > 0 {
		r.warn("W-LINK-REGION", x.regionsAt, "", language.M("Nothing needs doing if the first region is the partner's seat."), "Partners with several regions count for the first: %s.", some(x.regions, 5))
	}
	spelled := map[string]string{}
	for k := range all.Partners {
		if p := &all.Partners[k]; p.Bloc != "" {
			f := fold(p.Bloc)
			if spelled[f] == "" {
				spelled[f] = p.Bloc
				if near := near(p.Bloc, r.blocNames()); near != "" && r.blocs.find(p.Bloc) < 0 {
					r.warn("W-LINK-BLOC-NEAR", r.study.Place(x.blocAt[k]), p.Bloc, language.M("Correct it if %s is meant.", near), "The bloc %q is not on the sheet Blocs, but %s is.", p.Bloc, near)
				}
			}
			p.Bloc = spelled[f]
		}
	}
	order := make([]int, len(all.Periods))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return natural(all.Periods[a], all.Periods[b]) })
	place, names := make([]int32, len(order)), make([]string, len(order))
	for k, i := range order {
		place[i], names[k] = int32(k), all.Periods[i]
	}
	all.Periods = names
	for k := range all.Rows {
		all.Rows[k].Period = place[all.Rows[k].Period]
	}
	if len(all.Rows) == 0 {
		all.Projects, all.Periods, all.Partners = nil, nil, nil
	}
}

func (r *reader) blocNames() []string {
	var names []string
	for _, b := range r.study.Blocs {
		names = append(names, b.Name)
	}
	return names
}

// some lists the first names of many.
func some(names []string, most int) language.Message {
	if len(names) <= most {
		return language.Verbatim(strings.Join(names, ", "))
	}
	return language.M("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// natural is [Natural] on folded names: 2014 Q2 before 2014 Q10, whatever the case of the letters.
func natural(a, b string) int {
	return cmp.Or(Natural(fold(a), fold(b)), cmp.Compare(a, b))
}

// linkMeasures reads the column Links of Criteria: one measure of the links, or several whose mean is taken, as density; triple helix.
func (r row) linkMeasures(code string) ([]string, study.Origin) {
	if r.t.col("Links") == 0 {
		return nil, study.Origin{}
	}
	c, ok := r.sound("Links")
	if !ok {
		return nil, study.Origin{}
	}
	var names []string
	for _, part := range strings.FieldsFunc(text(c), func(x rune) bool { return x == ';' || x == ',' || x == '+' }) {
		if part = clean(part); part == "" {
			continue
		}
		f := network.LookupFigure(part)
		if f == nil {
			r.t.r.fail("E-LINK-MEASURE", r.place(c), part, language.M("Write one of %s%s, or several shares with semicolons between them for their mean.", strings.Join(measureNames(false), ", "), didYouMean(part, measureNames(true))), "There is no measure %q of the links for criterion %s.", part, code)
			return nil, study.Origin{}
		}
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	if len(names) > 1 {
		for _, name := range names {
			if network.LookupFigure(name).Count {
				r.t.r.fail("E-LINK-MEASURE", r.place(c), text(c), language.M("Make it a criterion of its own."), "%s are a number, which has no mean with shares.", name)
				return nil, study.Origin{}
			}
		}
	}
	if names == nil {
		return nil, study.Origin{}
	}
	return names, r.t.where(c.Row, c.Col)
}

// measureNames are the measures that a criterion may take, in English, or in both languages.
func measureNames(russian bool) []string {
	var names []string
	for _, f := range network.Figures() {
		names = append(names, f.Name)
		if russian {
			names = append(names, f.Russian)
		}
	}
	return names
}

// linkRows are the rows of the Links sheet.
func linkRows(s *study.Study) [][]any {
	all := &s.Links
	rows := make([][]any, len(all.Rows))
	for k, l := range all.Rows {
		p := &all.Partners[l.Partner]
		var amount any
		if l.Stated {
			amount = l.Commitment
		}
		rows[k] = []any{wholeOr(all.Projects[l.Project]), s.Technologies[l.Technology].ID, wholeOr(all.Periods[l.Period]), p.Name, write.OrNil(p.Bloc), write.OrNil(p.Region), amount}
	}
	return rows
}

// wholeOr is a name as the whole number it is, so that a year is a number in its cell; the name where it would not read back as written.
func wholeOr(name string) any {
	if n, err := strconv.ParseInt(name, 10, 64); err == nil && strconv.FormatInt(n, 10) == name && n < 1e15 && n > -1e15 {
		return n
	}
	return name
}
