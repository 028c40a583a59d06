package tui

// glyphs are the signs the screen is drawn with. The Unicode set keeps to line and block characters that the fonts of terminals have had since code page 437,
// or nearly; the ASCII set says the same.
type glyphs struct {
	rule, ruleFocus     string // headings, of the pane in focus and of the others
	fill, track, knob   string // slider
	loaded              string // where the slider stood when the study was loaded
	bar, half, barTrack string // score bar; half is "" when there is none
	cursor              string
	open, folded        string // a group of criteria
	same                string // a rank that has not changed
	ellipsis            string
	to                  string // between the ends of a range
	arrow               string
	dash                string // between a statement and its comment
	plusMinus           string
	times               string
	sides, upDown       string // names of the arrow keys
	box                 [6]string
}

var unicodeGlyphs = glyphs{
	rule: "─", ruleFocus: "━",
	fill: "━", track: "─", knob: "█", loaded: "┃",
	bar: "█", half: "▌", barTrack: "·",
	cursor: "►", open: "▼", folded: "▶", same: "·", ellipsis: "…", to: "–", arrow: "→", dash: "–", plusMinus: "±", times: "×",
	sides: "←→", upDown: "↑↓",
	box: [6]string{"┌", "┐", "└", "┘", "─", "│"},
}

var asciiGlyphs = glyphs{
	rule: "-", ruleFocus: "=",
	fill: "=", track: ".", knob: "O", loaded: "|",
	bar: "#", half: "", barTrack: ".",
	cursor: ">", open: "v", folded: "+", same: ".", ellipsis: "...", to: "..", arrow: "->", dash: "--", plusMinus: "+/-", times: "x",
	sides: "<>", upDown: "^v",
	box: [6]string{"+", "+", "+", "+", "-", "|"},
}

func glyphsFor(ascii bool) *glyphs {
	if ascii {
		return &asciiGlyphs
	}
	return &unicodeGlyphs
}
