package composed

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"veche/internal/browser"
	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/pdf"
	"veche/internal/study"
	"veche/internal/study/compare"
)

// The whole page, with the comparison, the minutes and the engine in it, opens from a file without a network: it asks for nothing, complains of nothing, is as wide
// as its window, axe-core finds nothing, and a key moves a weight; in both languages, both schemes, narrow and wide.
func TestWholePage(t *testing.T) {
	ci.Long(t, "the whole report in a browser")
	b := browser.Start(t)
	for _, l := range []language.Language{language.English, language.Russian} {
		this := named(t, "science-fields") // has every section but the set; axe-core takes minutes over the hundreds of rows of a larger one
		last, err := study.Apply(this, study.SetWeighting{Weighting: "equal"})
		if err != nil {
			t.Fatal(err)
		}
		c, err := compare.Compare(t.Context(), last, this, compare.Options{Draws: 200})
		if err != nil {
			t.Fatal(err)
		}
		d, o := document(t, this, Options{Language: l, Last: c, Made: Today()})
		for _, static := range []bool{false, true} {
			answers := o
			if static {
				answers = nil
			}
			data, err := File(t.Context(), d, ".html", answers, nil)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "report.html")
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			p := b.Page(t)
			p.Offline(true)
			p.Open(path)
			if !static {
				p.Until(`document.getElementById("veche-engine").dataset.state`)
				before := browser.Eval[string](p, `document.getElementById("veche-rows").innerText`)
				for k := 0; browser.Eval[string](p, `document.activeElement.type || ""`) != "range"; k++ { // by keyboard alone
					if k > 200 {
						t.Fatal("the tabulator key leads to no weight")
					}
					p.Key(kb.Tab)
				}
				p.Key(kb.End)
				p.Script(`new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))`)
				if after := browser.Eval[string](p, `document.getElementById("veche-rows").innerText`); after == before {
					t.Error("the key End on a weight moves nothing")
				}
			}
			for _, width := range []int64{360, 1280} {
				for _, scheme := range []string{"light", "dark"} {
					p.Size(width, 900)
					p.Scheme(scheme)
					if over := browser.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
						t.Errorf("%s at %d px: the page is %d px too wide", l.Code(), width, over)
					}
					if !static {
						p.Accessible(fmt.Sprint(l.Code(), " ", width, " ", scheme))
					}
					if folder := os.Getenv("VECHE_LOOK"); folder != "" {
						p.Photograph(filepath.Join(folder, fmt.Sprintf("report-%s-%d-%s.png", l.Code(), width, scheme)))
					}
				}
			}
			for _, r := range p.Requests() {
				if r != "file://"+path {
					t.Errorf("the page asks for %s", r)
				}
			}
			p.Clean()
		}
	}
}

// What a deputy minister reads is two pages, for every study inside and in both languages, printed in the widest of the usual fonts.
func TestTwoPages(t *testing.T) {
	ci.Long(t, "that the reader's report is two pages")
	if _, err := pdf.Browser(); err != nil {
		ci.Without(t, err.Error())
	}
	page := regexp.MustCompile(`/Type ?/Page\b`)
	for _, name := range example.Names() {
		o, err := study.Evaluate(named(t, name))
		if err != nil {
			t.Fatal(err)
		}
		languages := []language.Language{language.Russian} // whose texts are the longer ones
		if ci.Longest() {
			languages = append(languages, language.English)
		}
		for _, l := range languages {
			data, err := Write(t.Context(), o, ".pdf", Options{Language: l, Audience: report.Reader, Made: Today()})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(page.FindAll(data, -1)); n != 2 {
				t.Errorf("%s, %s: %d pages", name, l.Code(), n)
			}
		}
	}
}
