package study

import (
	"cmp"
	"fmt"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/mcda/robust"
)

// Study is one selection exercise: everything in one workbook.
type Study struct {
	Title    string
	Source   Source
	Settings Settings

	Criteria     []Criterion // every node of the tree, parents included, in workbook order
	Technologies []Technology
	Experts      []Expert
	Blocs        []Bloc
	Sources      []group.Argumentation // what K_a is made of; nil: the standard table
	Rounds       []string              // in order of first appearance; an answer's Round is an index here

	Scores        []Score
	Judgements    []Judgement
	Comparisons   []Comparison
	Unread        []Unread // answers that came and could not be read
	Evidence      Measurements
	Distributions []*robust.Distribution // of evidence that is not known for certain
	Synergies     []Synergy
	Rules         []Rule
	Links         Links    // who works with whom on what
	Meeting       *Meeting // at which the panel decided; nil: nothing is known of it
	Terms         []Term   // of the Scale sheet, then those typed in a cell of Scores or Evidence

	Seal         *Seal // of the weights, set before the scores were opened; nil: never sealed
	CriteriaOnly bool  // judgements of criteria and nothing else: there are weights to work out, and nothing to rank

	LinksOnly bool // links and nothing else: there is a network to measure, and nothing to rank

	Warnings Issues            // of the reading
	Sheets   []Sheet           // where the answers stood; an Origin's Sheet is an index here
	Called   map[string]string // what the file calls, or would call, a sheet for which Veche has another name, by that

	// What people changed since the workbook was read (see Action).
	Moved    []float64       // global weights by leaf, sum 1, replacing what the weighting gives; nil: not moved
	Locked   map[string]bool // criteria whose weight does not move, by code
	Excluded Excluded
	Sharing  robust.Sharing // how the other weights follow a moved one; "" is proportionally
	Kept     []Scenario     // states kept by name, in the order of keeping
}

// Source is the file a study was read from.
type Source struct {
	File   string // as the user named it; "" for the built-in example
	SHA256 string // of its bytes, in hexadecimal
}

// Sheet is one sheet of one file.
type Sheet struct{ File, Name string }

// Origin is the cell where something stood. The zero Origin is nowhere. It is small because there is one for every answer.
type Origin struct {
	Row   int32  // from 1
	Sheet uint16 // index in Study.Sheets, from 1
	Col   uint16 // from 1; 0 is the whole row
}

// Excluded names the experts and technologies that are left out of the ranking; their data stays.
type Excluded struct {
	Experts, Technologies map[string]bool
	Why                   map[string]string // an expert is left out, where somebody said so
}

// Criterion is a node of the criteria tree. Optional numbers are nil when the cell was blank.
type Criterion struct {
	Code, Name string
	Parent     string // code of the parent, "" at the top
	Sense      mcda.Sense
	Weight     *float64  // local: among the siblings; the centroid of a fuzzy one
	Fuzzy      []float64 // the weight as a fuzzy number, of three numbers or four; nil: crisp
	Unit       string
	Min, Max   *float64
	Target     *float64
	Value      mcda.ValueFunction
	Preference Preference
	Limits     []float64 // between the classes of ELECTRE TRI-B, from the worst class to the best; nil: none
	Links      []string  // measures of the links whose mean the technologies score here, by name (network.Figures); nil: scores or evidence
	LinksAt    Origin    // the cell that says so
	Origin     Origin
	WeightAt   Origin // the cell of the weight, or where it would stand
}

// Preference is how a difference on the criterion becomes a preference, for the outranking methods.
type Preference = mcda.Preference

// Technology is an alternative: a candidate direction or critical technology.
type Technology struct {
	ID, Name string
	Group    string // the priority direction it belongs to
	Cost     *float64
	CostAt   Origin   // the cell of the cost, or where it would stand
	Pin      string   // "in", "out" or ""
	Prior    *float64 // preference for it before it is scored, 0 or more (MAIRCA's P_A)
	Note     string
	Origin   Origin
}

// Expert is a panel member.
type Expert struct {
	ID, Name     string
	Organisation string
	Bloc         string
	Weight       *float64          // competence, as given
	Familiarity  *float64          // with the matter, self-rated, 0 to 1 (K_u)
	Arguments    map[string]string // how far the judgement rests on each source of Argumentation: high, medium, low
	Conflicts    []int32           // technologies on which the expert declared a conflict of interest: their answers there do not count
	Origin       Origin
}

