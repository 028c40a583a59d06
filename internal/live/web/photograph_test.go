package web

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/browser"
	"veche/internal/ci"
)

// The stories in a real browser: nothing is asked of another server, no violation of WCAG in either scheme and at either width, nothing wider than the screen.
func TestStoriesInABrowser(t *testing.T) {
	ci.Long(t, "the pages in Chromium, with axe-core")
	book := storybook(t)
	b := browser.Start(t)
	for _, l := range []string{"en", "ru"} {
		for page := range stories(t, 0) {
			t.Run(l+"/"+page, func(t *testing.T) {
				lookAt(t, b.Page(t), book.URL, l, page)
			})
		}
	}
}

// lookAt looks at a page of the storybook in both widths, and in the dark where its colours are the same ones.
func lookAt(t *testing.T, p *browser.Page, book, l, page string) {
	shots := os.Getenv("VECHE_SHOTS") // a folder for pictures, to look at
	for _, look := range []struct {
		width  int64
		scheme string
	}{{360, "light"}, {1280, "light"}, {1280, "dark"}} {
		p.Size(look.width, 800)
		p.Scheme(look.scheme)
		p.Open(book + "/" + l + "/" + page)
		state := fmt.Sprintf("%s-%s-%d-%s", page, l, look.width, look.scheme)
		p.Accessible(state)
		if wide := browser.Eval[int64](p, "document.documentElement.scrollWidth"); wide > look.width {
			t.Errorf("%s is %d wide", state, wide)
		}
		if shots != "" && look.scheme == "light" {
			p.Photograph(filepath.Join(shots, state+".png"))
		}
	}
	for _, e := range p.Errors() {
		t.Errorf("%s in %s says %s", page, l, e)
	}
	for _, r := range p.Requests() {
		if !strings.HasPrefix(r, book+"/") && !strings.HasPrefix(r, "data:") {
			t.Errorf("%s in %s asks for %s", page, l, r)
		}
	}
}
