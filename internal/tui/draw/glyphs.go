package draw

// Glyphs are the signs the screen is drawn with. The Unicode set keeps to line and block characters that the fonts of terminals have had since code page 437,
// or nearly; the ASCII set says the same.
type Glyphs struct {
	Rule, RuleFocus     string // headings, of the pane in focus and of the others
	Fill, Track, Knob   string // slider
	Loaded              string // where the slider stood when the study was loaded
	Bar, Half, BarTrack string // score bar; half is "" when there is none
	Cursor              string
	Open, Folded        string // a group of criteria
	Same                string // a rank that has not changed
	Ellipsis            string
	To                  string // between the ends of a range
	Arrow               string
	Dash                string // between a statement and its comment
	PlusMinus           string
	Times               string
	Sides, UpDown       string // names of the arrow keys
	Box                 [6]string
}

var Unicode = Glyphs{
	Rule: "─", RuleFocus: "━",
	Fill: "━", Track: "─", Knob: "█", Loaded: "┃",
	Bar: "█", Half: "▌", BarTrack: "·",
	Cursor: "►", Open: "▼", Folded: "▶", Same: "·", Ellipsis: "…", To: "–", Arrow: "→", Dash: "–", PlusMinus: "±", Times: "×",
	Sides: "←→", UpDown: "↑↓",
	Box: [6]string{"┌", "┐", "└", "┘", "─", "│"},
}

var ASCII = Glyphs{
	Rule: "-", RuleFocus: "=",
	Fill: "=", Track: ".", Knob: "O", Loaded: "|",
	Bar: "#", Half: "", BarTrack: ".",
	Cursor: ">", Open: "v", Folded: "+", Same: ".", Ellipsis: "...", To: "..", Arrow: "->", Dash: "--", PlusMinus: "+/-", Times: "x",
	Sides: "<>", UpDown: "^v",
	Box: [6]string{"+", "+", "+", "+", "-", "|"},
}

func GlyphsFor(ascii bool) *Glyphs {
	if ascii {
		return &ASCII
	}
	return &Unicode
}
