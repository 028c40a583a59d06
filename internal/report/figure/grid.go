package figure

// cells is a heat table: rows of labels, columns of heads, a value in each cell.
type cells struct {
	labels []string
	heads  []string
	text   func(i, j int) string
	shade  func(i, j int) float64 // 0 to 1; negative: an empty cell
	after  map[int]bool           // rows after which a gap stands
}

// draw draws a heat table from y and returns the place below. Heads run upwards where they do not fit across.
func (c *canvas) cells(h cells, y float64) float64 {
	column := labelWidth(h.labels, 90, 270)
	x := column + 12
	cell := min(64, (c.width-x)/float64(max(1, len(h.heads))))
	across := true
	for _, t := range h.heads {
		across = across && measure(plain(t), small) <= cell-4
	}
	if across {
		for j, t := range h.heads {
			c.text(x+cell*(float64(j)+0.5), y+small+2, small, middle, quiet, t)
		}
		y += lineHeight(small) + 6
	} else {
		tall := 0.0
		for _, t := range h.heads {
			tall = max(tall, measure(cut(t, small, 150), small))
		}
		for j, t := range h.heads {
			if cell >= small*1.15 {
				c.upright(x+cell*(float64(j)+0.5), y+tall+2, small, quiet, cut(t, small, 150))
			}
		}
		y += tall + 8
	}
	for i, label := range h.labels {
		lines := wrap(label, body, column, 2)
		height := max(22, lineHeight(body)*float64(len(lines))+4)
		c.centred(column, y+height/2, body, end, ink, lines...)
		for j := range h.heads {
			shade := h.shade(i, j)
			if shade < 0 {
				continue
			}
			fill, on := heat(shade)
			c.rect(x+cell*float64(j), y, max(1, cell-1.5), height-1.5, fill)
			if t := h.text(i, j); measure(t, small) <= cell-3 {
				c.text(x+cell*(float64(j)+0.5)-0.75, y+height/2+small*0.35-0.75, small, middle, on, t)
			}
		}
		y += height
		if h.after[i] {
			y += 8
		}
	}
	return y + 4
}

// apart moves heights so that each is at least a gap from the next, as little as can be, within lo and hi where they all fit. The heights are in ascending order.
func apart(ys []float64, gap, lo, hi float64) []float64 {
	out := append([]float64(nil), ys...)
	if len(out) > 1 {
		gap = min(gap, max(0, hi-lo)/float64(len(out)-1))
	}
	for k := range out {
		out[k] = max(out[k], lo+gap*float64(k))
		if k > 0 {
			out[k] = max(out[k], out[k-1]+gap)
		}
	}
	for k := len(out) - 1; k >= 0; k-- {
		out[k] = min(out[k], hi-gap*float64(len(out)-1-k))
		if k+1 < len(out) {
			out[k] = min(out[k], out[k+1]-gap)
		}
	}
	return out
}
