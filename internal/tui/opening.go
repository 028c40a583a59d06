package tui

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"veche/internal/language"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// Loading is a study on its way to the explorer.
type Loading struct {
	File     string // as it is shown
	Language language.Language
	ASCII    bool
	// Load reads the study and says how to explore it. stage tells the user what is being done; it may be called from anywhere.
	Load func(stage func(string)) (*study.Study, Options, error)
}

// Stages of loading, for Load to tell.
const (
	StageReading = textStageReading
	StageRanking = textStageRanking
)

// quick is how long loading may take before the terminal is taken over to show that it goes on.
const quick = 250 * time.Millisecond

// opening is the program while a large study is being read: it says what is done and for how long, and can be left at any time.
type opening struct {
	loading Loading
	begun   time.Time
	now     time.Time
	stages  <-chan string
	loaded  <-chan loadedMsg
	stage   string
	w, h    int
	dark    *tea.BackgroundColorMsg
	root    *model
	err     error
}

type loadedMsg struct {
	root *model
	err  error
}

type (
	stageMsg string
	tickMsg  time.Time
)

// Open opens the explorer on the terminal, on a study that is yet to be read, and returns when the user quits or the context ends. The caller has made sure that
// there is a terminal, and ends the context when the system wants the program to stop. finished is true when the user quit and nothing is to be recovered. The
// error is the study's [study.Issues], or the terminal's.
func Open(ctx context.Context, l Loading) (finished bool, err error) {
	stages, loaded := make(chan string, 8), make(chan loadedMsg, 1)
	go func() {
		s, o, err := l.Load(func(stage string) { stages <- stage })
		var m *model
		if err == nil {
			stages <- StageRanking
			m, err = newModel(ctx, s, o.withEnvironment())
		}
		loaded <- loadedMsg{m, err}
	}()
	begun := time.Now()
	select {
	case msg := <-loaded:
		if msg.err != nil {
			return true, msg.err
		}
		return run(ctx, msg.root, msg.root)
	case <-time.After(quick):
	}
	o := &opening{loading: l, begun: begun, now: time.Now(), stages: stages, loaded: loaded, stage: StageReading}
	_, err = run(ctx, o, nil)
	switch {
	case o.err != nil:
		return true, o.err
	case o.root != nil:
		return o.root.finished || !o.root.dirty(), err
	}
	return true, err
}

func (o *opening) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, o.tick(), o.nextStage(), func() tea.Msg { return <-o.loaded })
}

func (o *opening) tick() tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(t time.Time) tea.Msg { return tickMsg(t) })
}

func (o *opening) nextStage() tea.Cmd { return func() tea.Msg { return stageMsg(<-o.stages) } }

func (o *opening) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		o.w, o.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		o.dark = &msg
	case tickMsg:
		o.now = time.Time(msg)
		return o, o.tick()
	case stageMsg:
		o.stage = string(msg)
		return o, o.nextStage()
	case tea.KeyPressMsg:
		switch commandOf(msg) {
		case "q", "ctrl+c", "esc":
			return o, tea.Quit
		}
	case loadedMsg:
		if o.err = msg.err; o.err != nil {
			return o, tea.Quit
		}
		o.root = msg.root
		if o.dark != nil {
			o.root.handle(*o.dark)
		}
		return o.root, o.root.handle(tea.WindowSizeMsg{Width: o.w, Height: o.h})
	}
	return o, nil
}

func (o *opening) View() tea.View {
	v := tea.NewView(strings.Join(o.lines(), "\n"))
	v.AltScreen = true
	return v
}

// lines say what is being opened, what is being done, for how long, and how to leave.
func (o *opening) lines() []string {
	say := func(text string, args ...any) string { return language.Say(o.loading.Language, text, args...) }
	g := draw.GlyphsFor(o.loading.ASCII)
	elapsed := o.now.Sub(o.begun)
	const track = 24
	at := int(elapsed/(100*time.Millisecond)) % (2 * track)
	if at >= track {
		at = 2*track - 1 - at
	}
	lines := []string{"", "  " + textProduct + "  " + draw.Clean(o.loading.File), "",
		"  " + say(o.stage) + fmt.Sprintf("  %d ", int(elapsed.Seconds())) + say(textSeconds),
		"  " + strings.Repeat(g.BarTrack, at) + g.Bar + strings.Repeat(g.BarTrack, track-1-at), "", "  q " + say(textHintQuit)}
	for k := range lines {
		lines[k] = draw.Cut(lines[k], o.w, g.Ellipsis)
	}
	return lines[:min(len(lines), max(o.h, 0))]
}
