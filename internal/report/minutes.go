package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/study"
)

// minutes is the section under way.
type minutes struct {
	*Section
	o *study.Outcome
	m *study.Meeting
	l language.Language
}

// Minutes are the minutes of the meeting at which the panel decided, in the order in which state offices print them: number, date, place, who was present and absent
// with the quorum, agenda, heard, decided (the list in order), votes, conflicts of interest, special opinions, annexes, lines to sign on. What nobody knows is
// left to be filled in by hand; nothing is made up.
func Minutes(o *study.Outcome, l language.Language) *Section {
	m := minutes{&Section{Key: KeyMinutes, Page: true}, o, o.Study.Meeting, l}
	if m.m == nil {
		m.m = &study.Meeting{}
	}
	m.Title = m.t("Minutes")
	if m.m.Number != "" {
		m.Title = m.t("Minutes No. %s", m.m.Number)
	}
	m.head()
	m.attendance()
	m.agenda()
	m.decision()
	m.apart()
	m.say(m.signatures())
	return m.Section
}

func (m *minutes) t(text string, args ...any) string { return language.Say(m.l, text, args...) }

// fact is a statement, or a line to write on where it is not known.
func (m *minutes) fact(name, text string) Fact {
	return Fact{Name: m.t(name), Text: text, Blank: text == ""}
}

func (m *minutes) head() {
	facts := Facts{}
	if m.m.Number == "" {
		facts = append(facts, m.fact("Number", ""))
	}
	facts = append(facts, m.fact("Date", m.date()), m.fact("Place‹meeting›", m.m.Place))
	if m.m.Body != "" {
		facts = append(facts, m.fact("Body", m.m.Body))
	}
	m.say(append(facts, m.fact("Chair", m.person(m.m.Chair)), m.fact("Secretary", m.person(m.m.Secretary))))
}

func (m *minutes) date() string {
	if day, err := time.Parse("2006-01-02", m.m.Date); err == nil {
		return language.Date(m.l, day)
	}
	return m.m.Date
}

// person is somebody by name, an expert with the organisation.
func (m *minutes) person(name string) string {
	k := m.o.Study.Person(name)
	if name == "" || k < 0 {
		return name
	}
	e := &m.o.Study.Experts[k]
	switch {
	case e.Name == "":
		return e.ID
	case e.Organisation == "":
		return e.Name
	}
	return fmt.Sprintf("%s (%s)", e.Name, e.Organisation)
}

// members are the members of the panel: those the meeting names, else the experts.
func (m *minutes) members() []string {
	if len(m.m.Members) > 0 {
		return m.m.Members
	}
	var all []string
	for k := range m.o.Study.Experts {
		all = append(all, m.o.Study.Experts[k].ID)
	}
	return all
}

// same reports whether two names are one person's.
func (m *minutes) same(a, b string) bool {
	k := m.o.Study.Person(a)
	return strings.EqualFold(a, b) || k >= 0 && k == m.o.Study.Person(b)
}

// present are those known to be present: those the meeting names, else all members but those it names as absent; known is false when it names nobody.
func (m *minutes) present() (present []string, known bool) {
	if len(m.m.Present) > 0 {
		return m.m.Present, true
	}
	if len(m.m.Absent) == 0 {
		return nil, false
	}
	for _, p := range m.members() {
		if !slices.ContainsFunc(m.m.Absent, func(a string) bool { return m.same(a, p) }) {
			present = append(present, p)
		}
	}
	return present, true
}

