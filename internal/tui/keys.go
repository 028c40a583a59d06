package tui

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/tui/draw"
)

// command is a key press as the key map knows it, whatever the keyboard's layout.
type command string

func (c command) String() string { return string(c) }

// shown is the key as the help writes it: "Ctrl+S", "Space", "K".
func (c command) shown() string {
	parts := strings.Split(string(c), "+")
	for k, p := range parts {
		if utf8.RuneCountInString(p) > 1 || len(parts) > 1 {
			parts[k] = capital(p)
		}
	}
	if c == "+" {
		return "+"
	}
	return strings.Join(parts, "+")
}

// keyMap is every key of the explorer, with what the help overlay says of it.
type keyMap struct {
	Up, Down, PageUp, PageDown, Home, End key.Binding
	Pane, Screens                         key.Binding
	Less, More, Step, StepDown            key.Binding
	Exact, Lock, Reset, Fold, Sharing     key.Binding
	Undo, Redo                            key.Binding
	Enter, Filter, Exclude, Escape, Order key.Binding
	Help, Palette                         key.Binding
	Copy, Export, Print, Save             key.Binding
	Warnings, Keep, Compare               key.Binding
	Theme, Mouse, Suspend, Quit           key.Binding
}

func bind(keys, shown, does string) key.Binding {
	return key.NewBinding(key.WithKeys(strings.Fields(keys)...), key.WithHelp(shown, does))
}

var keys = keyMap{
	Up: bind("up k", "Up k", textKeyUp), Down: bind("down j", "Down j", textKeyDown),
	PageUp: bind("pgup", "PgUp", textKeyPageUp), PageDown: bind("pgdown", "PgDn", textKeyPageDown),
	Home: bind("home g", "Home g", textKeyHome), End: bind("end G", "End G", textKeyEnd),
	Pane:    bind("tab shift+tab", "Tab", textKeyPane),
	Screens: bind("1 2 3 4 5 6", "1..6", textKeyScreens),
	Less:    bind("left h", "Left h", textKeyLess), More: bind("right l", "Right l", textKeyMore),
	Step: bind("+ plus", "+", textKeyStep), StepDown: bind("- minus", "-", textKeyStepDown),
	Exact: bind("= equal", "=", textKeyExact), Lock: bind("L", "L", textKeyLock), Reset: bind("r", "r", textKeyReset), Fold: bind("space z", "Space", textKeyFold), Sharing: bind("S", "S", textKeySharing),
	Undo: bind("u", "u", textKeyUndo), Redo: bind("ctrl+r", "Ctrl+R", textKeyRedo),
	Enter: bind("enter", "Enter", textKeyEnter), Filter: bind("/", "/", textKeyFilter), Exclude: bind("x", "x", textKeyExclude), Escape: bind("esc", "Esc", textKeyEscape), Order: bind("O", "O", textKeySort),
	Help: bind("? f1", "?", textKeyHelp), Palette: bind(": ctrl+p", ":  Ctrl+P", textKeyPalette),
	Copy: bind("y", "y", textKeyCopy), Export: bind("e", "e", textKeyExport), Print: bind("P", "P", textKeyPrint), Save: bind("ctrl+s", "Ctrl+S", textKeySave),
	Warnings: bind("w", "w", textKeyWarnings), Keep: bind("K", "K", textKeyKeep), Compare: bind("C", "C", textKeyCompare),
	Theme: bind("T", "T", textKeyTheme), Mouse: bind("M", "M", textKeyMouse), Suspend: bind("ctrl+z", "Ctrl+Z", textKeySuspend), Quit: bind("q ctrl+c", "q  Ctrl+C", textKeyQuit),
}

// keyGroup is a part of the help overlay.
type keyGroup struct {
	title string
	keys  []key.Binding
}

// groups are all keys in the order of the help overlay.
func (k *keyMap) groups(export bool) []keyGroup {
	files := []key.Binding{k.Save, k.Copy, k.Print}
	if export {
		files = append(files, k.Export)
	}
	return []keyGroup{
		{textGroupMove, []key.Binding{k.Screens, k.Pane, k.Up, k.Down, k.PageUp, k.PageDown, k.Home, k.End}},
		{textGroupUndo, []key.Binding{k.Undo, k.Redo, k.Keep, k.Compare}},
		{textGroupFiles, files},
		{textGroupScreen, []key.Binding{k.Palette, k.Help, k.Warnings, k.Theme, k.Mouse, k.Suspend, k.Quit}},
	}
}

