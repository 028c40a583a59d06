package report

import (
	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/study"
)

// Audience is who a document is for. The zero value is the analyst, who gets everything.
type Audience uint8

const (
	Analyst Audience = iota
	Reader           // who decides: the findings, in two pages, in plain words
)

// Document is a composed report: sections said in one language, before anyone decides how they look. Everything in it is text to be shown as it is; a renderer
// makes it safe for what it writes (markup, direction controls) and says nothing of its own.
type Document struct {
	Title    string // the study's
	Kind     string // what sort of document it is, said above the title: "Report of the expert panel"
	Language language.Language
	Audience Audience
	Facts    Facts // beside the title: date, place, panel, method
	Sections []Section
	Hash     string            // SHA-256 of the workbook it was made of, "" if unknown
	Version  string            // of the program
	Date     string            // the day of the decision, or else the day it was made on; "" where nobody knows
	Fields   map[string]string // what an office's own letterhead may have in its text, by name: number, place, chair …
}

// Section is what is said on one subject.
type Section struct {
	Key     string // stable: names the section on a command line, in addresses and in JSON; lower case ASCII
	Title   string
	Blocks  []Block // what anyone reads: findings, in plain words
	Details []Block // what stands behind them, below: for the analyst; nil in a document for the reader
	Page    bool    // begins on a new page in print
}

// Block is a piece of a section: a [Paragraph], a [List], [Facts], a [Heading], a [*Table], a [*Figure], [Signatures] or a [PageBreak]. Renderers go over the list
// with a switch on its type.
type Block interface{ block() }

// Tone is how a paragraph is meant.
type Tone uint8

const (
	Plain  Tone = iota
	Lead        // the answer itself: larger, first
	Note        // how something was made, smaller
	Caveat      // what the reader must not overlook
)

// Paragraph is sentences.
type Paragraph struct {
	Text string
	Tone Tone
}

// Heading stands over part of a section, one level below its title.
type Heading struct{ Text string }

// List is items one below the other, with numbers if they are ordered.
type List struct {
	Ordered bool
	Items   []Item
}

// Item is a name, which may be missing, and what is said of it.
type Item struct{ Name, Text string }

// Facts are short statements under their names.
type Facts []Fact

// Fact is one: Place: Moscow. A fact nobody knows has no text; what is to be filled in by hand gets a line to write on.
type Fact struct {
	Name, Text string
	Blank      bool // a line to write on, where there is no text
}

// Figure is a drawing with all that stands for it where it cannot be seen.
type Figure struct {
	Key         string // stable, as a section's: names the figure in addresses
	Title       string
	Description string        // what it shows, in a sentence or two: read aloud in place of the drawing
	SVG         func() string // one <svg> element, without its own XML declaration, no script and no reference outside itself; it needs no size: viewBox only
	Data        *Table        // the figures drawn

	PNG  func(pixels float64) ([]byte, error)        // the drawing on a light ground, with so many pixels a unit; 760 units are the width of a page
	File func(format, source string) ([]byte, error) // the drawing as a file of its own, svg or png, under its title and above its source
}

// Signatures are lines to sign on, kept together on one page.
type Signatures []Signature

// Signature is a line: the role, room to sign and to date, the name where it is known.
type Signature struct{ Role, Name string }

// PageBreak begins a new page in print, and nothing on a screen.
type PageBreak struct{}

func (Paragraph) block()  {}
func (Heading) block()    {}
func (List) block()       {}
func (Facts) block()      {}
func (*Table) block()     {}
func (*Figure) block()    {}
func (Signatures) block() {}
func (PageBreak) block()  {}

// Section finds one by its key; nil if it is not there.
func (d *Document) Section(key string) *Section {
	for k := range d.Sections {
		if d.Sections[k].Key == key {
			return &d.Sections[k]
		}
	}
	return nil
}

// say appends findings; detail appends what stands behind them. A table or figure that is nil, a paragraph without text and a list without items are left out.
func (s *Section) say(blocks ...Block) { s.Blocks = appended(s.Blocks, blocks) }

func (s *Section) detail(blocks ...Block) { s.Details = appended(s.Details, blocks) }

func appended(to, blocks []Block) []Block {
	for _, b := range blocks {
		empty := b == nil
		switch b := b.(type) {
		case *Table:
			empty = b == nil
		case *Figure:
			empty = b == nil
		case Paragraph:
			empty = b.Text == ""
		case List:
			empty = len(b.Items) == 0
		case Facts:
			empty = len(b) == 0
		}
		if !empty {
			to = append(to, b)
		}
	}
	return to
}

// Origin says below a figure that stands alone what it was made of, and by what.
func Origin(s *study.Study, l language.Language) string {
	return language.Say(l, "Source: %s. Veche %s", s.Title, release.Version)
}
