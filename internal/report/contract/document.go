package contract

// Document is the contract of `veche report -o FILE.json`: the sections of a report as data, said in its language. Keys of sections are stable; new sections and
// kinds of blocks may come.
type Document struct {
	Title    string    `json:"title"`
	Kind     string    `json:"kind"`
	Language string    `json:"language"` // en, ru
	Audience string    `json:"audience"` // analyst, reader
	Date     string    `json:"date,omitempty"`
	Facts    []Fact    `json:"facts"`
	Sections []Section `json:"sections"`
	SHA256   string    `json:"sha256"` // of the workbook it was made of
	Version  string    `json:"version"`
}

// Section is what is said on one subject.
type Section struct {
	Key     string  `json:"key"` // decision, procedure, reasons, firmness, panel, collaboration, set, editions, minutes, record
	Title   string  `json:"title"`
	Blocks  []Block `json:"blocks"`            // findings
	Details []Block `json:"details,omitempty"` // what stands behind them; absent in a document for the reader
}

// Block is a piece of a section. Kind says which of the others it has.
type Block struct {
	Kind       string      `json:"kind"`           // paragraph, heading, list, facts, table, figure, signatures
	Text       string      `json:"text,omitempty"` // of a paragraph or a heading
	Tone       string      `json:"tone,omitempty"` // of a paragraph: lead, note, caveat; "" is plain
	Ordered    bool        `json:"ordered,omitempty"`
	Items      []Fact      `json:"items,omitempty"` // of a list: names may be ""
	Facts      []Fact      `json:"facts,omitempty"`
	Key        string      `json:"key,omitempty"` // of a figure
	Title      string      `json:"title,omitempty"`
	Shows      string      `json:"shows,omitempty"` // what a figure shows
	Table      *Grid       `json:"table,omitempty"` // of a table, or of a figure: what it draws
	Signatures []Signature `json:"signatures,omitempty"`
}

// Fact is a statement under its name.
type Fact struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Signature is a line to sign on.
type Signature struct {
	Role string `json:"role"`
	Name string `json:"name"`
}

// Grid is a table. A cell is a number with all its digits, a text, or null where there is nothing; shares are parts of 1.
type Grid struct {
	Caption string   `json:"caption"`
	Columns []Head   `json:"columns"`
	Rows    [][]any  `json:"rows"`
	After   []string `json:"after,omitempty"` // sentences below
	From    []From   `json:"from,omitempty"`  // where figures came from
}

// Head is a column's heading.
type Head struct {
	Head   string `json:"head"`
	Number bool   `json:"number"`
}

// From says from which cells of the study a cell's figure came.
type From struct {
	Row    int      `json:"row"` // from 0
	Column int      `json:"column"`
	Places []string `json:"places"` // FILE SHEET!CELL
}
