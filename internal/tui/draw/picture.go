package draw

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Cells of a picture, in its units: those of a common terminal font at 14.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	margin     = 12.0
)

// SVG draws a frame as a picture of w×h cells: what a terminal with a plain background would show. Letters stand in their cells whatever the font.
func SVG(frame string, w, h int, light bool) string {
	screen := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(frame).Draw(screen, screen.Bounds())
	ground, ink := "#1a1b1e", "#dcdcdc"
	if light {
		ground, ink = "#ffffff", "#202020"
	}
	width, height := float64(w)*cellWidth+2*margin, float64(h)*cellHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace" font-size="14">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", ground)
	for y := range h {
		for x := 0; x < w; {
			c := screen.CellAt(x, y)
			if c == nil || c.IsZero() || c.Content == " " || c.Content == "" {
				x++
				continue
			}
			from, style := x, c.Style
			var run string
			for ; x < w; x += max(c.Width, 1) { // all of one style that follow each other, with single blanks between
				if c = screen.CellAt(x, y); c == nil {
					break
				}
				if c.Content == " " || c.Content == "" {
					if strings.HasSuffix(run, " ") {
						break
					}
					run += " "
					continue
				}
				if !c.Style.Equal(&style) {
					break
				}
				run += c.Content
			}
			run = strings.TrimRight(run, " ")
			fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s xml:space="preserve">%s</text>`+"\n", margin+float64(from)*cellWidth,
				margin+float64(y)*cellHeight+13.5, float64(ansi.StringWidth(run))*cellWidth, hex(style.Fg, ink), attributes(style), html.EscapeString(run))
		}
	}
	return b.String() + "</svg>\n"
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func attributes(s uv.Style) string {
	var a string
	if s.Attrs&uv.AttrBold != 0 {
		a += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		a += ` opacity="0.6"`
	}
	if s.Underline != 0 {
		a += ` text-decoration="underline"`
	}
	return a
}
