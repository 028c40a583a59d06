package study

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode"

	"veche/internal/language"
	"veche/internal/mcda/network"
)

// Links are the projects in which partners work on technologies. The numbers of a Link are indices in these lists and in Technologies.
type Links struct {
	Rows     []Link
	Projects []string
	Periods  []string // in order of time
	Partners []Partner
}

// Link is one partner's part in one project, for one technology, in one period.
type Link struct {
	Project, Technology, Period, Partner int32
	Commitment                           float64 // an amount of 0 or more
	Stated                               bool    // there is a commitment; blank is not 0
	Origin                               Origin
}

// Partner is an organisation that takes part in projects.
type Partner struct {
	Name, Bloc, Region string // Bloc and Region "" when not known
	Origin             Origin // of its first link
}

// Collaboration is a study's links made ready to be measured.
type Collaboration struct {
	Study    *Study
	Network  *network.Network // technologies and periods are the study's
	Partners []int            // the study's index of each of the network's partners: by name, so that the order of the rows changes no figure
	Blocs    []string         // by the network's index
	Sides    [3][]string      // the blocs that count as science, business and the state; empty: none of the links
}

// Collaboration makes the network of the study's links. The error is [Issues].
func (s *Study) Collaboration() (*Collaboration, error) {
	if len(s.Links.Rows) == 0 {
		return nil, Issues{Errorf("E-LINKS-NONE", s.On("Links"), "", language.M("Add a sheet Links with a row for each partner of a project; veche new writes one."), "There are no links between partners.")}
	}
	c := &Collaboration{Study: s, Partners: make([]int, len(s.Links.Partners))}
	d := network.Data{Technologies: len(s.Technologies), Periods: len(s.Links.Periods), Projects: len(s.Links.Projects), Partners: len(s.Links.Partners)}
	for k := range c.Partners {
		c.Partners[k] = k
	}
	slices.SortFunc(c.Partners, func(a, b int) int { return cmp.Compare(s.Links.Partners[a].Name, s.Links.Partners[b].Name) })
	partner, project := make([]int32, len(c.Partners)), make([]int32, len(s.Links.Projects))
	for k, i := range c.Partners {
		partner[i] = int32(k)
	}
	projects := make([]int, len(project))
	for k := range projects {
		projects[k] = k
	}
	slices.SortFunc(projects, func(a, b int) int { return cmp.Compare(s.Links.Projects[a], s.Links.Projects[b]) })
	for k, i := range projects {
		project[i] = int32(k)
	}
	c.Blocs = s.linkedBlocs()
	for _, i := range c.Partners {
		d.Bloc = append(d.Bloc, int32(slices.Index(c.Blocs, s.Links.Partners[i].Bloc)))
	}
	d.Blocs = len(c.Blocs)
	d.Helix = helix(c.Blocs)
	for k, side := range d.Helix {
		if side >= 0 {
			c.Sides[side] = append(c.Sides[side], c.Blocs[k])
		}
	}
	for _, l := range s.Links.Rows {
		amount := math.NaN()
		if l.Stated {
			amount = l.Commitment
		}
		d.Links = append(d.Links, network.Link{Project: project[l.Project], Technology: l.Technology, Period: l.Period, Partner: partner[l.Partner], Amount: amount})
	}
	var err error
	if c.Network, err = network.New(d); err != nil {
		var size *network.SizeError
		if !errors.As(err, &size) {
			return nil, err
		}
		k := slices.IndexFunc(s.Links.Rows, func(l Link) bool { return project[l.Project] == int32(size.Project) })
		return nil, Issues{Errorf("E-LINKS-SIZE", s.Place(s.Links.Rows[k].Origin), s.Links.Projects[projects[size.Project]], language.M("Split the largest projects into the groups that work together, or leave them out."),
			"Partners of common projects make %.3g pairs, more than %d. The largest project, %s, has %d partners.", size.Pairs, network.MaxPairs, s.Links.Projects[projects[size.Project]], size.Partners)}
	}
	return c, nil
}

// spellings are how people write something in their files, in either language, or how it begins.
type spellings []string

// sideWords begin a word of a bloc's name that tells its side of the triple helix.
var sideWords = [3]spellings{
	{"scien", "educat", "universit", "academ", "research", "наук", "науч", "образоват", "образован", "вуз", "университет", "академи"},
	{"business", "industr", "compan", "firm", "enterpris", "private", "бизнес", "промышлен", "предприяти", "предприним", "компани", "индустри"},
	{"state", "govern", "public", "ministr", "authorit", "государств", "власт", "министерств", "ведомств"},
}

// linkedBlocs are the blocs of the partners, in the order of the alphabet.
func (s *Study) linkedBlocs() []string {
	var names []string
	for _, p := range s.Links.Partners {
		if p.Bloc != "" && !slices.Contains(names, p.Bloc) {
			names = append(names, p.Bloc)
		}
	}
	slices.Sort(names)
	return names
}

// helix says which side of the triple helix each bloc is: by its name, or, where no name tells, in order when there are three. nil when it cannot be told.
func helix(blocs []string) []int8 {
	out := make([]int8, len(blocs))
	told := false
	for k, bloc := range blocs {
		out[k] = -1
		words := strings.FieldsFunc(strings.ToLower(bloc), func(r rune) bool { return !unicode.IsLetter(r) })
		for side, beginnings := range sideWords {
			if out[k] < 0 && slices.ContainsFunc(words, func(w string) bool {
				return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(w, b) })
			}) {
				out[k], told = int8(side), true
			}
		}
	}
	if !told {
		if len(blocs) != 3 {
			return nil
		}
		copy(out, []int8{0, 1, 2})
	}
	return out
}

