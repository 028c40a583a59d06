package web

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"veche/internal/browser"
	"veche/internal/ci"
)

// The stories in a real browser: nothing outside of the page is asked for, no violation of WCAG in either scheme and at either width, nothing wider than the screen.
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
			p.Clean()
		}
	}
}
