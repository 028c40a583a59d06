package compare

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"veche/internal/language"
	"veche/internal/study"
)

// Edition says which of the two something comes from.
type edition = int

const (
	last edition = 0
	this edition = 1
)

// Nobody is the place of what an edition does not have.
const Nobody = -1

// pairs is what of the two editions is the same: by place in either, the place in the other, [Nobody] where there is none.
type pairs [2][]int

func newPairs(nLast, nThis int) pairs {
	var p pairs
	p[last], p[this] = slices.Repeat([]int{Nobody}, nLast), slices.Repeat([]int{Nobody}, nThis)
	return p
}

func (p *pairs) join(l, n int) { p[last][l], p[this][n] = n, l }

// in is where the k-th of edition x stands in edition y.
func (p *pairs) in(y, x edition, k int) int {
	if x == y {
		return k
	}
	return p[x][k]
}

// matching is what of the two editions is the same.
type matching struct {
	technologies, experts, criteria pairs
	warnings                        study.Issues
	renames                         []Rename
}

// Rename is a technology that the editions call by another ID or another name.
type Rename struct {
	Last, This int // technologies
	Asked      bool
}

// Same says that the technology of one ID in the last edition is that of another in this one. A blank ID says that there is none: it was withdrawn, or is new.
type Same struct{ Last, This string }

// ParseSame reads T07=T12, T07= and =T12.
func ParseSame(text string) (Same, error) {
	l, n, ok := strings.Cut(text, "=")
	l, n = strings.TrimSpace(l), strings.TrimSpace(n)
	if !ok || l == "" && n == "" {
		return Same{}, language.Errorf("--same takes the ID of the last edition and that of this one, as T07=T12, not %q; T07= says that it was withdrawn, =T12 that it is new", text)
	}
	return Same{l, n}, nil
}

func match(l, n *study.Study, same []Same) (*matching, error) {
	m := &matching{}
	if err := m.matchTechnologies(l, n, same); err != nil {
		return nil, err
	}
	m.matchExperts(l, n)
	m.matchCriteria(l, n)
	return m, nil
}

// folded is a name in the form in which names are compared.
func folded(name string) string {
	name = strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(name), " ")), "ё", "е")
	return strings.Trim(name, " .,;:\"'«»“”")
}

// nearly reports that two names may be meant as one: some letters differ, at most one in five.
func nearly(a, b string) bool {
	a, b = folded(a), folded(b)
	most := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	return a != b && most <= 200 && levenshtein.ComputeDistance(a, b) <= most/5
}

// mostNear bounds the names that are looked through for near ones.
const mostNear = 2000

// matchTechnologies joins those that are said to be the same, then those of one ID, then those of one name.
func (m *matching) matchTechnologies(l, n *study.Study, same []Same) error {
	m.technologies = newPairs(len(l.Technologies), len(n.Technologies))
	alone := [2]map[int]bool{{}, {}} // those said to have no counterpart
	place := func(of map[string]int, id, file string) (int, error) {
		k, ok := of[id]
		if !ok {
			return 0, language.Errorf("--same: %s has no technology %q", file, id)
		}
		return k, nil
	}
	byID := [2]map[string]int{ids(l), ids(n)}
	for _, x := range same {
		a, b := Nobody, Nobody
		var err error
		if x.Last != "" {
			if a, err = place(byID[last], x.Last, fileOf(l)); err != nil {
				return err
			}
		}
		if x.This != "" {
			if b, err = place(byID[this], x.This, fileOf(n)); err != nil {
				return err
			}
		}
		switch {
		case a >= 0 && (m.technologies[last][a] >= 0 || alone[last][a]), b >= 0 && (m.technologies[this][b] >= 0 || alone[this][b]):
			return language.Errorf("--same names %s twice", cmp.Or(x.Last, x.This))
		case b < 0:
			alone[last][a] = true
		case a < 0:
			alone[this][b] = true
		default:
			m.technologies.join(a, b)
			m.renames = append(m.renames, Rename{a, b, true})
		}
	}
	free := func(x edition, k int) bool { return m.technologies[x][k] < 0 && !alone[x][k] }
	named := [2]map[string]int{names(l), names(n)}
	for a := range l.Technologies {
		if b, ok := byID[this][l.Technologies[a].ID]; ok && free(last, a) && free(this, b) {
			m.technologies.join(a, b)
			m.checkName(l, n, a, b, named)
		}
	}
	for a := range l.Technologies {
		if !free(last, a) {
			continue
		}
		name := folded(l.Technologies[a].Name)
		if b, ok := named[this][name]; ok && b >= 0 && named[last][name] == a && free(this, b) {
			m.technologies.join(a, b)
			m.renames = append(m.renames, Rename{a, b, false})
			m.Warnf("W-EDITION-RENAMED", n.Place(n.Technologies[b].Origin), language.M("Say --same %s=%s to settle it, or --same %s= if they are two.", l.Technologies[a].ID, n.Technologies[b].ID, l.Technologies[a].ID),
				"%s of the last edition was taken to be %s of this one: both are called %q.", l.Technologies[a].ID, n.Technologies[b].ID, n.Technologies[b].Name)
		}
	}
	m.nearNames(l, n, free)
	return nil
}

