// Package html writes a document of package report as one page: a single file that opens in any browser without a network, prints on A4, reads in light and dark
// from 360 pixels up, and is complete without JavaScript. [Page] is the entry. Everything of the study is written as text; a Content-Security-Policy in the page
// lets nothing run or load but what stands in it.
package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/figure"
	"veche/internal/report/safe"
)

//go:embed style.css
var style string

// Options are what a page may have beside the document.
type Options struct {
	Engine *Engine // the engine that answers when a weight is moved; nil: a static page
}

// Engine is a section that computes in the page. Its parts are the program's own and are written as they are.
type Engine struct {
	Key, Title string            // of its section
	Markup     string            // within the section
	Style      string            // CSS
	Script     string            // one script, run at the end of the page
	Data       map[string]string // by id: blocks of data for the script, in an alphabet that cannot end an element (base64, or JSON without <)
}

// page is one under way.
type page struct {
	strings.Builder
	d *report.Document
	n int // captions so far, for identifiers
}

// Page writes a document as a page.
func Page(d *report.Document, x Options) ([]byte, error) {
	p := &page{d: d}
	css := style + figure.CSS + p.margins()
	script := ""
	if x.Engine != nil {
		css += x.Engine.Style
		script = x.Engine.Script
	}
	p.head(css, script)
	class := ""
	if d.Audience == report.Reader {
		class = ` class="reader"`
	}
	p.f(`<body%s><div class="page"><a class="skip screen" href="#%s">%s</a>`, class, "main", p.t("To the content"))
	p.top()
	p.contents(x)
	p.WriteString(`<main id="main">`)
	for k := range d.Sections {
		p.section(&d.Sections[k])
		if e := x.Engine; e != nil && k == 0 {
			p.f(`<section id="%s" class="analyst screen" aria-labelledby="h-%s"><h2 id="h-%s">%s</h2>`, e.Key, e.Key, e.Key, text(e.Title))
			p.WriteString(e.Markup + `</section>`)
		}
	}
	p.WriteString(`</main>`)
	p.foot()
	p.WriteString(`</div>`)
	if e := x.Engine; e != nil {
		for _, id := range sorted(e.Data) {
			if strings.Contains(e.Data[id], "<") {
				return nil, fmt.Errorf("html: the data %s could end its element", id)
			}
			p.f(`<script type="text/plain" id="%s">`, id)
			p.WriteString(e.Data[id] + `</script>`)
		}
		if strings.Contains(e.Script, "</") {
			return nil, fmt.Errorf("html: the script could end its element")
		}
		p.WriteString(`<script>` + e.Script + `</script>`)
	}
	p.WriteString("</body></html>\n")
	return []byte(p.String()), nil
}

// text is a text of the document as HTML: what it says, and nothing that it could do.
func text(s string) string {
	return html.EscapeString(ordinal.ReplaceAllString(safe.Text(s), "$1\u2060-\u2060$2"))
}

// ordinal is a place in Russian, 9-е, which is not to break at its hyphen.
var ordinal = regexp.MustCompile(`([0-9])-([а-яё]{1,2}(?:\PL|$))`)

// t is a label of the page itself.
func (p *page) t(label string, args ...any) string {
	return text(language.Say(p.d.Language, label, args...))
}

// f writes markup with texts that were made safe before.
func (p *page) f(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// policy lets run and load what stands in the page, and nothing else.
func policy(css, script string) string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	scripts := "'none'"
	if script != "" {
		scripts = hash(script) + " 'wasm-unsafe-eval'"
	}
	return "default-src 'none'; style-src " + hash(css) + "; script-src " + scripts + "; img-src data:; base-uri 'none'; form-action 'none'"
}

func (p *page) head(css, script string) {
	p.f(`<!doctype html>
<html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="%s"><meta name="referrer" content="no-referrer"><meta name="generator" content="Veche %s">`,
		p.d.Language.Code(), html.EscapeString(policy(css, script)), text(p.d.Version))
	if p.d.Hash != "" {
		p.f(`<meta name="veche-study-sha256" content="%s">`, text(p.d.Hash))
	}
	p.f(`<title>%s</title><style>`, text(p.d.Title))
	p.WriteString(css + "</style></head>\n")
}

// margins are the heads and feet of printed pages.
func (p *page) margins() string {
	pages := language.Say(p.d.Language, "page %s of %s", "\x00", "\x01")
	before, rest, _ := strings.Cut(pages, "\x00")
	between, after, _ := strings.Cut(rest, "\x01")
	sides := "18mm 16mm 18mm 20mm"
	if p.d.Audience == report.Reader { // whose pages are two
		sides = "15mm 14mm 15mm 18mm"
	}
	return fmt.Sprintf(`@page{size:A4;margin:%s;@top-left{content:%s;font-size:8pt;color:#444;max-width:75%%}@top-right{content:%s;font-size:8pt;color:#444}@bottom-left{content:%s;font-size:8pt;color:#444}@bottom-right{content:%s counter(page) %s counter(pages) %s;font-size:8pt;color:#444}}@page :first{@top-left{content:""}@top-right{content:""}}`,
		sides, quoted(shortened(p.d.Title, 90)), quoted(p.d.Date), quoted(p.d.Kind), quoted(before), quoted(between), quoted(after)) + "\n"
}

// shortened cuts a long text for the head of a page.
func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// quoted is a text as a string of CSS: whatever is not a letter, a digit or a space is escaped.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range safe.Text(s) {
		if r > 0x7f || r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%x `, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (p *page) top() {
	p.f(`<header><p class="kind">%s`, text(p.d.Kind))
	if p.d.Date != "" {
		p.f(` · %s`, text(p.d.Date))
	}
	p.f(`</p><h1>%s</h1>`, text(p.d.Title))
	p.facts(p.d.Facts)
	if p.divided() {
		p.f(`<fieldset class="show screen"><legend>%s</legend><label><input type="radio" name="show" id="findings"> %s</label><label><input type="radio" name="show" id="everything" checked> %s</label></fieldset>`,
			p.t("Show"), p.t("findings only"), p.t("everything"))
	}
	p.WriteString(`</header>`)
}

// divided reports whether the document has findings and what stands behind them.
func (p *page) divided() bool {
	for k := range p.d.Sections {
		if len(p.d.Sections[k].Details) > 0 {
			return true
		}
	}
	return false
}

func (p *page) contents(x Options) {
	if len(p.d.Sections) < 2 {
		return
	}
	p.f(`<nav aria-labelledby="contents"><h2 id="contents">%s</h2><ol>`, p.t("Contents"))
	for k := range p.d.Sections {
		s := &p.d.Sections[k]
		p.f(`<li><a href="#%s">%s</a></li>`, s.Key, text(s.Title))
		if e := x.Engine; e != nil && k == 0 {
			p.f(`<li class="analyst"><a href="#%s">%s</a></li>`, e.Key, text(e.Title))
		}
	}
	p.WriteString(`</ol></nav>`)
}

func (p *page) foot() {
	made := p.t("Made by Veche %s.", p.d.Version)
	if p.d.Hash != "" {
		made += " " + p.t("SHA-256 of the study: %s", p.d.Hash)
	}
	p.f(`<footer>%s</footer>`, made)
}
