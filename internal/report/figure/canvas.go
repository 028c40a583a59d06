package figure

import "math"

// Sizes of text, in units; the smallest is read on paper at half the size.
const (
	body  = 13.0
	small = 11.0
)

// width is how wide a drawing is, in units.
const width = 760.0

// point is a place in a drawing; y grows downwards.
type point struct{ x, y float64 }

// shape is what an item of a drawing is.
type shape uint8

const (
	area shape = iota // a polygon, filled
	disc              // a circle, filled: the one point, radius size
	path              // a line through the points, thick units wide
	word              // a text, from the one point by anchor
)

// anchor is which part of a text stands at its point.
type anchor uint8

const (
	start anchor = iota
	middle
	end
)

// item is one shape in one colour.
type item struct {
	shape   shape
	points  []point
	size    float64 // radius, or size of text
	thick   float64
	dashed  bool
	text    string
	anchor  anchor
	upright bool // a text that runs upwards
	role    role
}

// canvas is a drawing: shapes in units, the later over the earlier.
type canvas struct {
	width, height float64
	items         []item
}

func (c *canvas) rect(x, y, w, h float64, r role) {
	if w < 0 {
		x, w = x+w, -w
	}
	c.area(r, point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h})
}

func (c *canvas) area(r role, points ...point) {
	c.items = append(c.items, item{shape: area, points: points, role: r})
}

func (c *canvas) disc(x, y, radius float64, r role) {
	c.items = append(c.items, item{shape: disc, points: []point{{x, y}}, size: radius, role: r})
}

func (c *canvas) line(x1, y1, x2, y2, thick float64, r role) {
	c.path(thick, r, point{x1, y1}, point{x2, y2})
}

func (c *canvas) dashes(x1, y1, x2, y2, thick float64, r role) {
	c.path(thick, r, point{x1, y1}, point{x2, y2})
	c.items[len(c.items)-1].dashed = true
}

func (c *canvas) path(thick float64, r role, points ...point) {
	c.items = append(c.items, item{shape: path, points: points, thick: thick, role: r})
}

// text writes a line; y is that of the letters' feet.
func (c *canvas) text(x, y, size float64, a anchor, r role, text string) {
	if text = plain(text); text != "" {
		c.items = append(c.items, item{shape: word, points: []point{{x, y}}, size: size, text: text, anchor: a, role: r})
	}
}

// centred writes lines one below the other, the middle of them at y.
func (c *canvas) centred(x, y, size float64, a anchor, r role, lines ...string) {
	top := y - lineHeight(size)*float64(len(lines))/2
	for k, t := range lines {
		c.text(x, top+lineHeight(size)*(float64(k)+0.5)+size*0.35, size, a, r, t)
	}
}

// upright writes a text that runs upwards from y, the middle of its letters at x.
func (c *canvas) upright(x, y, size float64, r role, text string) {
	if text = plain(text); text != "" {
		c.items = append(c.items, item{shape: word, points: []point{{x + size*0.35, y}}, size: size, text: text, role: r, upright: true})
	}
}

// lineHeight is the distance between lines of text of a size.
func lineHeight(size float64) float64 { return size * 1.25 }

// mark draws the sign of a series: disc, square, triangle, diamond, triangle on its point, cross, in turn.
func (c *canvas) mark(k int, x, y, radius float64, r role) {
	switch k % 6 {
	case 0:
		c.disc(x, y, radius, r)
	case 1:
		c.rect(x-radius*0.9, y-radius*0.9, radius*1.8, radius*1.8, r)
	case 2:
		c.area(r, point{x, y - radius*1.2}, point{x + radius*1.15, y + radius*0.9}, point{x - radius*1.15, y + radius*0.9})
	case 3:
		c.area(r, point{x, y - radius*1.3}, point{x + radius*1.3, y}, point{x, y + radius*1.3}, point{x - radius*1.3, y})
	case 4:
		c.area(r, point{x, y + radius*1.2}, point{x + radius*1.15, y - radius*0.9}, point{x - radius*1.15, y - radius*0.9})
	default:
		c.line(x-radius, y-radius, x+radius, y+radius, 2, r)
		c.line(x-radius, y+radius, x+radius, y-radius, 2, r)
	}
}

// box is the rectangle a text takes, as wide as it may become.
func (i *item) box() (x1, y1, x2, y2 float64) {
	w := measure(i.text, i.size)
	p := i.points[0]
	if i.upright {
		return p.x - i.size*0.78, p.y - w, p.x + i.size*0.24, p.y
	}
	switch i.anchor {
	case middle:
		p.x -= w / 2
	case end:
		p.x -= w
	}
	return p.x, p.y - i.size*0.78, p.x + w, p.y + i.size*0.24
}

// scale places numbers between two ends of an axis.
type scale struct{ lo, hi, from, to float64 }

func (s scale) at(x float64) float64 {
	if s.hi == s.lo {
		return (s.from + s.to) / 2
	}
	return s.from + (x-s.lo)/(s.hi-s.lo)*(s.to-s.from)
}

// ticks are round numbers, at most about so many, that span lo to hi, and the decimals they need. hi ≥ lo.
func ticks(lo, hi float64, most int) (values []float64, decimals int) {
	if !(hi > lo) {
		return []float64{lo}, 3
	}
	raw := (hi - lo) / float64(most)
	step := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if m*step >= raw*(1-1e-9) {
			step *= m
			break
		}
	}
	if math.IsInf(step, 0) || math.IsNaN(step) || step == 0 {
		return []float64{lo, hi}, 0
	}
	for d := 0; d < 12; d++ {
		decimals = d
		if scaled := step * math.Pow(10, float64(d)); math.Abs(scaled-math.Round(scaled)) < 1e-6 {
			break
		}
	}
	first := math.Floor(lo/step + 1e-9)
	for k := 0; k <= 4*most; k++ {
		x := (first + float64(k)) * step
		values = append(values, x)
		if x >= hi-step*1e-9 {
			break
		}
	}
	return values, decimals
}