// checkName remarks on technologies of one ID and two names.
func (m *matching) checkName(l, n *study.Study, a, b int, named [2]map[string]int) {
	x, y := &l.Technologies[a], &n.Technologies[b]
	fx, fy := folded(x.Name), folded(y.Name)
	if fx == fy || fx == "" || fy == "" {
		return
	}
	m.renames = append(m.renames, Rename{a, b, false})
	if other, ok := named[this][fx]; ok && other >= 0 {
		m.Warnf("W-EDITION-NUMBERED", n.Place(y.Origin), language.M("If the list was numbered anew, say which are the same: --same %s=%s.", x.ID, n.Technologies[other].ID),
			"%s is called %q in the last edition and %q in this one, where %q is %s: by its ID it was taken to be the same.", x.ID, x.Name, y.Name, x.Name, n.Technologies[other].ID)
		return
	}
	m.Warnf("W-EDITION-NAME", n.Place(y.Origin), language.M("Say --same %s= if they are two.", x.ID), "%s is called %q in the last edition and %q in this one: by its ID it was taken to be the same.", x.ID, x.Name, y.Name)
}

// nearNames remarks on technologies without a counterpart whose names are nearly one.
func (m *matching) nearNames(l, n *study.Study, free func(edition, int) bool) {
	var news []int
	for b := range n.Technologies {
		if free(this, b) {
			news = append(news, b)
		}
	}
	if len(news) > mostNear {
		return
	}
	for a := range l.Technologies {
		if !free(last, a) || l.Technologies[a].Name == "" {
			continue
		}
		for _, b := range news {
			if x, y := &l.Technologies[a], &n.Technologies[b]; nearly(x.Name, y.Name) {
				m.Warnf("W-EDITION-NEAR", n.Place(y.Origin), language.M("If they are one, say --same %s=%s.", x.ID, y.ID),
					"%s %q of the last edition and %s %q of this one have nearly the same name; they count as two.", x.ID, x.Name, y.ID, y.Name)
			}
		}
	}
}

// matchExperts joins those of one ID whose names do not say that they are two people, then those of one name.
func (m *matching) matchExperts(l, n *study.Study) {
	m.experts = newPairs(len(l.Experts), len(n.Experts))
	byID, byName := map[string]int{}, map[string]int{}
	for b := range n.Experts {
		byID[n.Experts[b].ID] = b
		if name := folded(n.Experts[b].Name); name != "" {
			if _, twice := byName[name]; twice {
				byName[name] = Nobody
				continue
			}
			byName[name] = b
		}
	}
	for a := range l.Experts {
		b, ok := byID[l.Experts[a].ID]
		if !ok {
			continue
		}
		x, y := &l.Experts[a], &n.Experts[b]
		switch fx, fy := folded(x.Name), folded(y.Name); {
		case fx == fy, fx == "", fy == "":
			m.experts.join(a, b)
		case nearly(x.Name, y.Name):
			m.experts.join(a, b)
			m.Warnf("W-EDITION-EXPERT", n.Place(y.Origin), language.M("Write the name the same way in both editions; give the new expert another ID if they are two."),
				"Expert %s is called %q in the last edition and %q in this one: they were taken to be one.", x.ID, x.Name, y.Name)
		default:
			m.Warnf("W-EDITION-EXPERT", n.Place(y.Origin), language.M("Write the name the same way in both editions if they are one."),
				"Expert %s is called %q in the last edition and %q in this one: they were taken to be two people.", x.ID, x.Name, y.Name)
		}
	}
	for a := range l.Experts {
		if name := folded(l.Experts[a].Name); m.experts[last][a] < 0 && name != "" {
			if b, ok := byName[name]; ok && b >= 0 && m.experts[this][b] < 0 {
				m.experts.join(a, b)
			}
		}
	}
}

