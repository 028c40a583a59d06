package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
	"veche/internal/study"
)

// withEnvironment are the options with what the environment asks for.
func (o Options) withEnvironment() Options {
	if o.Theme == "" && os.Getenv("NO_COLOR") != "" {
		o.Theme = "none"
	}
	return o
}

// run is the program, from its first model to its end; root is nil while a study is being opened.
func run(ctx context.Context, first tea.Model, root *model, with ...tea.ProgramOption) (finished bool, err error) {
	last, err := tea.NewProgram(first, append(with, tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFilter(coalesce()))...).Run()
	if m, ok := last.(*model); ok {
		root = m
	}
	if ctx.Err() != nil && errors.Is(err, tea.ErrProgramKilled) {
		err = nil
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		err = errors.New(textPanicked)
	}
	if root == nil {
		return true, err
	}
	for _, work := range root.running {
		work.stop()
	}
	return root.finished || !root.dirty(), err
}

// FrameOptions say how a frame is drawn.
type FrameOptions struct {
	Width, Height int
	Theme         string
	ASCII         bool
	Keys          []string // pressed first, as "right", "+", "u"
}

// Screens names the screens that exist, in the order of their keys.
func Screens() []string {
	var names []string
	for _, tab := range tabs {
		names = append(names, tab.name)
	}
	return names
}

// screenNamed finds a screen by its name or its key.
func (m *model) screenNamed(name string) (screenID, bool) {
	for id := range m.screens {
		if name == tabs[id].name || name == fmt.Sprint(id+1) {
			return screenID(id), true
		}
	}
	return 0, false
}

// Frame draws one screen as text without a terminal, after the keys were pressed. With the theme "none" it holds no escapes.
func Frame(screen string, s *study.Study, o Options, f FrameOptions) (string, error) {
	o.Theme, o.ASCII, o.NoMotion = f.Theme, f.ASCII, true
	m, err := newModel(context.Background(), s, o)
	if err != nil {
		return "", err
	}
	id, ok := m.screenNamed(screen)
	if !ok {
		return "", language.Errorf(textNoScreen, screen, strings.Join(Screens(), ", "))
	}
	m.still, m.quiet = true, len(f.Keys) > 0 && id == onWeights // keys of the others act on what is worked out
	if m.at = id; id != onWeights {
		m.news("")
	}
	m.handle(tea.WindowSizeMsg{Width: f.Width, Height: f.Height})
	for n, k := range f.Keys {
		m.quiet = n < len(f.Keys)-1
		if !known(k) {
			return "", language.Errorf(textNoKey, k)
		}
		m.press(pressOf(k))
	}
	m.settle()
	text := strings.Join(m.lines(), "\n")
	if m.th.Name == "none" {
		text = ansi.Strip(text)
	}
	return text, nil
}

// keyCodes are the keys without a letter of their own, by name.
var keyCodes = map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "space": tea.KeySpace, "f1": tea.KeyF1}

// known reports whether pressOf knows a name: a named key, one character, or either with ctrl+ or shift+.
func known(name string) bool {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "ctrl+"), "shift+")
	_, ok := keyCodes[name]
	return ok || utf8.RuneCountInString(name) == 1
}

// pressOf is the key press of a name such as "right", "ctrl+r", "L" or "u".
func pressOf(name string) tea.KeyPressMsg {
	if code, ok := keyCodes[name]; ok {
		k := tea.Key{Code: code}
		if name == "space" {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok && rest != "" {
		return tea.KeyPressMsg(tea.Key{Code: []rune(rest)[0], Mod: tea.ModCtrl})
	}
	if code, ok := keyCodes[strings.TrimPrefix(name, "shift+")]; ok {
		return tea.KeyPressMsg(tea.Key{Code: code, Mod: tea.ModShift})
	}
	return tea.KeyPressMsg(tea.Key{Code: []rune(name + " ")[0], Text: name})
}