func (m *minutes) attendance() {
	present, known := m.present()
	m.people("Present", present, !known)
	m.people("Absent", m.m.Absent, !known)
	m.people("Invited", m.m.Invited, false)
	m.say(Heading{m.t("Quorum")})
	members := len(m.members())
	needed, ok := study.NeededFor(m.m.Quorum, members)
	switch {
	case !known || members == 0:
		m.say(Facts{m.fact("Present of the members", ""), m.fact("Needed for a quorum", m.m.Quorum)})
		return
	}
	here := 0
	for _, p := range present {
		if slices.ContainsFunc(m.members(), func(x string) bool { return m.same(x, p) }) {
			here++
		}
	}
	text := m.t("Of %d members %d are present.", members, here)
	switch {
	case m.m.Quorum == "":
		m.say(Paragraph{Text: text})
		m.say(Facts{m.fact("Needed for a quorum", "")})
		return
	case !ok:
		text += " " + m.t("Rule of the quorum: %s.", m.m.Quorum)
	case here >= needed:
		text += " " + m.t("%d are needed (%s): there is a quorum.", needed, m.m.Quorum)
	default:
		text += " " + m.t("%d are needed (%s): there is no quorum.", needed, m.m.Quorum)
	}
	m.say(Paragraph{Text: text})
}

// people lists people below a heading, or leaves a line to write on.
func (m *minutes) people(title string, people []string, unknown bool) {
	if len(people) == 0 && !unknown {
		return
	}
	m.say(Heading{m.t(title)})
	if len(people) == 0 {
		m.blank()
		return
	}
	var items []Item
	for _, p := range people {
		items = append(items, Item{Text: m.person(p)})
	}
	m.say(List{Ordered: true, Items: items})
}

// blank leaves lines to write on.
func (m *minutes) blank() { m.say(Facts{{Blank: true}, {Blank: true}}) }

// items are texts one below the other, numbered where there are several.
func (m *minutes) items(texts []string) Block {
	if len(texts) == 1 {
		return Paragraph{Text: texts[0]}
	}
	list := List{Ordered: true}
	for _, x := range texts {
		list.Items = append(list.Items, Item{Text: x})
	}
	return list
}

func (m *minutes) agenda() {
	m.say(Heading{m.t("Agenda")})
	if len(m.m.Agenda) > 0 {
		m.say(m.items(m.m.Agenda))
	} else {
		m.blank()
	}
	m.say(Heading{m.t("Heard")})
	if len(m.m.Heard) > 0 {
		m.say(m.items(m.m.Heard))
	} else {
		m.blank()
	}
}

// listed are the rows of the shortlist, or of the whole ranking where no line is drawn.
func (m *minutes) listed() []*study.Row {
	if m.o.Study.Settings.Shortlist > 0 {
		return Listed(m.o)
	}
	var rows []*study.Row
	for k := range m.o.Rows {
		rows = append(rows, &m.o.Rows[k])
	}
	return rows
}

func (m *minutes) decision() {
	m.say(Heading{m.t("Decided")})
	if len(m.m.Decided) > 0 {
		m.say(m.items(m.m.Decided))
	} else {
		m.blank()
	}
	s := m.o.Study
	rows := m.listed()
	caption := m.t("The ranking of %d technologies, in order", len(m.o.Rows))
	if s.Settings.Shortlist > 0 {
		caption = m.t("The shortlist: %d of %d ranked technologies, in order", len(rows), len(m.o.Rows))
	}
	t := &Table{Note: caption}
	group, cost := false, false
	for _, r := range rows {
		group, cost = group || r.Technology.Group != "", cost || r.Technology.Cost != nil
	}
	t.Add("Rank", true)
	t.AddAll(false, "ID", "Technology")
	if group {
		t.Add("Group", false)
	}
	if cost {
		t.Add("Cost", true)
	}
	t.Add("Score", true)
	for _, r := range rows {
		row := []Cell{Count(r.Rank), Text(r.Technology.ID), Text(r.Technology.Name)}
		if group {
			row = append(row, Text(r.Technology.Group))
		}
		if cost {
			price := Unknown()
			if r.Technology.Cost != nil {
				price = Styled(*r.Technology.Cost, Amount)
			}
			row = append(row, price)
		}
		t.Row(append(row, Number(r.Score, 4))...)
	}
	t.Translate(m.l)
	m.say(t)
	m.say(Paragraph{Tone: Note, Text: m.follow()})
	if text := expertsLeftOut(m.o.Study, m.l); text != "" {
		m.say(Paragraph{Tone: Note, Text: text})
	}
	m.say(Heading{m.t("Votes")})
	if len(m.m.Votes) > 0 {
		m.say(m.items(m.m.Votes))
	} else {
		m.say(Facts{m.fact("For", ""), m.fact("Against‹vote›", ""), m.fact("Abstained", "")})
	}
}

