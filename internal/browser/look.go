package browser

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp"

	"veche/internal/ci"
)

// axeLimit is how long axe-core may take: it looks at every element against all behind it.
const axeLimit = 4 * time.Minute

// Eval is the value of a JavaScript expression in the page; a promise is waited for.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return within[T](p, Limit, expression)
}

func within[T any](p *Page, limit time.Duration, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.context, limit)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", short(expression), err)
	}
	return value
}

// Script runs JavaScript in the page for what it does; a promise is waited for.
func (p *Page) Script(script string) {
	p.t.Helper()
	p.do(short(script), chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise))
}

func short(text string) string {
	if len(text) > 120 {
		return text[:120] + "…"
	}
	return text
}

// Until waits, within the limit, for an expression to be true, on whatever page the tab comes to meanwhile.
func (p *Page) Until(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.context, Limit)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool]("!!("+expression+")", chromedp.WithPollingTimeout(Limit)))
		if err == nil {
			return
		}
		if left := err.Error(); ctx.Err() == nil && (strings.Contains(left, "navigated or closed") || strings.Contains(left, "context was destroyed") || strings.Contains(left, "Cannot find")) {
			continue // the page was left while it was asked
		}
		p.t.Fatalf("it never came to be that %s: %v", short(expression), err)
	}
}

// Key presses keys where the focus is: letters as they are, others by package kb of chromedp (kb.Tab, kb.ArrowRight).
func (p *Page) Key(keys string) {
	p.t.Helper()
	p.do("key", chromedp.KeyEvent(keys))
}

// Click clicks the middle of the first element of a CSS selector once it is to be seen.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Type writes text into the first element of a CSS selector.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.do("type "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Photograph writes the whole page, not only what the window shows, to a PNG file.
func (p *Page) Photograph(file string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.context, Limit)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(file, picture, 0o644)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", file, err)
	}
}

// PDF prints the page on A4, as its style sheet says, to a file.
func (p *Page) PDF(file string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.context, Limit)
	defer cancel()
	paper, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground(), chromedp.PDFOutlineAndTagged()))
	if err == nil {
		err = os.WriteFile(file, paper, 0o644)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", file, err)
	}
}

// axe is the script of axe-core (npm, MPL-2.0), which VECHE_AXE names: it is for tests and stands in no program of ours.
var axe = sync.OnceValues(func() (string, error) {
	script, err := os.ReadFile(os.Getenv("VECHE_AXE"))
	return string(script), err
})

// Violation is a rule of WCAG 2.2, A or AA, that a page breaks, and where.
type Violation struct {
	ID, Impact, Help string
	Where            []string // the elements, as HTML
}

// Axe examines the page as it stands by axe-core. Without the script (VECHE_AXE: path of axe.min.js) the test is skipped, or fails in the full run.
func (p *Page) Axe() []Violation {
	p.t.Helper()
	script, err := axe()
	if err != nil {
		ci.Without(p.t, "VECHE_AXE names no axe.min.js (npm install axe-core): "+err.Error())
	}
	p.Script(script + ";0")
	text := within[string](p, axeLimit, `axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}, resultTypes: ["violations"]})
		.then(r => JSON.stringify(r.violations.map(v => ({ID: v.id, Impact: v.impact || "", Help: v.help,
			Where: v.nodes.map(n => n.html + " | " + (n.failureSummary || "").replace(/\s+/g, " "))}))))`)
	var found []Violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		p.t.Fatalf("axe answers %s: %v", short(text), err)
	}
	return found
}

// Accessible fails the test for every rule of WCAG 2.2, A or AA, that the page breaks as it stands. what names the state it is in.
func (p *Page) Accessible(what string) {
	p.t.Helper()
	for _, v := range p.Axe() {
		p.t.Errorf("%s: %s (%s, %s):\n  %s", what, v.Help, v.ID, v.Impact, strings.Join(v.Where, "\n  "))
	}
}
