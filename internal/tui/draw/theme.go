package draw

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

// Theme is every style of the explorer, named for what it says. No style paints a background, and none says anything that a sign or a letter does not.
type Theme struct {
	Name string

	Brand     lipgloss.Style // the product's name
	Tab       lipgloss.Style // the screen that is open
	Heading   lipgloss.Style
	Focus     lipgloss.Style // heading of the pane that has the keys
	Rule      lipgloss.Style // the line after a heading
	Dim       lipgloss.Style // labels and remarks
	Strong    lipgloss.Style // names and numbers to look at first
	Cursor    lipgloss.Style // the row under the cursor
	Away      lipgloss.Style // the same in a pane without the keys
	Fill      lipgloss.Style // slider up to the knob
	Knob      lipgloss.Style
	Track     lipgloss.Style // what is left of a slider or bar
	Loaded    lipgloss.Style // as loaded
	Bar       lipgloss.Style // score
	Up        lipgloss.Style // risen, better
	Down      lipgloss.Style // fallen, worse
	Near      lipgloss.Style // near tie
	Changed   lipgloss.Style // a row whose rank has just changed
	Locked    lipgloss.Style
	Stale     lipgloss.Style // a figure being worked out anew
	Warning   lipgloss.Style
	Error     lipgloss.Style
	Key       lipgloss.Style // a key in the key row
	KeyDoes   lipgloss.Style // what it does
	Frame     lipgloss.Style // border of an overlay
	Highlight lipgloss.Style // the entry under the cursor of an overlay
	Selected  lipgloss.Style // a text that typing replaces
}

// Themes are the names a person can choose.
var Themes = []string{"dark", "light", "colorblind", "none"}

// CanonicalTheme folds a theme's name; "" stays "" (automatic). ok is false for a name there is no theme of.
func CanonicalTheme(name string) (canonical string, ok bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "", "auto":
		return "", true
	case "colourblind", "color-blind", "colour-blind":
		name = "colorblind"
	}
	return name, slices.Contains(Themes, name)
}

// palette is the few colours a theme is made of.
type palette struct{ Accent, Bar, Dim, Track, Loaded, Up, Down, Warning, Err string }

var (
	darkPalette  = palette{Accent: "#6FB3FF", Bar: "#5F9FD7", Dim: "#9A9A9A", Track: "#585858", Loaded: "#E0B050", Up: "#7FD787", Down: "#FF8F87", Warning: "#E8C860", Err: "#FF8F87"}
	lightPalette = palette{Accent: "#00509F", Bar: "#2F6FAF", Dim: "#606060", Track: "#B8B8B8", Loaded: "#A05A00", Up: "#00702A", Down: "#B0201C", Warning: "#8A5A00", Err: "#B0201C"}
	// Blue and orange of Okabe & Ito 2008, told apart with every common form of colour blindness.
	colorblindDark  = palette{Accent: "#56B4E9", Bar: "#56B4E9", Dim: "#9A9A9A", Track: "#585858", Loaded: "#E69F00", Up: "#56B4E9", Down: "#E69F00", Warning: "#E69F00", Err: "#E69F00"}
	colorblindLight = palette{Accent: "#0072B2", Bar: "#0072B2", Dim: "#606060", Track: "#B8B8B8", Loaded: "#B35900", Up: "#0072B2", Down: "#B35900", Warning: "#B35900", Err: "#B35900"}
)

// NewTheme makes the theme of that name; dark says what the terminal's background is, as far as known. "" follows the background.
func NewTheme(name string, dark bool) *Theme {
	if name == "" {
		name = "light"
		if dark {
			name = "dark"
		}
	}
	plain := lipgloss.NewStyle()
	bold, faint := plain.Bold(true), plain.Faint(true)
	if name == "none" {
		return &Theme{Name: name, Brand: bold, Tab: bold, Heading: plain, Focus: bold, Rule: faint, Dim: plain, Strong: bold, Cursor: bold, Away: plain,
			Fill: plain, Knob: bold, Track: faint, Loaded: plain, Bar: plain, Up: plain, Down: plain, Near: plain, Changed: bold.Underline(true), Locked: plain,
			Stale: faint, Warning: bold, Error: bold, Key: bold, KeyDoes: plain, Frame: plain, Highlight: bold, Selected: plain.Reverse(true)}
	}
	c := darkPalette
	switch {
	case name == "colorblind" && dark:
		c = colorblindDark
	case name == "colorblind":
		c = colorblindLight
	case name == "light":
		c = lightPalette
	}
	ink := func(hex string) lipgloss.Style { return plain.Foreground(lipgloss.Color(hex)) }
	return &Theme{Name: name, Brand: ink(c.Accent).Bold(true), Tab: bold, Heading: bold, Focus: ink(c.Accent).Bold(true), Rule: ink(c.Track), Dim: ink(c.Dim), Strong: bold,
		Cursor: bold, Away: plain, Fill: ink(c.Accent), Knob: ink(c.Accent).Bold(true), Track: ink(c.Track), Loaded: ink(c.Loaded), Bar: ink(c.Bar),
		Up: ink(c.Up), Down: ink(c.Down), Near: ink(c.Warning), Changed: ink(c.Loaded).Bold(true), Locked: ink(c.Loaded).Bold(true), Stale: ink(c.Track),
		Warning: ink(c.Warning), Error: ink(c.Err).Bold(true), Key: ink(c.Accent).Bold(true), KeyDoes: ink(c.Dim), Frame: ink(c.Accent), Highlight: ink(c.Accent).Bold(true)}
}
