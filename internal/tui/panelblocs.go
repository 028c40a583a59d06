package tui

import (
	"slices"
	"strconv"
	"strings"

	"veche/internal/study/panel"

	"veche/internal/tui/draw"
)

// blocPlacesPane is the mean place each bloc gives each technology, on a line from first to last.
type blocPlacesPane struct {
	*panelScreen
	size
}

func (p *blocPlacesPane) Rows(int) (least, good, most int) {
	r := p.now()
	if r == nil || len(r.Blocs) < 2 || !p.placed(r) {
		return 0, 0, 0
	}
	n := 1 + len(r.Technologies)
	return min(n, 5), min(n, 12), n
}

// placed reports whether blocs place technologies at all.
func (p *blocPlacesPane) placed(r *panel.Report) bool {
	return slices.ContainsFunc(r.Technologies, func(t panel.Technology) bool {
		return slices.ContainsFunc(t.BlocMean, func(x *float64) bool { return x != nil })
	})
}

func (p *blocPlacesPane) View() string {
	r := p.now()
	if r == nil || len(r.Blocs) < 2 || !p.placed(r) {
		return ""
	}
	letters := blocLetters(r)
	var legend []string
	for k, b := range r.Blocs {
		legend = append(legend, letters[k]+" "+draw.Clean(b.Name))
	}
	lines := []string{p.heading(false, p.t(textBlocPlaces), strings.Join(legend, "  ")+"  * "+p.t(textSeveral), p.w)}
	names := 0
	for _, t := range p.technologies() {
		names = max(names, draw.Cells(p.tech[r.Technologies[t].Technology]))
	}
	names = min(names, p.w/4)
	room := p.w - names - 2 - 12
	n := len(r.Technologies)
	for _, t := range p.technologies()[:min(n, p.h-1)] {
		tech := &r.Technologies[t]
		places := make([]string, room)
		for k, mean := range tech.BlocMean {
			if mean == nil {
				continue
			}
			x := min(max(int((*mean-1)/float64(max(n-1, 1))*float64(room-1)+0.5), 0), room-1)
			if places[x] != "" {
				places[x] = "*"
			} else {
				places[x] = letters[k]
			}
		}
		var b draw.Strokes
		for _, text := range places {
			if text == "" {
				b.Add(&p.th.Track, p.g.BarTrack)
			} else {
				b.Add(&p.th.Strong, text)
			}
		}
		lines = append(lines, draw.Left(p.name(tech.Technology, names), names, "")+"  "+b.String()+"  "+p.th.Dim.Render(p.t(textGap, p.lang.Tenths(tech.Gap))))
	}
	return draw.Pad(lines, p.h)
}

// blocLetters are the blocs' first letters, or numbers where two are the same.
func blocLetters(r *panel.Report) []string {
	var all []string
	seen := map[string]bool{}
	for _, b := range r.Blocs {
		letter := "?"
		for _, c := range draw.Clean(b.Name) {
			letter = strings.ToUpper(string(c))
			break
		}
		if seen[letter] || draw.Cells(letter) != 1 {
			letter = strconv.Itoa(len(all) + 1)
		}
		seen[letter] = true
		all = append(all, letter)
	}
	return all
}
