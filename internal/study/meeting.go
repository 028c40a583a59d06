package study

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Meeting is what the minutes say of the meeting at which the panel decided: the sheet Meeting. What is blank is to be filled in by hand.
type Meeting struct {
	Number, Date, Place      string // Date as 2006-01-02 where it was a date
	Body                     string // the commission or council that meets
	Chair, Secretary         string // a name, or an expert's ID
	Members                  []string
	Present, Absent, Invited []string // names, or experts' IDs
	Quorum                   string   // how many must be present: 7, 2/3, 50%, more than half
	Agenda, Heard, Decided   []string
	Votes                    []string
	Opinions                 []string // special opinions, as "name: text"
	Annexes                  []string

	Origins map[string]Origin // where each key's first value stood
}

// MeetingKey is one key of the sheet Meeting.
type MeetingKey struct {
	Name, Russian string
	Aliases       []string // folded
	Persons       bool     // its values are people, several with semicolons between them
	One           func(*Meeting) *string
	Many          func(*Meeting) *[]string // for keys that may stand in several rows
}

// MeetingKeys are the keys of the sheet, in the order of the minutes.
func MeetingKeys() []MeetingKey {
	return []MeetingKey{
		{Name: "number", Russian: "номер", Aliases: []string{"no", "№", "номер протокола"}, One: func(m *Meeting) *string { return &m.Number }},
		{Name: "date", Russian: "дата", Aliases: []string{"дата заседания"}, One: func(m *Meeting) *string { return &m.Date }},
		{Name: "place", Russian: "место", Aliases: []string{"место проведения", "город"}, One: func(m *Meeting) *string { return &m.Place }},
		{Name: "body", Russian: "орган", Aliases: []string{"commission", "council", "комиссия", "совет", "экспертная группа"}, One: func(m *Meeting) *string { return &m.Body }},
		{Name: "chair", Russian: "председатель", Aliases: []string{"chairman", "chairwoman", "chairperson", "председательствующий"}, Persons: true, One: func(m *Meeting) *string { return &m.Chair }},
		{Name: "secretary", Russian: "секретарь", Aliases: []string{"ответственный секретарь"}, Persons: true, One: func(m *Meeting) *string { return &m.Secretary }},
		{Name: "members", Russian: "состав", Aliases: []string{"member", "члены", "член", "члены комиссии"}, Persons: true, Many: func(m *Meeting) *[]string { return &m.Members }},
		{Name: "present", Russian: "присутствовали", Aliases: []string{"присутствует", "присутствуют", "присутствующие"}, Persons: true, Many: func(m *Meeting) *[]string { return &m.Present }},
		{Name: "absent", Russian: "отсутствовали", Aliases: []string{"отсутствует", "отсутствуют", "отсутствующие"}, Persons: true, Many: func(m *Meeting) *[]string { return &m.Absent }},
		{Name: "invited", Russian: "приглашённые", Aliases: []string{"guests", "приглашенные", "приглашены"}, Persons: true, Many: func(m *Meeting) *[]string { return &m.Invited }},
		{Name: "quorum", Russian: "кворум", One: func(m *Meeting) *string { return &m.Quorum }},
		{Name: "agenda", Russian: "повестка дня", Aliases: []string{"повестка"}, Many: func(m *Meeting) *[]string { return &m.Agenda }},
		{Name: "heard", Russian: "слушали", Aliases: []string{"выступили"}, Many: func(m *Meeting) *[]string { return &m.Heard }},
		{Name: "decision", Russian: "решили", Aliases: []string{"decided", "resolved", "решение", "постановили"}, Many: func(m *Meeting) *[]string { return &m.Decided }},
		{Name: "votes", Russian: "голосовали", Aliases: []string{"vote", "voted", "голосование", "результаты голосования"}, Many: func(m *Meeting) *[]string { return &m.Votes }},
		{Name: "special opinion", Russian: "особое мнение", Aliases: []string{"special opinions", "dissent", "особые мнения"}, Many: func(m *Meeting) *[]string { return &m.Opinions }},
		{Name: "annex", Russian: "приложение", Aliases: []string{"annexes", "приложения"}, Many: func(m *Meeting) *[]string { return &m.Annexes }},
	}
}

// Person is an expert by ID or name, −1 for somebody else.
func (s *Study) Person(name string) int {
	fold := func(text string) string {
		return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(text), " ")), "ё", "е")
	}
	if k := slices.IndexFunc(s.Experts, func(e Expert) bool { return fold(e.ID) == fold(name) }); k >= 0 {
		return k
	}
	return slices.IndexFunc(s.Experts, func(e Expert) bool { return e.Name != "" && fold(e.Name) == fold(name) })
}

// NeededFor is how many of so many members a rule of quorum asks for: 7, 2/3, 50%, more than half; ok is false for a rule that is not understood, and for one
// that is not given.
func NeededFor(rule string, members int) (needed int, ok bool) {
	text := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(rule, ",", ".")), " "))
	if text == "more than half" || text == "majority" || text == "более половины" || text == "больше половины" || text == "большинство" {
		return members/2 + 1, members > 0
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n, true
	}
	share := func(x float64, err error) (int, bool) {
		const rounding = 1e-9
		return int(math.Ceil(float64(x*float64(members)) - rounding)), err == nil && x > 0 && x <= 1 && members > 0
	}
	if number, isPercent := strings.CutSuffix(text, "%"); isPercent {
		x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		return share(x/100, err)
	}
	if a, b, isFraction := strings.Cut(text, "/"); isFraction {
		x, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
		y, also := strconv.ParseFloat(strings.TrimSpace(b), 64)
		if err == nil && also == nil && y > 0 {
			return share(x/y, nil)
		}
	}
	return 0, false
}