// follow says what the places follow from.
func (m *minutes) follow() string {
	method := language.M(m.o.Method.Title)
	switch measured := Measured(m.o); {
	case Answers(m.o) == 0:
		return m.t("The places follow from measured values and the weights of the criteria by the method %s.", method)
	case measured > 0:
		return m.t("The places follow from the answers of the experts, measured values and the weights of the criteria by the method %s.", method)
	}
	return m.t("The places follow from the answers of the experts and the weights of the criteria by the method %s.", method)
}

// apart is what single members declared: conflicts of interest, special opinions; and the annexes.
func (m *minutes) apart() {
	s := m.o.Study
	var conflicts []Item
	for k := range s.Experts {
		e := &s.Experts[k]
		if len(e.Conflicts) == 0 {
			continue
		}
		var names []string
		for _, t := range e.Conflicts {
			names = append(names, fmt.Sprintf("%s (%s)", s.Technologies[t].Title(), s.Technologies[t].ID))
		}
		conflicts = append(conflicts, Item{Name: m.person(e.ID), Text: strings.Join(names, "; ")})
	}
	if conflicts != nil {
		m.say(Heading{m.t("Conflicts of interest")}, Paragraph{Text: m.t("Declared and without a voice on these technologies:")}, List{Items: conflicts})
	}
	m.say(Heading{m.t("Special opinions")})
	if len(m.m.Opinions) > 0 {
		m.say(m.items(m.m.Opinions))
	} else {
		m.blank()
	}
	m.say(Heading{m.t("Annexes")})
	if len(m.m.Annexes) > 0 {
		m.say(m.items(m.m.Annexes))
	} else {
		m.blank()
	}
}

// signatures are lines for the chair, the secretary and the members: those present, or all where nobody is named.
func (m *minutes) signatures() Signatures {
	lines := Signatures{{Role: m.t("Chair"), Name: m.signer(m.m.Chair)}, {Role: m.t("Secretary"), Name: m.signer(m.m.Secretary)}}
	present, known := m.present()
	if !known {
		present = m.members()
	}
	for _, p := range present {
		if p != "" && !m.same(p, m.m.Chair) && !m.same(p, m.m.Secretary) {
			lines = append(lines, Signature{Role: m.t("Member"), Name: m.signer(p)})
		}
	}
	return lines
}

// signer is a name to sign above, without the organisation.
func (m *minutes) signer(name string) string {
	if k := m.o.Study.Person(name); name != "" && k >= 0 && m.o.Study.Experts[k].Name != "" {
		return m.o.Study.Experts[k].Name
	}
	return name
}

// MinuteFields are what an office's own letterhead may say of the meeting, by name; what is not known is a line to write on.
func MinuteFields(o *study.Outcome, l language.Language) map[string]string {
	m := minutes{&Section{}, o, o.Study.Meeting, l}
	if m.m == nil {
		m.m = &study.Meeting{}
	}
	fields := map[string]string{"number": m.m.Number, "place": m.m.Place, "body": m.m.Body, "chair": m.person(m.m.Chair), "secretary": m.person(m.m.Secretary)}
	if m.m.Date != "" {
		fields["date"] = m.date()
	}
	for name, text := range fields {
		if text == "" {
			fields[name] = "____________"
		}
	}
	return fields
}
