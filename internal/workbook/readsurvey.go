package workbook

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// survey is a sheet of judgements by several experts. In a wide one each row is a respondent and each column headed "A vs B" a pair; else each row is a pair,
// in one column as "A vs B" or in two, and each further column an expert.
type survey struct {
	*table
	wide    bool
	loose   bool        // the headers of a wide one have another mark between the two than vs
	pairs   []asked     // of a wide one, by column
	expert  int         // column of the respondents of a wide one, 0: none says who answered
	round   int         // column of a wide one's rounds, 0: none
	a, b    int         // columns of the two of a pair; b is 0 where a holds both
	on      int         // column of what they are compared on, 0: none
	experts []xlsx.Cell // headers of the experts' columns
}

// asked is one pair that was compared, with the cells that name its parts.
type asked struct {
	a, b, on xlsx.Cell
	at       xlsx.Cell // the header or cell that asks
}

// versus is a pair in words, with what it is about: BL vs ST; c1 vs c2 wrt goal; К1 против К2 относительно К.
var versus = sync.OnceValue(func() *regexp.Regexp {
	return comparing(spellings{` (?:vs\.?|v\.s\.|versus|против) `}[0])
})

// between are other words and marks between the two of a pair, the surest first. They have other meanings too: see [reader.loosely].
var between = sync.OnceValue(func() (all []*regexp.Regexp) {
	marks := spellings{`[ _](?:vs\.?|versus)[ _]`, ` (?:or|или) `, ` (?:compared (?:to|with)|over|than|(?:важнее,? )?чем|по сравнению с) `, ` (?:<->|[↔⇔⟷⇄<>⟺≷]) `, ` [-–—/:&] `, `[–—/:]`, `-`}
	for _, mark := range marks {
		all = append(all, comparing(mark))
	}
	return all
})

