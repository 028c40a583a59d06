package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

// theme is every style of the explorer, named for what it says. No style paints a background, and none says anything that a sign or a letter does not.
type theme struct {
	name string

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
}

// themes are the names a person can choose.
var themes = []string{"dark", "light", "colorblind", "none"}

// canonicalTheme folds a theme's name; "" stays "" (automatic).
func canonicalTheme(name string) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "", "auto":
		return "", nil
	case "colourblind", "color-blind", "colour-blind":
		name = "colorblind"
	}
	if !slices.Contains(themes, name) {
		return "", fmt.Errorf(textNoTheme, name, strings.Join(themes, ", "))
	}
	return name, nil
}

// palette is the few colours a theme is made of.
type palette struct{ accent, bar, dim, track, loaded, up, down, warning, err string }

var (
	darkPalette  = palette{accent: "#6FB3FF", bar: "#5F9FD7", dim: "#9A9A9A", track: "#585858", loaded: "#E0B050", up: "#7FD787", down: "#FF8F87", warning: "#E8C860", err: "#FF8F87"}
	lightPalette = palette{accent: "#00509F", bar: "#2F6FAF", dim: "#606060", track: "#B8B8B8", loaded: "#A05A00", up: "#00702A", down: "#B0201C", warning: "#8A5A00", err: "#B0201C"}
	// Blue and orange of Okabe & Ito 2008, told apart with every common form of colour blindness.
	colorblindDark  = palette{accent: "#56B4E9", bar: "#56B4E9", dim: "#9A9A9A", track: "#585858", loaded: "#E69F00", up: "#56B4E9", down: "#E69F00", warning: "#E69F00", err: "#E69F00"}
	colorblindLight = palette{accent: "#0072B2", bar: "#0072B2", dim: "#606060", track: "#B8B8B8", loaded: "#B35900", up: "#0072B2", down: "#B35900", warning: "#B35900", err: "#B35900"}
)

// newTheme makes the theme of that name; dark says what the terminal's background is, as far as known. "" follows the background.
func newTheme(name string, dark bool) *theme {
	if name == "" {
		name = "light"
		if dark {
			name = "dark"
		}
	}
	plain := lipgloss.NewStyle()
	bold, faint := plain.Bold(true), plain.Faint(true)
	if name == "none" {
		return &theme{name: name, Brand: bold, Tab: bold, Heading: plain, Focus: bold, Rule: faint, Dim: plain, Strong: bold, Cursor: bold, Away: plain,
			Fill: plain, Knob: bold, Track: faint, Loaded: plain, Bar: plain, Up: plain, Down: plain, Near: plain, Changed: bold.Underline(true), Locked: plain,
			Stale: faint, Warning: bold, Error: bold, Key: bold, KeyDoes: plain, Frame: plain, Highlight: bold}
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
	return &theme{name: name, Brand: ink(c.accent).Bold(true), Tab: bold, Heading: bold, Focus: ink(c.accent).Bold(true), Rule: ink(c.track), Dim: ink(c.dim), Strong: bold,
		Cursor: bold, Away: plain, Fill: ink(c.accent), Knob: ink(c.accent).Bold(true), Track: ink(c.track), Loaded: ink(c.loaded), Bar: ink(c.bar),
		Up: ink(c.up), Down: ink(c.down), Near: ink(c.warning), Changed: ink(c.loaded).Bold(true), Locked: ink(c.loaded).Bold(true), Stale: ink(c.track),
		Warning: ink(c.warning), Error: ink(c.err).Bold(true), Key: ink(c.accent).Bold(true), KeyDoes: ink(c.dim), Frame: ink(c.accent), Highlight: ink(c.accent).Bold(true)}
}
