package html

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"veche/internal/report"
	"veche/internal/report/safe"
)

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func (p *page) section(s *report.Section) {
	class := ""
	if s.Page {
		class = ` class="new"`
	}
	p.f(`<section id="%s"%s aria-labelledby="h-%s"><h2 id="h-%s">%s</h2>`, s.Key, class, s.Key, s.Key, text(s.Title))
	for _, b := range s.Blocks {
		p.block(b)
	}
	if len(s.Details) > 0 {
		p.f(`<div class="behind"><p class="label">%s</p>`, p.t("In detail"))
		for _, b := range s.Details {
			p.block(b)
		}
		p.WriteString(`</div>`)
	}
	p.WriteString("</section>\n")
}

var tones = map[report.Tone]string{report.Lead: ` class="lead"`, report.Note: ` class="note"`, report.Caveat: ` class="caveat"`}

func (p *page) block(b report.Block) {
	switch b := b.(type) {
	case report.Paragraph:
		p.f(`<p%s>%s</p>`, tones[b.Tone], text(b.Text))
	case report.Heading:
		p.f(`<h3>%s</h3>`, text(b.Text))
	case report.List:
		p.list(b)
	case report.Facts:
		p.facts(b)
	case *report.Table:
		p.table(b)
	case *report.Figure:
		p.figure(b)
	case report.Signatures:
		p.WriteString(`<div class="sign">`)
		for _, s := range b {
			p.f(`<div>%s</div><div class="line"></div><div>%s</div>`, text(s.Role), text(s.Name))
		}
		p.WriteString(`</div>`)
	case report.PageBreak:
		p.WriteString(`<div class="break"></div>`)
	}
}

func (p *page) list(l report.List) {
	tag := "ul"
	if l.Ordered {
		tag = "ol"
	}
	p.f(`<%s>`, tag)
	for _, item := range l.Items {
		p.WriteString(`<li>`)
		if item.Name != "" {
			p.f(`<b>%s</b>`, text(item.Name))
			if item.Text != "" {
				p.WriteString(`<br>`)
			}
		}
		p.f(`%s</li>`, text(item.Text))
	}
	p.f(`</%s>`, tag)
}

func (p *page) facts(facts report.Facts) {
	if len(facts) == 0 {
		return
	}
	p.WriteString(`<dl>`)
	for _, f := range facts {
		class := ""
		if f.Text == "" && f.Blank {
			class = ` class="blank"`
		}
		p.f(`<dt>%s</dt><dd%s>%s</dd>`, text(f.Name), class, text(f.Text))
	}
	p.WriteString(`</dl>`)
}

// widths from which a table is printed smaller, in columns.
const (
	wide  = 9
	wider = 13
)

func (p *page) table(t *report.Table) {
	if len(t.Columns) > 0 {
		p.n++
		class := ""
		switch n := len(t.Columns); {
		case n >= wider:
			class = ` class="wider"`
		case n >= wide:
			class = ` class="wide"`
		}
		id := fmt.Sprintf("t%d", p.n)
		p.f(`<div class="scroll" role="region" tabindex="0" aria-labelledby="%s"><table%s><caption id="%s">%s</caption><thead><tr>`, id, class, id, text(orTitle(t)))
		for k, c := range t.Columns {
			p.f(`<th scope="col"%s>%s</th>`, p.class(t, k), text(c.Head))
		}
		p.WriteString(`</tr></thead><tbody>`)
		head := slices.IndexFunc(t.Columns, func(c report.Column) bool { return !c.Number })
		for _, row := range t.Rows {
			p.WriteString(`<tr>`)
			for k, c := range row {
				tag, scope := "td", ""
				if k == head {
					tag, scope = "th", ` scope="row"`
				}
				p.f(`<%s%s%s%s>%s</%s>`, tag, scope, p.class(t, k), from(c), text(c.Shown(p.d.Language)), tag)
			}
			p.WriteString(`</tr>`)
		}
		p.WriteString("</tbody></table></div>\n")
	}
	for _, line := range t.After {
		p.f(`<p class="note">%s</p>`, text(line))
	}
}

// class is how a column is set: numbers to the right, long texts with room to break.
func (p *page) class(t *report.Table, k int) string {
	if t.Columns[k].Number {
		return ` class="n"`
	}
	const long = 24 // letters from which a text is broken rather than the table made wider
	for _, row := range t.Rows {
		if k < len(row) && len(row[k].Text) > long {
			return ` class="t"`
		}
	}
	return ""
}

// from says on a cell where its figure came from.
func from(c report.Cell) string {
	if len(c.From) == 0 {
		return ""
	}
	var places []string
	for _, p := range c.From {
		places = append(places, p.String())
	}
	return fmt.Sprintf(` title="%s"`, text(strings.Join(places, ", ")))
}

func orTitle(t *report.Table) string {
	if t.Note != "" {
		return t.Note
	}
	return t.Title
}

func (p *page) figure(f *report.Figure) {
	p.f(`<figure id="figure-%s"><figcaption>%s`, f.Key, text(f.Title))
	if f.Description != "" {
		p.f(`<span>%s</span>`, text(f.Description))
	}
	p.WriteString(`</figcaption>`)
	p.f(`<div class="scroll" role="region" tabindex="0" aria-label="%s">`, text(f.Title))
	p.WriteString(safe.Text(f.SVG()) + `</div>`)
	if f.Data != nil {
		p.f(`<details><summary>%s</summary>`, p.t("The figures drawn"))
		p.table(f.Data)
		p.WriteString(`</details>`)
	}
	p.WriteString("</figure>\n")
}
