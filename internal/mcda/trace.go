package mcda

// Trace is how a method came to its scores: the tables of its paper in their order, and what it gives beside the score.
type Trace struct {
	Tables []Table
	Values []Series // several outputs per alternative, in the method's order; nil when the score is all there is
	Set    *Set     // the alternatives the method singles out, as VIKOR's compromise; nil when it does not
}

// Outputs is what a method puts out beside the score: its trace without the tables, each of which takes as much as the problem.
func Outputs(s Scorer, weights []float64) *Trace {
	if o, ok := s.(interface {
		outputs(weights []float64) *Trace
	}); ok {
		return o.outputs(weights)
	}
	t := s.Trace(weights)
	t.Tables = nil
	return t
}

// Table is one intermediate table, named as in the paper.
type Table struct {
	Name   string    // "Weighted normalised decision matrix"
	Symbol string    // of its elements, "v_ij"; "" for none
	Rows   []string  // identifiers of alternatives or criteria, or names such as "S*"
	Column []string  // headings, likewise
	Values []float64 // len(Rows)×len(Column), row by row; NaN is an empty cell
	Note   string    // what a reader must know, a format of package fmt where it has arguments; "" for nothing
	Args   []any     // of the note
}

// Series is one number for each alternative. Name is its key in JSON: "s", "phi_plus".
type Series struct {
	Name, Title string
	Values      []float64 // m
	Step        bool      // a step on the way to the score, which a short table leaves out
}

// Set is a choice of alternatives, by index.
type Set struct {
	Name    string // "compromise", "kernel"
	Members []int
	Note    string // as of a table
	Args    []any
}

// add appends a table of alternatives × criteria.
func (t *Trace) add(p *Problem, name, symbol string, values []float64) *Table {
	return t.table(Table{Name: name, Symbol: symbol, Rows: p.Alternatives, Column: criteriaIDs(p), Values: values})
}

// addRows appends a table with a row for each name in rows and a column for each criterion; each of values is one row.
func (t *Trace) addRows(p *Problem, name, symbol string, rows []string, values ...[]float64) *Table {
	table := Table{Name: name, Symbol: symbol, Rows: rows, Column: criteriaIDs(p)}
	for _, v := range values {
		table.Values = append(table.Values, v...)
	}
	return t.table(table)
}

// addColumns appends a table with a row for each alternative and the named columns.
func (t *Trace) addColumns(p *Problem, name, symbol string, columns []string, values ...[]float64) *Table {
	table := Table{Name: name, Symbol: symbol, Rows: p.Alternatives, Column: columns, Values: make([]float64, len(p.Alternatives)*len(columns))}
	for k, v := range values {
		for i, x := range v {
			table.Values[i*len(columns)+k] = x
		}
	}
	return t.table(table)
}

// addPairs appends a table of alternatives × alternatives.
func (t *Trace) addPairs(p *Problem, name, symbol string, values []float64) *Table {
	return t.table(Table{Name: name, Symbol: symbol, Rows: p.Alternatives, Column: p.Alternatives, Values: values})
}

func (t *Trace) table(table Table) *Table {
	if len(table.Values) != len(table.Rows)*len(table.Column) {
		panic("mcda: the table " + table.Name + " has rows and columns for another number of values")
	}
	t.Tables = append(t.Tables, table)
	return &t.Tables[len(t.Tables)-1]
}

func criteriaIDs(p *Problem) []string {
	ids := make([]string, len(p.Criteria))
	for j, c := range p.Criteria {
		ids[j] = c.ID
	}
	return ids
}

// weighted returns w_j·v_ij.
func weighted(values, weights []float64) []float64 {
	out := make([]float64, len(values))
	for k, v := range values {
		out[k] = weights[k%len(weights)] * v
	}
	return out
}
