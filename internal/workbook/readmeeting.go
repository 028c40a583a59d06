package workbook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// readMeeting reads what the minutes say of the meeting. A key without a value is to be filled in by hand.
func (r *reader) readMeeting(t *table) {
	t.warnExtra(nil, t.spec.names())
	m := &study.Meeting{Origins: map[string]study.Origin{}}
	t.body(func(row row) {
		name, ok := row.need("Key")
		if !ok {
			return
		}
		c, ok := row.sound("Value")
		if !ok || text(c) == "" {
			return
		}
		key := meetingKeyOf(foldHeader(name))
		if key == nil {
			r.unknownMeetingKey(row, name)
			return
		}
		values, ok := r.meetingValues(t, row, key, c)
		if !ok {
			return
		}
		at, twice := m.Origins[key.Name]
		if !twice {
			m.Origins[key.Name] = t.where(c.Row, c.Col)
		}
		if key.Many != nil {
			list := key.Many(m)
			*list = append(*list, values...)
			return
		}
		if twice {
			r.fail("E-KEY-DUPLICATE", row.place(row.get("Key")), name, language.M("Keep one of the two."), "The key %q stands here and in row %d.", name, at.Row)
			return
		}
		*key.One(m) = strings.Join(values, "; ")
	})
	if len(m.Origins) > 0 {
		r.study.Meeting = m
		r.checkPresence(m)
	}
}

func meetingKeyOf(folded string) *study.MeetingKey {
	for _, k := range study.MeetingKeys() {
		if folded == k.Name || folded == fold(k.Russian) || slices.Contains(k.Aliases, folded) {
			return &k
		}
	}
	return nil
}

func (r *reader) unknownMeetingKey(row row, name string) {
	var names []string
	for _, k := range study.MeetingKeys() {
		names = append(names, k.Name, k.Russian)
	}
	at := row.place(row.get("Key"))
	if n := near(name, names); n != "" {
		r.fail("E-KEY-UNKNOWN", at, name, language.M("Correct it (did you mean %s?) or remove the row.", n), "The key %q is not known.", name)
		return
	}
	r.warn("W-KEY-UNKNOWN", at, name, language.M("It has no effect; remove it if it is not a note of your own."), "The key %q is not known.", name)
}

// meetingValues are the values of one cell: a date as a date, people with semicolons between them, of what may stand in several rows one a line.
func (r *reader) meetingValues(t *table, row row, key *study.MeetingKey, c xlsx.Cell) ([]string, bool) {
	switch {
	case c.Kind == xlsx.Number && c.Format == xlsx.Date && key.Name == "date":
		if !(c.Number >= 1 && c.Number < 3e6) {
			r.fault(row.place(c), c, t.datedName(c))
			return nil, false
		}
		return []string{t.day(c).Format("2006-01-02")}, true
	case c.Kind == xlsx.Number && c.Format == xlsx.Date:
		r.fault(row.place(c), c, t.datedName(c))
		return nil, false
	case c.Kind == xlsx.Number && c.Format == xlsx.Percent:
		return []string{strconv.FormatFloat(100*c.Number, 'g', 12, 64) + "%"}, true
	case c.Kind != xlsx.Text:
		return []string{text(c)}, true
	}
	if partly := c.Marks &^ c.Whole; partly&xlsx.Struck != 0 || key.Persons && partly != 0 {
		r.fault(row.place(c), c, markedName(c, partly))
		return nil, false
	}
	var values []string
	for _, line := range strings.FieldsFunc(c.Text, func(x rune) bool { return x == '\n' || x == '\r' || key.Persons && x == ';' }) {
		if v := clean(line); v != "" {
			values = append(values, v)
		}
	}
	return values, true
}

// checkPresence refuses people who are said to be present and absent.
func (r *reader) checkPresence(m *study.Meeting) {
	is := func(name string) string {
		return cmp.Or(map[bool]string{true: strconv.Itoa(r.study.Person(name))}[r.study.Person(name) >= 0], fold(name))
	}
	present := map[string]bool{}
	for _, p := range m.Present {
		present[is(p)] = true
	}
	for _, p := range m.Absent {
		if present[is(p)] {
			r.fail("E-MEETING-TWICE", r.study.Place(m.Origins["absent"]), p, language.M("Name them in one of the two rows."), "%s is said to be present and absent.", p)
		}
	}
}

// meetingRows are the rows of the sheet.
func meetingRows(s *study.Study) [][]any {
	m := s.Meeting
	if m == nil {
		return nil
	}
	var rows [][]any
	for _, k := range study.MeetingKeys() {
		if k.Many == nil {
			if v := *k.One(m); v != "" {
				rows = append(rows, []any{k.Name, v})
			}
			continue
		}
		for _, v := range *k.Many(m) {
			rows = append(rows, []any{k.Name, v})
		}
	}
	return rows
}
