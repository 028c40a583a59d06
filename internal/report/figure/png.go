package figure

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// mostPixels bounds a side of a picture.
const mostPixels = 16_000

// png is the drawing as a picture of so many pixels a unit, on a light ground or on a dark one.
func (c *canvas) png(pixels float64, dark bool) ([]byte, error) {
	theme := 0
	if dark {
		theme = 1
	}
	pixels = min(pixels, mostPixels/c.width, mostPixels/c.height)
	picture := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(c.width*pixels)), int(math.Ceil(c.height*pixels))))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(rgb(colours[paper][theme])), image.Point{}, draw.Src)
	for k := range c.items {
		b := brush{picture: picture, pixels: pixels, colour: rgb(colours[c.items[k].role][theme])}
		b.paint(&c.items[k])
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// brush paints outlines, in units, into a picture.
type brush struct {
	picture *image.RGBA
	pixels  float64
	colour  color.RGBA
	curves  []curve
}

// curve is one step of an outline: move to, line to, quadratic or cubic to, by the number of points: 0 is a move.
type curve struct {
	degree int
	to     [3]point
}

func (b *brush) paint(i *item) {
	switch i.shape {
	case area:
		b.polygon(i.points...)
		b.fill()
	case disc:
		b.circle(i.points[0], i.size)
		b.fill()
	case path:
		for k := 1; k < len(i.points); k++ {
			b.stroke(i.points[k-1], i.points[k], i.thick, i.dashed)
			if k > 1 {
				b.circle(i.points[k-1], i.thick/2)
				b.fill()
			}
		}
	case word:
		b.write(i)
	}
}

func (b *brush) polygon(points ...point) {
	for k, p := range points {
		c := curve{degree: 1, to: [3]point{p}}
		if k == 0 {
			c.degree = 0
		}
		b.curves = append(b.curves, c)
	}
}

// circle is four cubic curves, off the true circle by less than 0.03 % of the radius.
func (b *brush) circle(o point, r float64) {
	const k = 0.5522847498
	b.curves = append(b.curves, curve{0, [3]point{{o.x + r, o.y}}},
		curve{3, [3]point{{o.x + r, o.y + k*r}, {o.x + k*r, o.y + r}, {o.x, o.y + r}}}, curve{3, [3]point{{o.x - k*r, o.y + r}, {o.x - r, o.y + k*r}, {o.x - r, o.y}}},
		curve{3, [3]point{{o.x - r, o.y - k*r}, {o.x - k*r, o.y - r}, {o.x, o.y - r}}}, curve{3, [3]point{{o.x + k*r, o.y - r}, {o.x + r, o.y - k*r}, {o.x + r, o.y}}})
}

// stroke paints a straight line as a long rectangle, or as many.
func (b *brush) stroke(p, q point, thick float64, dashed bool) {
	length := math.Hypot(q.x-p.x, q.y-p.y)
	if length == 0 {
		return
	}
	ux, uy := (q.x-p.x)/length, (q.y-p.y)/length
	nx, ny := -uy*thick/2, ux*thick/2
	piece, step := length, length
	if dashed {
		piece, step = dash, dash+gap
	}
	for at := 0.0; at < length; at += step {
		to := min(at+piece, length)
		s, e := point{p.x + ux*at, p.y + uy*at}, point{p.x + ux*to, p.y + uy*to}
		b.polygon(point{s.x + nx, s.y + ny}, point{e.x + nx, e.y + ny}, point{e.x - nx, e.y - ny}, point{s.x - nx, s.y - ny})
		b.fill()
	}
}

// write paints the letters of a text, in the font that [measure] knows.
func (b *brush) write(i *item) {
	var w float64
	for _, r := range i.text {
		w += advance(r) * i.size
	}
	x := map[anchor]float64{start: 0, middle: -w / 2, end: -w}[i.anchor]
	if i.upright {
		x = 0
	}
	var buffer sfnt.Buffer
	place := func(p fixed.Point26_6) point {
		dx, dy := x+float64(p.X)/64*i.size/em, float64(p.Y)/64*i.size/em
		if i.upright {
			return point{i.points[0].x + dy, i.points[0].y - dx}
		}
		return point{i.points[0].x + dx, i.points[0].y + dy}
	}
	for _, r := range i.text {
		glyph, err := typeface().GlyphIndex(&buffer, r)
		if err != nil {
			continue
		}
		segments, err := typeface().LoadGlyph(&buffer, glyph, fixed.I(em), nil)
		if err != nil {
			continue // a space has none
		}
		for _, s := range segments {
			c := curve{to: [3]point{place(s.Args[0]), place(s.Args[1]), place(s.Args[2])}}
			switch s.Op {
			case sfnt.SegmentOpLineTo:
				c.degree = 1
			case sfnt.SegmentOpQuadTo:
				c.degree = 2
			case sfnt.SegmentOpCubeTo:
				c.degree = 3
			}
			b.curves = append(b.curves, c)
		}
		b.fill()
		x += advance(r) * i.size
	}
}

// fill paints the outlines gathered, in a raster no larger than they are.
func (b *brush) fill() {
	defer func() { b.curves = b.curves[:0] }()
	if len(b.curves) == 0 {
		return
	}
	x1, y1, x2, y2 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range b.curves {
		for _, p := range c.to[:max(1, c.degree)] {
			x1, y1, x2, y2 = min(x1, p.x*b.pixels), min(y1, p.y*b.pixels), max(x2, p.x*b.pixels), max(y2, p.y*b.pixels)
		}
	}
	frame := image.Rect(int(math.Floor(x1)), int(math.Floor(y1)), int(math.Ceil(x2))+1, int(math.Ceil(y2))+1)
	if frame.Intersect(b.picture.Bounds()).Empty() || frame.Dx() > 2*mostPixels || frame.Dy() > 2*mostPixels {
		return
	}
	z := vector.NewRasterizer(frame.Dx(), frame.Dy())
	at := func(p point) (x, y float32) {
		return float32(p.x*b.pixels - float64(frame.Min.X)), float32(p.y*b.pixels - float64(frame.Min.Y))
	}
	for k, c := range b.curves {
		ax, ay := at(c.to[0])
		bx, by := at(c.to[1])
		cx, cy := at(c.to[2])
		switch c.degree {
		case 0:
			if k > 0 {
				z.ClosePath()
			}
			z.MoveTo(ax, ay)
		case 1:
			z.LineTo(ax, ay)
		case 2:
			z.QuadTo(ax, ay, bx, by)
		case 3:
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
	colour := image.NewUniform(b.colour)
	if frame.In(b.picture.Bounds()) {
		z.Draw(b.picture, frame, colour, image.Point{})
		return
	}
	mask := image.NewAlpha(image.Rect(0, 0, frame.Dx(), frame.Dy())) // the rasterizer does not clip
	z.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	draw.DrawMask(b.picture, frame, colour, image.Point{}, mask, image.Point{}, draw.Over)
}
