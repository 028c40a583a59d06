package browser

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// page is a page that does all the kit is to notice. It names its icon: for a page that names none a browser asks its server's /favicon.ico, sooner or later.
const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<style>body{background:white;color:black} @media (prefers-color-scheme: dark){body{background:black;color:white}} @media print{#screen{display:none}}</style></head>
<body><main><h1>Page</h1><p id="screen">for the screen</p><label>Weight <input id="w" type="range" min="0" max="10" value="5"></label><img alt="dot" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="></main></body></html>`

// The kit sees requests, errors, schemes, sizes and keys, and the network goes when it is told to.
func TestKit(t *testing.T) {
	b := Start(t)
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	p := b.Page(t)
	p.Open(file)
	p.Clean()
	if got := p.Requests(); !slices.ContainsFunc(got, func(r string) bool { return strings.HasSuffix(r, "page.html") }) {
		t.Errorf("requests are %q, without the page", got)
	}
	colour := `getComputedStyle(document.body).backgroundColor`
	if got := Eval[string](p, colour); got != "rgb(255, 255, 255)" {
		t.Errorf("light: %s", got)
	}
	p.Scheme("dark")
	if got := Eval[string](p, colour); got != "rgb(0, 0, 0)" {
		t.Errorf("dark: %s", got)
	}
	p.Print(true)
	if got := Eval[string](p, `getComputedStyle(document.getElementById("screen")).display`); got != "none" {
		t.Errorf("on paper the part for the screen is %s", got)
	}
	p.Print(false)
	p.Size(360, 640)
	if got := Eval[int](p, `innerWidth`); got != 360 {
		t.Errorf("%d px wide, not 360", got)
	}
	p.Script(`document.getElementById("w").focus()`)
	p.Key(kb.ArrowRight)
	if got := Eval[string](p, `document.getElementById("w").value`); got != "6" {
		t.Errorf("an arrow makes 5 to %s", got)
	}
	picture, paper := filepath.Join(t.TempDir(), "p.png"), filepath.Join(t.TempDir(), "p.pdf")
	p.Photograph(picture)
	p.PDF(paper)
	data, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		t.Errorf("the photograph: %v", err)
	}
	if data, err = os.ReadFile(paper); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("the print is no PDF (%v)", err)
	}
	p.Script(`console.error("broken"); setTimeout(() => { throw new Error("thrown") })`)
	p.Script(`new Promise(r => setTimeout(r, 50))`)
	if got := strings.Join(p.Errors(), "\n"); !strings.Contains(got, "broken") || !strings.Contains(got, "thrown") {
		t.Errorf("the errors heard are %q", got)
	}
}

// A request that leaves the page is noticed, and fails with the network off.
func TestOffline(t *testing.T) {
	b := Start(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(page))
	}))
	defer server.Close()
	p := b.Page(t)
	p.Open(server.URL)
	p.Clean()
	get := `fetch("/other").then(() => "answered", () => "failed")`
	if got := Eval[string](p, get); got != "answered" {
		t.Errorf("with the network on a request %s", got)
	}
	if out := p.Outside(); !slices.Contains(out, server.URL+"/other") {
		t.Errorf("requests outside are %q", out)
	}
	p.Offline(true)
	if got := Eval[string](p, get); got != "failed" {
		t.Errorf("with the network off a request %s", got)
	}
}

// axe-core finds what is wrong and nothing in what is right.
func TestAxe(t *testing.T) {
	b := Start(t)
	p := b.Page(t)
	p.Open("data:text/html;charset=utf-8," + url.PathEscape(page))
	p.Accessible("the page")
	p.Script(`document.querySelector("img").removeAttribute("alt"); document.documentElement.removeAttribute("lang")`)
	var ids []string
	for _, v := range p.Axe() {
		ids = append(ids, v.ID)
	}
	if !slices.Contains(ids, "image-alt") || !slices.Contains(ids, "html-has-lang") {
		t.Errorf("axe finds %q", ids)
	}
}
