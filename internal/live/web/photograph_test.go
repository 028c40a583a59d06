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
	shots := os.Getenv("VECHE_SHOTS") // a folder for pictures, to look at
	for _, l := range []string{"en", "ru"} {
		for page := range stories(t, 0) {
			p := b.Page(t)
			for _, width := range []int64{360, 1280} {
				for _, scheme := range []string{"light", "dark"} {
					p.Size(width, 800)
					p.Scheme(scheme)
					p.Open(book.URL + "/" + l + "/" + page)
					state := fmt.Sprintf("%s-%s-%d-%s", page, l, width, scheme)
					p.Accessible(state)
					if wide := browser.Eval[int64](p, "document.documentElement.scrollWidth"); wide > width {
						t.Errorf("%s is %d wide", state, wide)
					}
					if shots != "" && scheme == "light" {
						p.Photograph(filepath.Join(shots, state+".png"))
					}
				}
			}
			for _, e := range p.Errors() {
				t.Errorf("%s in %s says %s", page, l, e)
			}
			for _, r := range p.Requests() {
				if !strings.HasPrefix(r, book.URL+"/") && !strings.HasPrefix(r, "data:") {
					t.Errorf("%s in %s asks for %s", page, l, r)
				}
			}
		}
	}
}