// Partner is a partner by the network's index.
func (c *Collaboration) Partner(k int) *Partner { return &c.Study.Links.Partners[c.Partners[k]] }

// SuggestSynergies makes synergies of the partners that technologies share (network.Suggest): A and B are indices in Technologies, and Value is factor times
// the cosine of their vectors of partners. The error is [Issues].
func (s *Study) SuggestSynergies(factor float64) ([]network.Suggestion, error) {
	c, err := s.Collaboration()
	if err != nil {
		return nil, err
	}
	return c.Network.Suggest(factor), nil
}

// linked are the leaves that take their scores from the links.
func (s *Study) linked() []int {
	var out []int
	for _, i := range s.Leaves() {
		if len(s.Criteria[i].Links) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// figuresOf are a criterion's measures.
func figuresOf(c *Criterion) []*network.Figure {
	var out []*network.Figure
	for _, name := range c.Links {
		f := network.LookupFigure(name)
		if f == nil {
			panic("study: no measure " + name + " of links")
		}
		out = append(out, f)
	}
	return out
}

// FromLinks is which measures a criterion takes from the links, as its cell says it; "" when it takes none.
func (c *Criterion) FromLinks() string { return strings.Join(c.Links, "; ") }

// gatherLinks gives the cells of the criteria that take their scores from the links their measures; a technology without links, or for which a measure cannot
// be known, has none.
func (s *Study) gatherLinks(p *panel) Issues {
	linked := s.linked()
	if len(linked) == 0 {
		return nil
	}
	c, err := s.Collaboration()
	if err != nil {
		return asIssues(err)
	}
	for t := range s.Technologies {
		m := c.Network.TechnologyMeasures(t)
		for _, i := range linked {
			if x := network.Mean(figuresOf(&s.Criteria[i]), &m); x != nil {
				*p.into(t, int(p.of[i])) = Cell{Value: *x, Known: true, Evidence: true, Links: true, Origin: s.Criteria[i].LinksAt}
			}
		}
	}
	return nil
}

// checkLinks refuses criteria that take their scores from links there are none of, that have further criteria below them, or that have other scores besides,
// and says what the links leave unknown.
func (s *Study) checkLinks() Issues {
	var issues Issues
	parents := s.parents()
	for i := range s.Criteria {
		c := &s.Criteria[i]
		at := s.Place(c.LinksAt)
		switch {
		case len(c.Links) == 0:
		case parents[c.Code]:
			issues = append(issues, Errorf("E-CRITERION-PARENT", at, "", language.M("Name the measure at a criterion below it."), "%s has criteria below it and cannot be measured itself.", c.Code))
		case len(s.Links.Rows) == 0:
			issues = append(issues, Errorf("E-LINKS-NONE", at, "", language.M("Add a sheet Links with a row for each partner of a project, or clear the cell."), "Criterion %s is measured by links, and there are none.", c.Code))
		}
	}
	other := func(criterion int32, o Origin, what language.Message) {
		c := &s.Criteria[criterion]
		if len(c.Links) > 0 && !slices.ContainsFunc(issues, func(x Issue) bool { return x.Code == "E-MIXED" && x.Value == c.Code }) {
			issues = append(issues, Errorf("E-MIXED", s.Place(o), c.Code, language.M("Keep one of the two, or make them two criteria."), "Criterion %s is measured by links (%s) and has %s here.", c.Code, s.Place(c.LinksAt), what))
		}
	}
	if len(s.linked()) > 0 {
		for e := range s.Evidence.All() {
			other(e.Criterion, e.Origin, language.M("evidence‹links›"))
		}
		for _, a := range s.Scores {
			other(a.Criterion, a.Origin, language.M("experts' scores‹links›"))
		}
		for _, x := range s.Comparisons {
			other(x.Criterion, x.Origin, language.M("pairs of technologies‹links›"))
		}
	}
	if len(s.Links.Rows) == 0 {
		return issues
	}
	at := s.Place(s.Links.Rows[0].Origin)
	at.Cell = ""
	unknown := 0
	for _, p := range s.Links.Partners {
		if p.Bloc == "" {
			unknown++
		}
	}
	blocs := s.linkedBlocs()
	if unknown > 0 && len(blocs) > 0 {
		issues = append(issues, Warnf("W-LINK-BLOC", at, language.M("Fill in the column Bloc for all."), "%d of %d partners have no bloc; what is said of blocs leaves out their ties and their projects.", unknown, len(s.Links.Partners)))
	}
	if helix(blocs) == nil && len(blocs) > 0 {
		issues = append(issues, Warnf("W-LINK-HELIX", at, language.M("Call the blocs science, business and state, or have three of them."),
			"Which of the blocs (%s) are science, business and the state cannot be told; there are no figures of the triple helix.", strings.Join(blocs, ", ")))
	}
	return append(issues, s.checkLinksSize()...)
}

// checkLinksSize refuses links that make more pairs of partners than are worked out.
func (s *Study) checkLinksSize() Issues {
	rows := make(map[[2]int32]int)
	pairs := 0.0
	for _, l := range s.Links.Rows {
		k := [2]int32{l.Project, l.Period}
		pairs += float64(rows[k])
		rows[k]++
	}
	if pairs <= network.MaxPairs {
		return nil
	}
	_, err := s.Collaboration() // counts a partner once though its project serves several technologies
	if err == nil {
		return nil
	}
	return asIssues(err)
}