// Bloc is a side experts speak for.
type Bloc struct {
	Name   string
	Weight *float64
	Origin Origin
}

// State says whether an answer holds a value. Missing and abstained are not zero and not each other.
type State uint8

const (
	Given     State = iota
	Missing         // asked and left blank
	Abstained       // "don't know", "n/a"
)

// Score is an expert's rating of a technology on a criterion. The numbers are indices in the study's lists.
type Score struct {
	Value                                float64 // of a fuzzy score its centroid
	Round, Expert, Technology, Criterion int32
	Term                                 int32 // of a fuzzy score: its place in Terms, from 1; 0: crisp
	State                                State
	Origin                               Origin
}

// Judgement is one pairwise comparison by one expert below one parent: A is Value times as important as B.
type Judgement struct {
	Value  float64 // 1/9 … 9; of a fuzzy one its middle value
	Round  int32   // index in Rounds; −1: of no round
	Expert int32
	Parent string // code, "" at the top
	A, B   int32  // criteria
	Fuzzy  *mcda.Triangle
	Origin Origin
}

// Comparison is one pairwise comparison of technologies by one expert on one leaf criterion: A is Value times as good as B.
type Comparison struct {
	Value           float64 // 1/9 … 9; of a fuzzy one its middle value
	Round, Expert   int32   // as of a judgement
	Criterion, A, B int32   // a leaf; technologies
	Fuzzy           *mcda.Triangle
	Origin          Origin
}

// Measurement is evidence: a measured value of a technology on a criterion.
type Measurement struct {
	Value                 float64 // of a fuzzy one its centroid
	Technology, Criterion int32
	Term                  int32 // of a fuzzy one: its place in Terms, from 1; 0: crisp
	Stated                int32 // of one that is not known for certain: the place in Distributions, from 1, of what it is thought to be, Value its mean; 0: certain
	Origin                Origin
}

// Term is a linguistic term with its value, or the three numbers of a triangular fuzzy one or the four of a trapezoidal one. A fuzzy number typed in a cell is a term without a name.
type Term struct {
	Name   string
	Values []float64
	Origin Origin
}

// Place names the cell an Origin points to.
func (s *Study) Place(o Origin) Place {
	if o.Sheet == 0 || int(o.Sheet) > len(s.Sheets) {
		return Place{File: s.Source.File}
	}
	sheet := s.Sheets[o.Sheet-1]
	p := Place{File: sheet.File, Sheet: sheet.Name}
	if o.Row > 0 {
		p.Cell = cellName(int(o.Row), int(o.Col))
	}
	return p
}

// On is a sheet of the study's file, by the name Veche has for it.
func (s *Study) On(sheet string) Place {
	return Place{File: s.Source.File, Sheet: cmp.Or(s.Called[sheet], sheet)}
}

// At is a cell of the sheet.
func (p Place) At(cell string) Place {
	p.Cell = cell
	return p
}

// cellName is "D14"; a whole row is "14:14".
func cellName(row, col int) string {
	if col <= 0 {
		return fmt.Sprintf("%d:%d", row, row)
	}
	var letters []byte
	for ; col > 0; col = (col - 1) / 26 {
		letters = append(letters, byte('A'+(col-1)%26))
	}
	slices.Reverse(letters)
	return fmt.Sprintf("%s%d", letters, row)
}

// Criterion finds a criterion by code; −1 when there is none.
func (s *Study) Criterion(code string) int {
	return slices.IndexFunc(s.Criteria, func(c Criterion) bool { return c.Code == code })
}

// Technology finds a technology by ID; −1 when there is none.
func (s *Study) Technology(id string) int {
	return slices.IndexFunc(s.Technologies, func(t Technology) bool { return t.ID == id })
}

// Expert finds an expert by ID; −1 when there is none.
func (s *Study) Expert(id string) int {
	return slices.IndexFunc(s.Experts, func(e Expert) bool { return e.ID == id })
}

// Title is the technology's name, or its identifier where it has none.
func (t *Technology) Title() string {
	if t.Name != "" {
		return t.Name
	}
	return t.ID
}

// Title is the criterion's name, or its code where it has none.
func (c *Criterion) Title() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Code
}
