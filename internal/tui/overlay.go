package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/tui/draw"
)

// overlay is a window over the screen with a search line and a list: the help, or the palette.
type overlay struct {
	title   string
	query   string
	at      int // chosen entry
	offset  int // first entry shown
	entries []entry
	choose  bool                             // entries can be chosen
	turn    func(by int, second bool)        // ← and → show something else, with Shift on the other side; nil: nothing
	typed   func(query string) (entry, bool) // an entry made of what was typed, as a number for a parameter; nil: none
}

func (o *overlay) shown() []entry {
	if o.typed != nil {
		if e, ok := o.typed(o.query); ok {
			return []entry{e}
		}
	}
	return matching(o.entries, o.query)
}

// move goes through the list.
func (o *overlay) move(by, page int) {
	n := len(o.shown())
	o.at = max(min(o.at+by, n-1), 0)
	if !o.choose {
		o.at = max(min(o.at, n-page), 0)
		o.offset = o.at
		return
	}
	o.offset = max(min(o.offset, o.at), o.at-page+1)
}

// chosen is the entry under the cursor.
func (o *overlay) chosen() (entry, bool) {
	list := o.shown()
	if !o.choose || o.at >= len(list) {
		return entry{}, false
	}
	return list[o.at], true
}

// origin is the window's upper left corner in a screen of w×h.
func (o *overlay) origin(w, h int) (x, y int) {
	width, page := o.size(w, h)
	return (w - width) / 2, max((h-page-3)/2, 0)
}

// pointOverlay handles the mouse while a window is open: a press on an entry chooses it, one outside closes the window, the wheel scrolls.
func (m *model) pointOverlay(msg tea.MouseMsg) tea.Cmd {
	o, at := m.overlay, msg.Mouse()
	width, page := o.size(m.w, m.h)
	x, y := o.origin(m.w, m.h)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		o.move(by, page)
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		if at.X < x || at.X >= x+width || at.Y < y || at.Y >= y+page+3 {
			m.overlay = nil
			return nil
		}
		if k := o.offset + at.Y - y - 2; o.choose && at.Y >= y+2 && at.Y < y+2+page && k < len(o.shown()) {
			o.at = k
			return m.press(pressOf("enter"))
		}
	}
	return nil
}

// size is the window's width and the number of entries it shows, in a screen of w×h.
func (o *overlay) size(w, h int) (width, page int) {
	return min(w-4, 74), max(min(h-6, len(o.entries)), 1)
}

// draw puts the overlay over the lines of a screen.
func (o *overlay) draw(r *room, lines []string, w, h int) []string {
	width, page := o.size(w, h)
	b := r.g.Box
	inner := width - 4
	edge := r.th.Frame.Render(b[5])
	fill := func(l string) string { return edge + " " + l + draw.Spaces(inner-draw.Cells(l)) + " " + edge }
	title := " " + o.title + " "
	box := []string{r.th.Frame.Render(b[0] + title + strings.Repeat(b[4], max(width-2-draw.Cells(title), 0)) + b[1])}
	list := o.shown()
	part := "" // which part of the list is seen, when it is not all
	if len(list) > page {
		part = r.t(textShown, r.span(fmt.Sprint(o.offset+1), fmt.Sprint(min(o.offset+page, len(list)))), len(list))
	}
	box = append(box, fill(r.th.Dim.Render(draw.Left(r.t(textHelpSearch, o.query)+"_", inner-draw.Cells(part), r.g.Ellipsis)+part)))
	for k := o.offset; k < o.offset+page; k++ {
		switch {
		case k < len(list) && o.choose && k == o.at:
			box = append(box, fill(r.th.Highlight.Render(r.g.Cursor+" "+list[k].shown(inner-2, r.g.Ellipsis))))
		case k < len(list):
			box = append(box, fill("  "+list[k].shown(inner-2, r.g.Ellipsis)))
		case k == 0:
			box = append(box, fill(r.th.Dim.Render("  "+r.t(textNoCommand))))
		default:
			box = append(box, fill(""))
		}
	}
	box = append(box, r.th.Frame.Render(b[2]+strings.Repeat(b[4], width-2)+b[3]))
	x, y := o.origin(w, h)
	for k, line := range box {
		if y+k >= len(lines) {
			break
		}
		under := lines[y+k]
		under += draw.Spaces(w - draw.Cells(under))
		lines[y+k] = ansi.Cut(under, 0, x) + line + ansi.Cut(under, x+width, w)
	}
	return lines
}

// helpEntries lists every key.
func (m *model) helpEntries() []entry {
	var all []entry
	for _, g := range append(m.screen().help(), keys.groups(len(m.options.Exports) > 0)...) {
		for _, b := range g.keys {
			h := b.Help()
			all = append(all, entry{name: draw.Left(h.Key, 12, "") + draw.Left(m.t(g.title), 14, "") + m.t(h.Desc)})
		}
	}
	return all
}

// warningEntries is every warning in full, over as many lines as it takes, with a blank line between.
func (x *session) warningEntries(w int) []entry {
	width, _ := (&overlay{}).size(w, draw.MinHeight)
	var texts []string
	if x.recorded != nil {
		texts = append(texts, x.t(textNoJournalWhy, x.told(x.recorded)))
	}
	for _, i := range x.out.Warnings {
		text := i.Code + "  "
		if at := i.Place.String(); at != "" {
			text += draw.Clean(at) + "  "
		}
		texts = append(texts, text+draw.Clean(i.Message.In(x.lang))+" "+draw.Clean(i.Remedy.In(x.lang)))
	}
	var all []entry
	for k, text := range texts {
		if k > 0 {
			all = append(all, entry{})
		}
		for _, line := range draw.Wrap(text, width-8) {
			all = append(all, entry{name: line})
		}
	}
	return all
}