// matchCriteria joins those of one code whose sense, unit and place in the tree (above others or not) agree, and which are scored alike: in pairs or not.
func (m *matching) matchCriteria(l, n *study.Study) {
	m.criteria = newPairs(len(l.Criteria), len(n.Criteria))
	parents := [2][]string{l.Parents(), n.Parents()}
	compared := [2]map[int32]bool{comparedOn(l), comparedOn(n)}
	for a := range l.Criteria {
		x := &l.Criteria[a]
		b := n.Criterion(x.Code)
		if b < 0 {
			continue
		}
		y := &n.Criteria[b]
		above := slices.Contains(parents[last], x.Code)
		switch {
		case above != slices.Contains(parents[this], y.Code):
			m.Warnf("W-EDITION-CRITERION", n.Place(y.Origin), language.M("Nothing needs doing if that is meant."), "Criterion %s has criteria below it in one edition only: it counts as one gone and one new.", x.Code)
		case !above && x.Sense != y.Sense:
			m.Warnf("W-EDITION-CRITERION", n.Place(y.Origin), language.M("Give the new criterion a code of its own, or correct the sense."), "Criterion %s is %s in the last edition and %s in this one: it counts as one gone and one new.", x.Code, language.M(x.Sense.String()), language.M(y.Sense.String()))
		case !above && folded(x.Unit) != folded(y.Unit):
			m.Warnf("W-EDITION-CRITERION", n.Place(y.Origin), language.M("Write the unit the same way in both editions if it is one."), "Criterion %s is in %q in the last edition and in %q in this one: it counts as one gone and one new.", x.Code, x.Unit, y.Unit)
		case !above && compared[last][int32(a)] != compared[this][int32(b)]:
			m.Warnf("W-EDITION-CRITERION", n.Place(y.Origin), language.M("Nothing needs doing if that is meant."), "On criterion %s technologies are compared in pairs in one edition and scored in the other: it counts as one gone and one new.", x.Code)
		default:
			m.criteria.join(a, b)
			m.checkScale(n, x, y)
		}
	}
}

// checkScale says how values of one edition are read on the other's scale.
func (m *matching) checkScale(n *study.Study, x, y *study.Criterion) {
	stated := func(c *study.Criterion) bool { return c.Min != nil && c.Max != nil }
	switch {
	case stated(x) && stated(y) && (*x.Min != *y.Min || *x.Max != *y.Max):
		m.Warnf("W-EDITION-SCALE", n.Place(y.Origin), language.M("Give the criterion another code if the two scales cannot be set against each other."),
			"Criterion %s is on a scale of %g to %g in the last edition and of %g to %g in this one: where one edition's values stand beside the other's they are mapped linearly.", x.Code, *x.Min, *x.Max, *y.Min, *y.Max)
	case stated(x) != stated(y):
		m.Warnf("W-EDITION-SCALE", n.Place(y.Origin), language.M("State the same minimum and maximum in both editions."), "Criterion %s has a minimum and a maximum in one edition only: its values are taken as they are.", x.Code)
	}
}

// comparedOn are the criteria on which technologies were compared in pairs.
func comparedOn(s *study.Study) map[int32]bool {
	on := map[int32]bool{}
	for k := range s.Comparisons {
		if c := &s.Comparisons[k]; s.Counts(c.Expert, c.Round) {
			on[c.Criterion] = true
		}
	}
	return on
}

func (m *matching) Warnf(code string, at study.Place, remedy language.Message, text string, args ...any) {
	m.warnings = append(m.warnings, study.Warnf(code, at, remedy, text, args...))
}

func ids(s *study.Study) map[string]int {
	of := make(map[string]int, len(s.Technologies))
	for k := range s.Technologies {
		of[s.Technologies[k].ID] = k
	}
	return of
}

// names are the places of technologies by name; [Nobody] for a name that several have.
func names(s *study.Study) map[string]int {
	of := make(map[string]int, len(s.Technologies))
	for k := range s.Technologies {
		name := folded(s.Technologies[k].Name)
		if name == "" {
			continue
		}
		if _, twice := of[name]; twice {
			of[name] = Nobody
			continue
		}
		of[name] = k
	}
	return of
}

func fileOf(s *study.Study) string { return cmp.Or(s.Source.File, s.Title) }
