package figure

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// family is what text is set in: narrow and usual fonts first; see [allowance].
const family = `'Segoe UI','Helvetica Neue',Arial,'Liberation Sans','Noto Sans','DejaVu Sans',sans-serif`

// svg is the drawing as one element. key makes the identifiers of its title and description; style goes inside, for a drawing that stands alone.
func (c *canvas) svg(key, title, description, style string) string {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="veche-figure" viewBox="0 0 ` + number(c.width) + ` ` + number(c.height) + `" role="img" aria-labelledby="figure-` + key +
		`-title figure-` + key + `-description" font-family="` + family + `">`)
	b.WriteString(`<title id="figure-` + key + `-title">` + escape(title) + `</title><desc id="figure-` + key + `-description">` + escape(description) + `</desc>`)
	if style != "" {
		b.WriteString(`<style>` + style + `</style><rect class="paper" fill="` + colours[paper][0] + `" width="100%" height="100%"/>`)
	}
	for k := range c.items {
		c.items[k].svg(&b)
	}
	b.WriteString(`</svg>`)
	return b.String()
}

func (i *item) svg(b *strings.Builder) {
	fill := ` class="` + string(i.role) + `" fill="` + colours[i.role][0] + `"`
	switch i.shape {
	case area:
		if p := i.points; len(p) == 4 && p[0].y == p[1].y && p[1].x == p[2].x && p[2].y == p[3].y && p[3].x == p[0].x && p[2].x >= p[0].x && p[2].y >= p[0].y {
			b.WriteString(`<rect` + fill + ` x="` + number(p[0].x) + `" y="` + number(p[0].y) + `" width="` + number(p[2].x-p[0].x) + `" height="` + number(p[2].y-p[0].y) + `"/>`)
			return
		}
		b.WriteString(`<polygon` + fill + ` points="` + places(i.points) + `"/>`)
	case disc:
		b.WriteString(`<circle` + fill + ` cx="` + number(i.points[0].x) + `" cy="` + number(i.points[0].y) + `" r="` + number(i.size) + `"/>`)
	case path:
		b.WriteString(`<polyline class="l-` + string(i.role) + `" fill="none" stroke="` + colours[i.role][0] + `" stroke-width="` + number(i.thick) + `"`)
		if i.dashed {
			b.WriteString(` stroke-dasharray="` + number(dash) + ` ` + number(gap) + `"`)
		}
		b.WriteString(` points="` + places(i.points) + `"/>`)
	case word:
		b.WriteString(`<text` + fill + ` x="` + number(i.points[0].x) + `" y="` + number(i.points[0].y) + `" font-size="` + number(i.size) + `"`)
		switch {
		case i.upright:
			b.WriteString(` transform="rotate(-90 ` + number(i.points[0].x) + ` ` + number(i.points[0].y) + `)"`)
		case i.anchor == middle:
			b.WriteString(` text-anchor="middle"`)
		case i.anchor == end:
			b.WriteString(` text-anchor="end"`)
		}
		b.WriteString(`>` + escape(i.text) + `</text>`)
	}
}

// Lengths of a dashed line's parts.
const dash, gap = 5.0, 4.0

func places(points []point) string {
	var b strings.Builder
	for k, p := range points {
		if k > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(p.x) + "," + number(p.y))
	}
	return b.String()
}

// number is a coordinate with two decimals at most.
func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100+0, 'f', -1, 64)
}

// escape is text in XML: what XML cannot hold at all becomes U+FFFD.
func escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic("figure: " + err.Error()) // a Builder takes everything
	}
	return b.String()
}