// comparing matches two names with a mark between them, and what they are compared on.
func comparing(mark string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(.+?)` + mark + `(.+?)(?: (?:wrt\.?|w\.r\.t\.|with respect to|относительно|по критерию) (.+))?$`)
}

// versus is what stands between the two of a pair in the sheet that is looked at.
func (r *reader) versus() *regexp.Regexp {
	if r.pairMark != nil {
		return r.pairMark
	}
	return versus()
}

// loosely looks for a row of headers that are pairs with another mark between the two than vs, in a file without lists: a mark counts where there are at least as
// many different pairs as names, three or more, so that they hang together in a circle. Other headers with such marks do not.
func (r *reader) loosely(top [][]xlsx.Cell) (header int, mark *regexp.Regexp) {
	defer func() { r.pairMark, r.around = nil, [2]string{} }()
	for _, mark := range between() {
		r.pairMark = mark
		for row, cells := range top {
			pairs, names := map[[2]string]bool{}, map[string]bool{}
			worded := true // 2020-2021 is no pair
			r.around = r.surroundings(cells)
			for _, c := range cells {
				if q, ok := r.asks(c); ok {
					worded = worded && !slices.ContainsFunc(strings.Fields(fold(text(c))), func(w string) bool { return slices.Contains(reversed, w) })
					a, b := fold(text(q.a)), fold(text(q.b))
					names[a], names[b] = true, true
					pairs[[2]string{min(a, b), max(a, b)}] = a != b
					worded = worded && strings.ContainsFunc(a, unicode.IsLetter) && strings.ContainsFunc(b, unicode.IsLetter)
				}
			}
			if worded && len(names) >= 3 && len(pairs) >= len(names) {
				return row, mark
			}
		}
	}
	return 0, nil
}

// asks reads a cell that asks for a comparison. A and B with a colon between them ask only where both are criteria or technologies of the study: such
// headers have other meanings too.
func (r *reader) asks(c xlsx.Cell) (q asked, ok bool) {
	if c.Row == 0 || c.Kind != xlsx.Text || len(c.Text) > 5*maxNear {
		return q, false
	}
	part := func(text string) xlsx.Cell {
		if name := strings.TrimSpace(text); !r.bare && (r.criteria == nil || r.item(name)) {
			return textCell(c, name)
		}
		return textCell(c, bareName(text))
	}
	if m := r.versus().FindStringSubmatch(r.bareQuestion(c)); m != nil {
		return asked{part(m[1]), part(m[2]), part(m[3]), c}, true
	}
	a, b, ok := strings.Cut(clean(c.Text), ":")
	if !ok || r.criteria == nil || !r.item(a) || !r.item(b) {
		return q, false
	}
	return asked{part(a), part(b), part(""), c}, true
}

// item reports whether a name is one of the study's criteria or technologies.
func (r *reader) item(name string) bool {
	return r.criteria.find(name) >= 0 || r.technologies != nil && r.technologies.find(name) >= 0
}

// respondents are headers of a column that says who answered, times of one that says when; unasked are columns beside experts' that hold no expert's answers.
var (
	respondents = spellings{"id", "expert", "respondent", "participant", "name", "код", "эксперт", "респондент", "участник", "фио", "имя", "email", "e-mail", "почта", "№", "no", "n"}
	times       = spellings{"timestamp", "date", "time", "отметка времени", "дата", "время"}
	unasked     = spellings{"mean", "average", "avg", "median", "geomean", "geometric mean", "group", "total", "sum", "note", "notes", "comment", "среднее", "медиана", "среднее геометрическое", "группа", "итог", "итого", "сумма", "примечание", "комментарий"}
)

// survey recognises the shape of a sheet by its first rows; nil for a sheet that is none.
func (r *reader) survey(sheet *table) *survey {
	t := new(table) // of its own: the sheet may be something else after all
	*t = *sheet
	var top [headerRows + 2][]xlsx.Cell
	if !t.rows(1, headerRows+1, func(r row) { top[r.n] = slices.Clone(r.cells) }) {
		return nil
	}
	wide := 0             // pairs in the row that has most
	down := map[int]int{} // pairs in each column
	for row, cells := range top {
		n := 0
		r.around = r.surroundings(cells)
		for col, c := range cells {
			if q, ok := r.asks(c); ok && (r.bare || r.item(text(q.a)) && r.item(text(q.b))) {
				n++
				down[col]++
			}
		}
		if n >= 2 && n > wide && row <= headerRows {
			wide, t.header = n, row
		}
	}
	s := &survey{table: t}
	r.around = [2]string{}
	var mark *regexp.Regexp
	if wide < 2 && len(down) == 0 && r.bare {
		if t.header, mark = r.loosely(top[:headerRows+1]); mark != nil {
			wide = 2
		}
	}
	if wide >= 2 {
		r.pairMark = mark
		r.around = r.surroundings(top[t.header])
		s = s.widely(top[t.header])
		s.loose = mark != nil
		r.around, r.pairMark = [2]string{}, nil
		return s
	}
	for _, col := range slices.Sorted(maps.Keys(down)) {
		if down[col] >= 2 && down[col] > down[s.a] {
			s.a = col
		}
	}
	if s.a > 0 {
		first := slices.IndexFunc(top[:], func(cells []xlsx.Cell) bool {
			if s.a >= len(cells) {
				return false
			}
			_, ok := r.asks(cells[s.a])
			return ok
		})
		for row := first - 1; row > 0 && t.header == 0; row-- {
			if slices.ContainsFunc(top[row], func(c xlsx.Cell) bool { return c.Col > s.a && text(c) != "" }) {
				t.header = row
			}
		}
		return s.columns(top[t.header])
	}
	a, b := pairwiseSheet.column("A"), pairwiseSheet.column("B")
	for row := 1; row <= headerRows; row++ {
		at := map[int]int{}
		for col, c := range top[row] {
			if c.Row == 0 || c.Kind != xlsx.Text {
				continue
			}
			if k := pairwiseSheet.column(text(c)); k >= 0 {
				at[k] = col
			}
		}
		if at[a] == 0 || at[b] == 0 {
			continue
		}
		t.header, s.a, s.b = row, at[a], at[b]
		named := func(cells []xlsx.Cell) bool {
			if max(s.a, s.b) >= len(cells) || cells[s.a].Kind != xlsx.Text || cells[s.b].Kind != xlsx.Text {
				return false
			}
			return r.bare || r.item(text(cells[s.a])) && r.item(text(cells[s.b]))
		}
		if s = s.columns(top[row]); s == nil || len(s.experts) == 0 || !slices.ContainsFunc(top[row+1:], named) {
			return nil
		}
		return s
	}
	return nil
}

// widely takes the columns of a wide survey from its header.
func (s *survey) widely(header []xlsx.Cell) *survey {
	s.wide = true
	var others []extraColumn
	first := 0
	for col, c := range header {
		name := foldHeader(text(c))
		q, ok := s.r.asks(c)
		switch {
		case ok:
			s.pairs = append(s.pairs, q)
			first = cmp.Or(first, col)
		case name == "":
		case pairwiseSheet.column(name) == pairwiseSheet.column("Round"):
			s.round = col
		case slices.Contains(respondents, name) && s.expert == 0:
			s.expert = col
		default:
			others = append(others, extraColumn{col, text(c)})
		}
	}
	s.heads(header)
	if s.expert == 0 && first > 1 && s.round != 1 && (len(header) < 2 || !slices.Contains(times, foldHeader(text(header[1])))) {
		s.expert = 1 // whatever its header
		s.headed[1] = true
	}
	for _, o := range others {
		if o.col != s.expert {
			s.extra = append(s.extra, o)
		}
	}
	return s
}

// heads notes which columns have a header.
func (s *survey) heads(header []xlsx.Cell) {
	s.headed, s.headers = map[int]bool{}, map[int]string{}
	for col, c := range header {
		if f := fold(text(c)); c.Row > 0 && f != "" {
			s.headed[col], s.headers[col] = true, f
		}
	}
}

// columns takes the experts' columns of a survey with a pair a row.
func (s *survey) columns(header []xlsx.Cell) *survey {
	s.heads(header)
	s.headed[s.a], s.headed[s.b] = true, true
	for col, c := range header {
		name := foldHeader(text(c))
		switch k := pairwiseSheet.column(name); {
		case name == "" || col == s.a || col == s.b:
		case k >= 0 && pairwiseSheet.Columns[k].Name == "Parent":
			s.on = col
		case k >= 0 && pairwiseSheet.Columns[k].Required:
			return nil // the long shape, or nearly
		case k >= 0 || slices.Contains(unasked, name) || col < s.a:
			s.extra = append(s.extra, extraColumn{col, text(c)})
		default:
			s.experts = append(s.experts, c)
		}
	}
	return s
}

// unreadColumns warns of the columns beside the judgements, once for all.
func (s *survey) unreadColumns() {
	if len(s.extra) == 0 {
		return
	}
	var names []string
	for _, e := range s.extra {
		names = append(names, fmt.Sprintf("%q", e.text))
	}
	s.r.warn("W-COLUMN-UNKNOWN", s.place(s.header, s.extra[0].col), s.extra[0].text, language.M("Nothing needs doing, unless one was meant as a pair (“A vs B”) or an expert."), "Columns that are no judgements of experts are not read: %s.", strings.Join(names, ", "))
}

// questions calls each with all pairs of the survey, once.
func (s *survey) questions(each func(asked)) bool {
	if s.wide {
		for _, q := range s.pairs {
			each(q)
		}
		return true
	}
	headed := s.headed
	s.headed = nil // what stands under no header is said when the judgements are read
	defer func() { s.headed = headed }()
	return s.rows(s.header+1, 0, func(row row) {
		if q, ok := s.question(row, true); s.odd(row) && ok {
			each(q)
		}
	})
}

// question is the pair a row asks for. What is wrong with it is reported unless quiet.
func (s *survey) question(row row, quiet bool) (asked, bool) {
	c := row.cell(s.a)
	if s.b > 0 {
		q := asked{c, row.cell(s.b), xlsx.Cell{Row: row.n, Col: s.a, Cached: true}, c}
		if s.on > 0 {
			q.on = row.cell(s.on)
		}
		return q, !quiet || text(q.a) != "" && text(q.b) != ""
	}
	q, ok := s.r.asks(c)
	if ok && s.on > 0 && text(q.on) == "" {
		q.on = row.cell(s.on)
	}
	if !ok && !quiet && slices.ContainsFunc(s.experts, func(e xlsx.Cell) bool { v := row.cell(e.Col); return v.Kind != xlsx.Blank }) {
		s.r.fail("E-SURVEY-PAIR", row.place(c), text(c), language.M("Write the two that are compared as “A vs B”."), "The row has judgements, but %q names no pair.", text(c))
	}
	return q, ok
}

// readSurvey reads the judgements of a survey.
func (r *reader) readSurvey(s *survey) {
	s.unreadColumns()
	if s.loose {
		q := s.pairs[0]
		r.warn("W-SURVEY-MARK", s.place(q.at.Row, q.at.Col), text(q.at), language.M("Nothing needs doing if the number below says how many times the first outweighs the second; else these are no judgements."),
			"The headers were read as comparisons: “%s” as %s against %s.", text(q.at), text(q.a), text(q.b))
	}
	if s.wide {
		s.readWide()
	} else {
		s.readColumns()
	}
	s.sayOutside()
	s.remark()
}

// tally counts judgements.
type tally struct{ asked, blank, experts int }

// sayMissing warns of blanks; experts is how many left some.
func (s *survey) sayMissing(n tally) {
	if n.blank > 0 {
		s.r.warn("W-SURVEY-MISSING", s.place(0, 0), fmt.Sprint(n.blank), language.M("Ask for them if you can; missing is never counted as equal."),
			"%d of %d judgements are missing, of %d experts; their weights follow from the others they gave.", n.blank, n.asked, n.experts)
	}
}

// sayOutside warns of numbers that can be no judgement, or refuses a sheet that must be on another scale.
func (s *survey) sayOutside() {
	given := len(s.outside) + len(s.r.answered)
	remedy := language.M("Ask what was meant: 1 (equally) to 9 (extremely), or for the other one 1/2 to 1/9.")
	if len(s.outside) > 3 && len(s.outside)*10 > given {
		c := s.outside[0]
		s.r.fail("E-JUDGEMENT-SCALE", s.place(c.Row, c.Col), text(c), language.M("Bring the answers to 1/9 to 9."), "%d of %d numbers, of which this is the first, are outside 1/9 to 9: these are judgements on another scale.", len(s.outside), given)
		return
	}
	for len(s.outside) > 0 {
		c := s.outside[0]
		var cells []string
		s.outside = slices.DeleteFunc(s.outside, func(o xlsx.Cell) bool {
			if text(o) == text(c) {
				cells = append(cells, o.Ref())
			}
			return text(o) == text(c)
		})
		s.r.warn("W-JUDGEMENT-RANGE", s.place(c.Row, c.Col), text(c), remedy, "%s is outside 1/9 to 9; what it stands for is left out as missing: %s.", text(c), strings.Join(cells, ", "))
	}
}

// readWide reads a row for each respondent.
func (s *survey) readWide() {
	r := s.r
	if s.expert == 0 && r.listedExperts {
		r.fail("E-COLUMN-MISSING", s.place(s.header, 1), "", language.M("Add a column Expert (Эксперт) with the experts' IDs."), "No column says who answered, while the sheet Experts lists the experts.")
		return
	}
	columns := make([]pair, len(s.pairs))
	usable := make([]bool, len(s.pairs))
	for k, q := range s.pairs {
		columns[k], usable[k] = s.pair(q.a, q.b, q.on)
	}
	var n tally
	var empty []int
	seen := map[[2]int32]int{}
	s.body(func(row row) {
		given := 0
		for _, q := range s.pairs {
			if c := row.cell(q.at.Col); c.HasFormula || text(c) != "" {
				given++
			}
		}
		if given == 0 {
			empty = append(empty, row.n)
			return
		}
		who := row.cell(s.expert)
		if total, _ := isTotal(text(who)); s.expert > 0 && who.Kind == xlsx.Text && total && s.sums(row, false) {
			s.summed = append(s.summed, row.n)
			return
		}
		if s.expert == 0 {
			who = textCell(xlsx.Cell{Row: row.n, Col: 1}, fmt.Sprintf("R%d", len(r.study.Experts)+1))
		}
		round := xlsx.Cell{Row: row.n, Col: 1, Cached: true}
		if s.round > 0 {
			round = row.cell(s.round)
		}
		long := s.long(map[string]xlsx.Cell{"Expert": who, "Round": round})
		expert, turn := r.expert(long), r.round(long)
		if expert < 0 {
			return
		}
		if first, twice := seen[[2]int32{expert, turn}]; twice {
			r.fail("E-ROW-DUPLICATE", row.place(who), text(who), language.M("Keep one of the two rows, or give each respondent an ID of their own."), "%s stands here and in row %d.", text(who), first)
			return
		}
		seen[[2]int32{expert, turn}] = row.n
		blank := 0
		for k, q := range s.pairs {
			c := row.cell(q.at.Col)
			v, ok := s.ratio(c, true)
			if ok && v.state != study.Given && c.Kind != xlsx.Number {
				blank++
			}
			if ok && v.state == study.Given && usable[k] {
				r.answer(answered{turn, expert, columns[k]}, v.middle(), v.triangle(), s.where(c.Row, c.Col))
			}
		}
		n.asked += len(s.pairs)
		if n.blank += blank; blank > 0 {
			n.experts++
		}
	})
	if s.expert == 0 && len(seen) > 0 {
		r.warn("W-SURVEY-EXPERTS", s.place(s.header, 1), "", language.M("Add a column Expert with IDs if the rows are of people you know."), "No column says who answered: the %d respondents are called R1 to R%d in the order of the rows.", len(seen), len(seen))
	}
	if empty != nil {
		r.warn("W-SURVEY-ROW", s.place(empty[0], max(s.expert, 1)), "", language.M("Nothing needs doing unless these people answered."), "Rows without any judgement are left out: %s.", spans(empty))
	}
	s.sayMissing(n)
}

// readColumns reads a row for each pair, with a column for each expert.
func (s *survey) readColumns() {
	r := s.r
	if s.header == 0 || len(s.experts) == 0 {
		r.fail("E-SURVEY-EXPERTS", s.place(max(s.header, 1), s.a+1), "", language.M("Write each expert's ID above the column of their judgements."), "No header says whose judgements stand beside the pairs.")
		return
	}
	experts := make([]int32, len(s.experts))
	blanks := make([]int, len(s.experts))
	seen := map[int32]xlsx.Cell{}
	for k, c := range s.experts {
		if experts[k] = r.expert(s.long(map[string]xlsx.Cell{"Expert": c})); experts[k] < 0 {
			continue
		}
		if first, twice := seen[experts[k]]; twice {
			r.fail("E-HEADER-DUPLICATE", s.place(c.Row, c.Col), text(c), language.M("Give each expert one column."), "The expert %s stands here and in %s.", text(c), first.Ref())
			experts[k] = -1
			continue
		}
		seen[experts[k]] = c
	}
	var n tally
	s.body(func(row row) {
		q, ok := s.question(row, false)
		if !ok {
			return
		}
		p, ok := s.pair(q.a, q.b, q.on)
		for k, e := range s.experts {
			c := row.cell(e.Col)
			v, sound := s.ratio(c, false)
			n.asked++
			if sound && v.state != study.Given {
				n.blank++
				blanks[k]++
			}
			if ok && sound && v.state == study.Given && experts[k] >= 0 {
				r.answer(answered{-1, experts[k], p}, v.middle(), v.triangle(), s.where(c.Row, c.Col))
			}
		}
	})
	for _, b := range blanks {
		n.experts += min(b, 1)
	}
	s.sayMissing(n)
}
