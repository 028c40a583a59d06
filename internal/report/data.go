package report

import (
	"math"

	"veche/internal/report/contract"
)

// Data is a document as data.
func Data(d *Document) contract.Document {
	j := contract.Document{Title: d.Title, Kind: d.Kind, Language: d.Language.Code(), Audience: "analyst", Date: d.Date, Facts: factsData(d.Facts), Sections: []contract.Section{}, SHA256: d.Hash, Version: d.Version}
	if d.Audience == Reader {
		j.Audience = "reader"
	}
	for k := range d.Sections {
		s := &d.Sections[k]
		j.Sections = append(j.Sections, contract.Section{Key: s.Key, Title: s.Title, Blocks: append([]contract.Block{}, blocksData(s.Blocks)...), Details: blocksData(s.Details)})
	}
	return j
}

func factsData(facts Facts) []contract.Fact {
	out := []contract.Fact{}
	for _, f := range facts {
		out = append(out, contract.Fact{Name: f.Name, Text: f.Text})
	}
	return out
}

var tones = map[Tone]string{Lead: "lead", Note: "note", Caveat: "caveat"}

func blocksData(blocks []Block) []contract.Block {
	var out []contract.Block
	for _, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			out = append(out, contract.Block{Kind: "paragraph", Text: b.Text, Tone: tones[b.Tone]})
		case Heading:
			out = append(out, contract.Block{Kind: "heading", Text: b.Text})
		case List:
			j := contract.Block{Kind: "list", Ordered: b.Ordered}
			for _, i := range b.Items {
				j.Items = append(j.Items, contract.Fact{Name: i.Name, Text: i.Text})
			}
			out = append(out, j)
		case Facts:
			out = append(out, contract.Block{Kind: "facts", Facts: factsData(b)})
		case *Table:
			out = append(out, contract.Block{Kind: "table", Table: gridData(b)})
		case *Figure:
			out = append(out, contract.Block{Kind: "figure", Key: b.Key, Title: b.Title, Shows: b.Description, Table: gridData(b.Data)})
		case Signatures:
			j := contract.Block{Kind: "signatures"}
			for _, s := range b {
				j.Signatures = append(j.Signatures, contract.Signature{Role: s.Role, Name: s.Name})
			}
			out = append(out, j)
		}
	}
	return out
}

func gridData(t *Table) *contract.Grid {
	if t == nil {
		return nil
	}
	j := &contract.Grid{Caption: t.Note, Columns: []contract.Head{}, Rows: [][]any{}, After: t.After}
	for _, c := range t.Columns {
		j.Columns = append(j.Columns, contract.Head{Head: c.Head, Number: c.Number})
	}
	for r, row := range t.Rows {
		cells := make([]any, len(row))
		for k, c := range row {
			switch {
			case c.blank, c.Number && (math.IsNaN(c.Value) || math.IsInf(c.Value, 0)):
			case c.Number:
				cells[k] = c.Value
			default:
				cells[k] = c.Text
			}
			if len(c.From) > 0 {
				from := contract.From{Row: r, Column: k}
				for _, p := range c.From {
					from.Places = append(from.Places, p.String())
				}
				j.From = append(j.From, from)
			}
		}
		j.Rows = append(j.Rows, cells)
	}
	return j
}
