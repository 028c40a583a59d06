package figure

import (
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// Pixels is how many pixels a unit takes in a picture that is to be printed: 190 dots an inch on a page 20 cm wide.
const Pixels = 2.0

// made is a drawing as a report takes it.
func made(key, title, description string, c *canvas, t *report.Table) *report.Figure {
	t.Title = title
	return &report.Figure{Key: key, Title: title, Description: description, Data: t,
		SVG: func() string { return c.svg(key, title, description, "") },
		PNG: func(pixels float64) ([]byte, error) { return c.png(pixels, false) },
		File: func(format, source string) ([]byte, error) {
			whole := c.alone(title, source)
			switch format {
			case "svg":
				return []byte(whole.svg(key, title, description, CSS)), nil
			case "png":
				return whole.png(Pixels, false)
			case "dark.png":
				return whole.png(Pixels, true)
			}
			return nil, language.Errorf("a figure is written as .svg or .png, not as .%s", format)
		}}
}

// File is one of the figures as a file of its own, svg or png, above its source: the one with the key, the first if the key is "". Those that are nil have nothing
// to show. The error says which figures there are.
func File(figures []*report.Figure, key, format, source string) ([]byte, error) {
	var keys []string
	for _, f := range figures {
		if f == nil {
			continue
		}
		if key == "" || f.Key == key {
			return f.File(format, source)
		}
		keys = append(keys, f.Key)
	}
	if keys == nil {
		return nil, language.Errorf("this study has nothing that this command could draw")
	}
	return nil, language.Errorf("this study has nothing to show as %q; it has %s", key, strings.Join(keys, ", "))
}

// margin is around a drawing that stands alone.
const margin = 16.0

// alone is the drawing under its title and above its source, as a file of its own needs them.
func (c *canvas) alone(title, source string) *canvas {
	whole := &canvas{width: c.width + 2*margin}
	y := margin
	for _, line := range wrap(title, body+3, c.width, 3) {
		whole.text(margin, y+body+3, body+3, start, ink, line)
		y += lineHeight(body + 3)
	}
	y += 10
	for _, i := range c.items {
		moved := make([]point, len(i.points))
		for k, p := range i.points {
			moved[k] = point{p.x + margin, p.y + y}
		}
		i.points = moved
		whole.items = append(whole.items, i)
	}
	y += c.height
	if source != "" {
		for _, line := range wrap(source, small, c.width, 2) {
			whole.text(margin, y+small+4, small, start, quiet, line)
			y += lineHeight(small)
		}
	}
	whole.height = y + margin
	return whole
}

// titled is an identifier and the name that goes with it.
func titled(id, name string) string {
	if name == "" || name == id {
		return id
	}
	return id + "  " + name
}

// label is what a technology is called beside its marks, called what a criterion is.
func label(t *study.Technology) string { return titled(t.ID, t.Name) }
func called(c *study.Criterion) string { return titled(c.Code, c.Name) }

// shown is a number for reading.
func shown(x float64, decimals int, l language.Language) string {
	return report.Number(x, decimals).Shown(l)
}

// percent is a share for reading.
func percent(x float64, decimals int, l language.Language) string {
	return report.Percent(x, decimals).Shown(l)
}

// rows are labels at the left of a chart, one below the other, and where each stands.
type rows struct {
	x, width float64
	middles  []float64
	heights  []float64
	bottom   float64
}

// rows writes labels into a column that ends at x+width, from top, each in two lines at most and at least so high.
func (c *canvas) rows(labels []string, x, width, top, least float64) rows {
	r := rows{x: x, width: width, bottom: top}
	for _, text := range labels {
		lines := wrap(text, body, width, 2)
		height := max(least, lineHeight(body)*float64(len(lines))+6)
		r.middles, r.heights = append(r.middles, r.bottom+height/2), append(r.heights, height)
		c.centred(x+width, r.bottom+height/2, body, end, ink, lines...)
		r.bottom += height
	}
	return r
}

// labelWidth is how wide a column of labels has to be, within bounds.
func labelWidth(labels []string, least, most float64) float64 {
	w := least
	for _, text := range labels {
		w = max(w, measure(plain(text), body))
	}
	return min(w, most)
}

// axis draws a horizontal axis with its grid between two heights, numbers below, and what it measures below them; it returns the place below.
func (c *canvas) axis(s scale, top, bottom float64, title string, write func(x float64, decimals int) string) float64 {
	values, decimals := ticks(min(s.lo, s.hi), max(s.lo, s.hi), 5)
	last := math.Inf(-1)
	if s.at(max(s.lo, s.hi)) < s.at(min(s.lo, s.hi)) {
		slices.Reverse(values) // from left to right all the same
	}
	for _, v := range values {
		if v < min(s.lo, s.hi)-1e-9 || v > max(s.lo, s.hi)+1e-9 {
			continue
		}
		x := s.at(v)
		c.line(x, top, x, bottom, 1, grid)
		text := write(v, decimals)
		if w := measure(text, small); x-w/2 > last+4 && x+w/2 <= c.width {
			c.text(x, bottom+small+4, small, middle, quiet, text)
			last = x + w/2
		}
	}
	y := bottom + small + 8
	if title != "" {
		lines := wrap(title, small, c.width-min(s.from, s.to), 2)
		for _, line := range lines {
			c.text(min(s.from, s.to), y+small+2, small, start, quiet, line)
			y += lineHeight(small)
		}
	}
	return y + 6
}

// entry is a line of a key: the sign of what it explains, and its name.
type entry struct {
	name string
	sign func(x, y float64) // draws the sign around a place
}

// legend writes entries side by side, in as many lines as they need, from y, and returns the place below.
func (c *canvas) legend(x, y float64, entries []entry) float64 {
	at := x
	for _, e := range entries {
		text := cut(e.name, small, min(460, c.width-x-20))
		w := 20 + measure(text, small) + 16
		if at > x && at+w-16 > c.width {
			at, y = x, y+lineHeight(small)+4
		}
		e.sign(at+6, y+8)
		c.text(at+18, y+12, small, start, ink, text)
		at += w
	}
	return y + lineHeight(small) + 6
}

// note writes sentences below a chart and returns the place below.
func (c *canvas) note(x, y float64, sentences ...string) float64 {
	for _, s := range sentences {
		for _, line := range wrap(s, small, c.width-x, 3) {
			c.text(x, y+small+2, small, start, quiet, line)
			y += lineHeight(small)
		}
	}
	return y
}

// left says how many rows a chart leaves out.
func left(shown, all int, l language.Language) string {
	if shown >= all {
		return ""
	}
	return language.Say(l, "Shown: the first %d of %d; the table has all.", shown, all)
}

// some says that a chart and its table leave out the rest.
func some(shown, all int, l language.Language) string {
	if shown >= all {
		return ""
	}
	return language.Say(l, "Shown: the first %d of %d.", shown, all)
}

// joined is sentences that say something, one after the other.
func joined(sentences ...string) string {
	var all []string
	for _, s := range sentences {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}
