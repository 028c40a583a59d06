package network

import "strings"

// Figure is one measure by name.
type Figure struct {
	Name    string   // as people write it
	Russian string   // the same
	Aliases []string // further spellings
	Title   string
	Doc     string // the definition in a sentence
	Source  string
	Count   bool // an amount and no share: not to be averaged with others
	Of      func(*Measures) *float64
	unit    func(float64) float64 // to 0 … 1, more is more; nil: it is there already
}

// Unit is the figure's value brought to 0 … 1, as the mean of several takes it.
func (f *Figure) Unit(x float64) float64 {
	if f.unit == nil {
		return x
	}
	return f.unit(x)
}

var figures = []Figure{
	{Name: "density", Russian: "плотность", Title: "Density", Doc: "the share of all pairs of partners that have a common project: 2L/n(n−1)", Source: "Wasserman & Faust 1994, ch. 4",
		Of: func(m *Measures) *float64 { return m.Density }},
	{Name: "multilateral", Russian: "многосторонность", Title: "Multilateral", Doc: "the share of projects with three partners or more", Of: func(m *Measures) *float64 { return m.Multilateral }},
	{Name: "recurring", Russian: "регулярность", Aliases: []string{"повторяемость"}, Title: "Recurring", Doc: "the share of tied pairs that are active in two periods or more",
		Of: func(m *Measures) *float64 { return m.Recurring }},
	{Name: "e-i", Russian: "индекс e-i", Aliases: []string{"ei", "e–i", "ei index", "e-i index", "e–i index", "индекс ei"}, Title: "E–I index", Doc: "(ties between blocs − ties within)/(all): from −1, only within, to 1, only between",
		Source: "Krackhardt & Stern 1988, Social Psychology Quarterly 51(2):123–140", Of: func(m *Measures) *float64 { return m.EI }, unit: func(x float64) float64 { return (1 + x) / 2 }},
	{Name: "triple helix", Russian: "тройная спираль", Aliases: []string{"triple-helix"}, Title: "Triple helix", Doc: "the share of projects with partners of science, business and the state", Source: "Etzkowitz & Leydesdorff 2000, Research Policy 29(2):109–123",
		Of: func(m *Measures) *float64 { return m.TripleHelix }},
	{Name: "joint commitments", Russian: "совместные обязательства", Aliases: []string{"joint-commitments", "joint", "commitment"}, Title: "Joint commitments", Doc: "the share of the pledged amount in projects where two blocs or more pledge",
		Of: func(m *Measures) *float64 { return m.JointCommitments }},
	{Name: "projects", Russian: "проекты", Title: "Projects", Doc: "the number of projects", Count: true, Of: counted(func(m *Measures) float64 { return float64(m.Projects) })},
	{Name: "partners", Russian: "партнёры", Title: "Partners", Doc: "the number of partners", Count: true, Of: counted(func(m *Measures) float64 { return float64(m.Partners) })},
	{Name: "ties", Russian: "связи", Title: "Ties", Doc: "the number of pairs of partners with a common project", Count: true, Of: counted(func(m *Measures) float64 { return float64(m.Ties) })},
	{Name: "commitments", Russian: "обязательства", Title: "Commitments", Doc: "the amount pledged", Count: true, Of: func(m *Measures) *float64 {
		if m.Stated == 0 {
			return nil
		}
		return &m.Commitments
	}},
}

// counted is a count, missing where there are no links: nobody's projects are not 0 but were not gathered.
func counted(of func(*Measures) float64) func(*Measures) *float64 {
	return func(m *Measures) *float64 {
		if m.Links == 0 {
			return nil
		}
		return new(of(m))
	}
}

// Figures lists the measures that can be asked for by name, the shares first.
func Figures() []Figure { return figures }

// LookupFigure finds a measure by one of its names; nil when there is none.
func LookupFigure(name string) *Figure {
	same := func(a string) bool { return strings.ReplaceAll(a, "ё", "е") == name }
	name = strings.Join(strings.Fields(strings.NewReplacer("ё", "е", "_", " ").Replace(strings.ToLower(name))), " ")
	for k := range figures {
		f := &figures[k]
		if same(f.Name) || same(f.Russian) {
			return f
		}
		for _, a := range f.Aliases {
			if same(a) {
				return f
			}
		}
	}
	return nil
}

// Mean is one measure as it is, or the mean of several shares, each brought to 0 … 1 ([Figure.Unit]). It is nil when one of them is missing: a mean of what
// happens to be known would compare unlike things. It panics for no measure, and for a count among several.
func Mean(of []*Figure, m *Measures) *float64 {
	if len(of) == 0 {
		panic("network: a mean of no measures")
	}
	if len(of) == 1 {
		return of[0].Of(m)
	}
	sum := 0.0
	for _, f := range of {
		if f.Count {
			panic("network: a count in a mean of shares")
		}
		x := f.Of(m)
		if x == nil {
			return nil
		}
		sum += f.Unit(*x)
	}
	return new(sum / float64(len(of)))
}

// Change is by how much the figure grew from one network to a later one; nil when it is missing in either.
func (f *Figure) Change(from, to *Measures) *float64 {
	a, b := f.Of(from), f.Of(to)
	if a == nil || b == nil {
		return nil
	}
	return new(*b - *a)
}