// qwerty is what the key that types a Cyrillic letter types on the Latin layout (ЙЦУКЕН).
var qwerty = func() map[rune]rune {
	cyrillic, latin := []rune("йцукенгшщзхъфывапролджэячсмитьбюё"), []rune("qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
	upper, shifted := []rune("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"), []rune("QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~")
	table := make(map[rune]rune, 2*len(cyrillic))
	for k := range cyrillic {
		table[cyrillic[k]], table[upper[k]] = latin[k], shifted[k]
	}
	return table
}()

// retyped is a text as the same keys would have typed it on the Latin layout.
func retyped(s string) string {
	return strings.Map(func(r rune) rune {
		if latin, ok := qwerty[r]; ok {
			return latin
		}
		return r
	}, s)
}

// commandOf names a key press. On the Russian layout the key of / and ? types . and , which no command uses.
func commandOf(msg tea.KeyPressMsg) command {
	s := msg.String()
	head, last := "", s
	if k := strings.LastIndexByte(s, '+'); k >= 0 && k < len(s)-1 {
		head, last = s[:k+1], s[k+1:]
	}
	if utf8.RuneCountInString(last) == 1 {
		last = retyped(last)
		switch {
		case head != "":
		case last == ".":
			last = "/"
		case last == ",":
			last = "?"
		}
	}
	return command(head + last)
}

// hint is an entry of the key row: the key, what it does in full and in short, and how soon it gives way (0 stays longest).
type hint struct {
	key, does, short string
	rank             int
}

// placed is a hint where it stands.
type placed struct {
	hint
	short bool
	x, w  int
}

// placeKeys lays hints out over w cells, dropping those that give way first.
func (r *room) placeKeys(hints []hint, w int) []placed {
	wide := func(h hint, short bool) int { return draw.Cells(h.key) + 1 + draw.Cells(r.t(h.text(short))) }
	width := func(rank int, short bool) int {
		n := -2
		for _, h := range hints {
			if h.rank <= rank {
				n += wide(h, short) + 2
			}
		}
		return n
	}
	rank, short := 9, false
	for ; rank > 6 && width(rank, false) > w; rank-- {
	}
	if width(rank, false) > w {
		for rank, short = 9, true; rank > 0 && width(rank, true) > w; rank-- {
		}
	}
	var all []placed
	x := 0
	for _, h := range hints {
		if h.rank <= rank {
			all = append(all, placed{h, short, x, wide(h, short)})
			x += wide(h, short) + 2
		}
	}
	return all
}

// keyRow draws hints over w cells.
func (r *room) keyRow(hints []hint, w int) string {
	var parts []string
	for _, h := range r.placeKeys(hints, w) {
		parts = append(parts, r.th.Key.Render(h.key)+" "+r.th.KeyDoes.Render(r.t(h.text(h.short))))
	}
	return draw.Cut(strings.Join(parts, "  "), w, "")
}

// named is the key that a hint's cell stands for.
func (h hint) named(x int) (command, bool) {
	switch h.key {
	case draw.Unicode.Sides, draw.ASCII.Sides:
		return [...]command{"left", "right"}[min(x, 1)], true
	case draw.Unicode.UpDown, draw.ASCII.UpDown:
		return [...]command{"up", "down"}[min(x, 1)], true
	}
	name := strings.ToLower(h.key)
	if rest, ok := strings.CutPrefix(name, "^"); ok {
		name = "ctrl+" + rest
	}
	if known(name) && utf8.RuneCountInString(h.key) > 1 {
		return command(name), true
	}
	keys := []rune(h.key) // one letter, or two as +- or [ ]
	if len(keys) == 3 && keys[1] == ' ' {
		keys, x = []rune{keys[0], keys[2]}, max(x-1, 0)
	}
	if len(keys) > 2 {
		return "", false
	}
	return command(keys[min(x, len(keys)-1)]), true
}

func (h hint) text(short bool) string {
	if short && h.short != "" {
		return h.short
	}
	return h.does
}
