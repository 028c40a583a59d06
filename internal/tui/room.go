package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// host is what a screen asks of the whole program.
type host interface {
	act(study.Action) tea.Cmd               // does an action, as [model.act]
	amend(study.Action) tea.Cmd             // does it in place of the last one, as [model.amend]
	changed(before moment) tea.Cmd          // follows a change that the screen made to the session by itself
	ask(*prompt)                            // has a line typed
	show(*overlay)                          // opens a window over the screen
	open(id screenID, about ...int) tea.Cmd // goes to a screen, about what [subject] says
	settle() tea.Cmd                        // lays the screen out and works out what it needs
	layout()                                // lays it out only
	width() int                             // of the window
	context() context.Context               // of the program
}

// room is what all screens and panes share: the session, what is chosen in it, how things are drawn, and the news.
type room struct {
	*session
	host host
	th   *draw.Theme
	g    *draw.Glyphs

	arranged draw.Arrangement // of the screen that is open
	leaf     int              // criterion under the cursor
	chosen   int              // technology under the cursor
	rival    int              // technology that #1 is set against; −1: #2
	query    string           // filter of the technologies, folded
	flash    map[int]bool     // technologies whose rank has just changed
	draws    result[draws]

	extents   map[int][2]float64 // what [room.extent] has found, of the problem extentsOf
	extentsOf *mcda.Problem
	counts    map[int][4]int // what [room.answers] has counted, of the problem countsOf
	countsOf  *mcda.Problem

	status string
	brief  string // the status for a narrow window, "" when there is none
	bad    bool   // the status is an error

	double bool // the mouse was pressed twice in one place

	running map[string]running
	still   bool // a frame: everything at once, nothing moves
	quiet   bool // a frame on its way: slow work waits for its last key
}

// say is news for the status row, in the reader's language.
func (r *room) say(text string, args ...any) { r.news(r.t(text, args...)) }

// news puts a sentence into the status row.
func (r *room) news(text string) { r.status, r.brief, r.bad = text, "", false }

// complain is news of something that could not be done.
func (r *room) complain(text string, args ...any) {
	r.say(text, args...)
	r.bad = true
}

// heading is a pane's first line: its title, a remark, and a rule to the edge. The pane that has the keys has a heavier rule.
func (r *room) heading(focused bool, title, remark string, w int) string {
	rule, style := r.g.Rule, r.th.Heading
	if focused {
		rule, style = r.g.RuleFocus, r.th.Focus
	}
	title = draw.Cut(title, w-4, r.g.Ellipsis)
	line := r.th.Rule.Render(strings.Repeat(rule, 2)) + " " + style.Render(title)
	used := 3 + draw.Cells(title)
	if remark != "" && used+2+draw.Cells(remark)+1 <= w {
		line += "  " + r.th.Dim.Render(remark)
		used += 2 + draw.Cells(remark)
	}
	if rest := w - used - 1; rest > 0 {
		line += " " + r.th.Rule.Render(strings.Repeat(rule, rest))
	}
	return line
}

// score writes a score with the session's decimals.
func (r *room) score(x float64) string { return r.lang.Fixed(x, r.digits) }

// difference writes a difference of scores with its sign.
func (r *room) difference(x float64) string {
	s := r.score(x)
	if strings.Trim(s, "-0.,") == "" {
		return strings.TrimPrefix(s, "-")
	}
	if x > 0 {
		return "+" + s
	}
	return s
}

// span writes a range: "18.3–33.4".
func (r *room) span(lo, hi string) string { return lo + r.g.To + hi }

// name is a technology's name in at most w cells, told apart from the others'.
func (r *room) name(tech, w int) string { return r.techRoll.label(tech, w, r.g.Ellipsis) }

// tag is a technology's name within a sentence or a list of several, where its ID keeps no column.
func (r *room) tag(tech int) string {
	const most = 24
	return strings.Join(strings.Fields(r.name(tech, most)), " ")
}

// fitting is the first of some texts that takes at most w cells, the last when none does.
func fitting(w int, texts ...string) string {
	for _, text := range texts[:len(texts)-1] {
		if draw.Cells(text) <= w {
			return text
		}
	}
	return texts[len(texts)-1]
}

// id is a technology's identifier: what a sentence calls it where its name is too long.
func (r *room) id(tech int) string { return draw.Clean(r.study().Technologies[tech].ID) }

// placed is a technology with its rank before it: "#2 Grid batteries".
func (r *room) placed(row *study.Row, w int) string {
	rank := r.t(textNumber, row.Rank) + " "
	return rank + r.name(r.of(row), w-draw.Cells(rank))
}

// criterion is a criterion's name in at most w cells, told apart from the others'.
func (r *room) criterion(leaf, w int) string { return r.critRoll.label(leaf, w, r.g.Ellipsis) }

// better is how much better score a is than score b, whichever way the method counts.
func (r *room) better(a, b float64) float64 {
	if r.out.Method.LowerIsBetter {
		return b - a
	}
	return a - b
}

// against is the pair the why pane compares: #1 and its rival.
func (r *room) against() (a, b *study.Row) {
	a, b = &r.out.Rows[0], &r.out.Rows[1]
	if row := r.rowOf(r.rival); row != nil && row != a {
		b = row
	}
	return a, b
}

// of is the technology of a row.
func (r *room) of(row *study.Row) int { return r.out.Prepared.Technology[row.Index] }

// bounds are the ends of the weights at which #1 stays first, rounded inwards to tenths of a per cent; −1 for an end that is not reached.
func bounds(st *robust.Stability) (lo, hi float64) {
	lo, hi = -1, -1
	if st.Below != nil {
		lo = inwards(st.Below.At, st.Weight)
	}
	if st.Above != nil {
		hi = inwards(st.Above.At, st.Weight)
	}
	return lo, hi
}

// keeps says for which weights of a criterion #1 stays first.
func (r *room) keeps(st *robust.Stability) string {
	lo, hi := bounds(st)
	switch {
	case st.Range.Lo == st.Range.Hi:
		return r.t(textKeepsFixed)
	case lo >= 0 && hi >= 0:
		return r.t(textKeepsBetween, r.span(r.lang.Tenths(lo), r.lang.Tenths(hi)))
	case lo >= 0:
		return r.t(textKeepsAbove, r.lang.Tenths(lo))
	case hi >= 0:
		return r.t(textKeepsBelow, r.lang.Tenths(hi))
	}
	return r.t(textKeepsAlways)
}

// tied says how two scores relate: tied, near, or "".
func (r *room) relation(a, b float64) string {
	switch {
	case mcda.Tied(a, b):
		return "="
	case a-b < r.near && b-a < r.near:
		return "~"
	}
	return ""
}

// labelled is a line "label value" with the label dimmed, cut to w.
func (r *room) labelled(label, value string, w int) string {
	value = draw.Cut(value, w-draw.Cells(label)-1, r.g.Ellipsis)
	return r.th.Dim.Render(label) + " " + value
}

// bar draws a share of 1 over w cells.
func (r *room) bar(share float64, w int, style lipgloss.Style) string {
	share = min(max(share, 0), 1)
	if r.g.Half == "" {
		full := int(share*float64(w) + 0.5)
		return style.Render(strings.Repeat(r.g.Bar, full)) + r.th.Track.Render(strings.Repeat(r.g.BarTrack, w-full))
	}
	halves := int(share*float64(2*w) + 0.5)
	filled := strings.Repeat(r.g.Bar, halves/2)
	if halves%2 == 1 {
		filled += r.g.Half
	}
	return style.Render(filled) + r.th.Track.Render(strings.Repeat(r.g.BarTrack, w-(halves+1)/2))
}
