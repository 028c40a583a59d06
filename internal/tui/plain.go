package tui

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// plainGlyphs draw nothing that a screen reader would spell out: no rules, sliders or bars; words stand for signs.
func plainGlyphs(l language.Language) *draw.Glyphs {
	say := func(text string) string { return language.Say(l, text) }
	return &draw.Glyphs{
		Cursor: ">", Open: say("open‹criteria›"), Folded: say("folded‹criteria›"), Same: "0", Ellipsis: "...", To: say(" to "), Arrow: say("to"), Dash: "-", PlusMinus: say("plus or minus "), Times: say("times‹sign›"),
		Sides: say("left right‹keys›"), UpDown: say("up down‹keys›"), Box: [6]string{"", "", "", "", "", ""},
	}
}

// Plain is the explorer in lines, for screen readers and for scripts: a line in, a few lines out, nothing redrawn. A line is keys by name with spaces between
// ("right right +", "u", "2"), a command of the palette after a colon (":topsis"), a weight after an equals sign ("= 30" for the criterion under the cursor,
// "=C2 30" for another), or nothing, which reads the screen out. It returns when the user quits or the input ends, and with ctx's error when that does.
func Plain(ctx context.Context, s *study.Study, o Options, in io.Reader, out io.Writer) (finished bool, err error) {
	o.Theme, o.NoMotion, o.NoMouse = "none", true, true
	m, err := newModel(ctx, s, o)
	if err != nil {
		return true, err
	}
	m.g, m.still = plainGlyphs(m.lang), true
	m.handle(tea.WindowSizeMsg{Width: 200, Height: 80})
	p := &plain{model: m, out: out}
	p.read(m.title()...)
	p.tell()
	p.line(m.t(textPlainHelp))
	ctx, end := context.WithCancel(ctx)
	defer end()
	lines, ended := linesOf(ctx, in)
	for p.fault == nil && !p.over {
		if m.dialog != nil {
			p.line(m.dialog.question)
			for _, k := range m.dialog.choices {
				p.line(string(k.key) + ": " + m.t(k.does))
			}
		}
		if m.prompt != nil {
			p.line(strings.TrimSpace(m.prompt.label) + " " + m.prompt.fault)
		}
		select {
		case line := <-lines:
			p.take(line)
			continue
		case p.fault = <-ended:
		case <-ctx.Done():
			p.fault = ctx.Err()
		}
		break
	}
	return m.finished || !m.dirty(), p.fault
}

// linesOf reads lines until ctx ends, beside who waits for them: a read of a terminal comes back with the next line only. After the last comes what ended them, nil
// at the end of the input.
func linesOf(ctx context.Context, in io.Reader) (lines <-chan string, ended <-chan error) {
	each, last := make(chan string), make(chan error, 1)
	go func() {
		s := bufio.NewScanner(in)
		for s.Scan() {
			select {
			case each <- s.Text():
			case <-ctx.Done():
				return
			}
		}
		last <- s.Err()
	}()
	return each, last
}

// plain is the state of the conversation.
type plain struct {
	*model
	out   io.Writer
	said  string // the news that was read out
	over  bool
	fault error // of writing
}

func (p *plain) line(text string) {
	if text = strings.TrimSpace(text); text != "" && p.fault == nil {
		_, p.fault = fmt.Fprintln(p.out, text)
	}
}

// read says lines as they are heard: without styles, and with one blank where columns stood.
func (p *plain) read(lines ...string) {
	for _, l := range lines {
		p.line(strings.Join(strings.Fields(ansi.Strip(l)), " "))
	}
}

// do runs a command and what follows of it.
func (p *plain) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.QuitMsg:
		p.over = true
	case tea.BatchMsg:
		for _, c := range msg {
			p.do(c)
		}
	case worked, preparedMsg, savedMsg, exportedMsg, recoveredMsg, asideMsg, printedMsg:
		p.do(p.handle(msg))
	}
}

// take follows one line of the user.
func (p *plain) take(text string) {
	before, at := p.now, p.at
	text = strings.TrimSpace(text)
	switch {
	case p.prompt != nil:
		q := p.prompt
		if p.prompt = nil; q.enter != nil {
			cmd, fault := q.enter(text)
			if p.do(cmd); fault != "" {
				q.fault, p.prompt = fault, q
			}
		} else if q.typed != nil {
			q.typed(text)
		}
	case p.dialog != nil:
		p.do(p.answer(command(text)))
	case text == "":
		p.screenful()
	case strings.HasPrefix(text, ":"):
		p.command(strings.TrimSpace(text[1:]))
	case strings.HasPrefix(text, "="):
		p.weigh(strings.TrimSpace(text[1:]))
	default:
		p.keys(strings.Fields(text))
	}
	if p.overlay != nil { // a list is read out instead of opened
		for _, e := range p.overlay.entries {
			p.read(e.name)
		}
		p.overlay = nil
	}
	p.tell()
	if p.at != at {
		p.screenful()
	} else {
		p.changes(before)
	}
}

// keys presses keys by name.
func (p *plain) keys(names []string) {
	for _, n := range names {
		if !known(n) {
			p.complain(textNoKey, n)
			return
		}
	}
	for _, n := range names {
		p.do(p.press(pressOf(n)))
	}
}

// command does the one command of the palette that a text stands for, or lists those it could be.
func (p *plain) command(text string) {
	if e, ok := p.typedParameter(text); ok {
		p.do(p.act(e.action))
		return
	}
	found := matching(p.entries(), text)
	if len(found) == 1 && found[0].begin == "" {
		switch e := found[0]; {
		case e.run != nil:
			p.do(e.run())
		case e.action != nil:
			p.do(p.act(e.action))
		default:
			p.do(p.press(pressOf(string(e.press))))
		}
		return
	}
	if len(found) == 0 {
		p.complain(textNoCommand)
	}
	for _, e := range found {
		p.read(e.name)
	}
}

// weigh sets a weight: "30" for the criterion under the cursor, "C2 30" for another by code or name.
func (p *plain) weigh(text string) {
	s := p.weights
	name, number := "", text
	if k := strings.LastIndex(text, " "); k >= 0 {
		name, number = draw.Fold(strings.TrimSpace(text[:k])), text[k+1:]
	}
	if name != "" {
		found := -1
		for k := range p.nodes {
			if draw.Fold(p.codeOf(&p.nodes[k])) == name || draw.Fold(p.names[k]) == name {
				found = k
			}
		}
		if found < 0 {
			p.complain(textPlainNoCriterion, name)
			return
		}
		s.put(found)
	}
	cmd, fault := s.exact(number)
	if p.do(cmd); fault != "" {
		p.complain("%s", fault)
	}
}

// tell reads the status out, unless it is what was read last.
func (p *plain) tell() {
	text := p.status
	if text == "" {
		text = p.screen().status()
	}
	if text != p.said {
		p.read(text)
	}
	p.said = text
}

// changes reads out whose rank has changed, the first places first.
func (p *plain) changes(before moment) {
	const most = 10
	n := 0
	for k := range p.model.out.Rows {
		t := p.techOf(k)
		was, is := before.ranks[t], p.now.ranks[t]
		if was == is {
			continue
		}
		if n++; n > most {
			continue
		}
		if was == 0 {
			p.line(p.t(textPlainNew, is, p.tech[t]))
		} else {
			p.line(p.t(textPlainMoved, is, p.tech[t], was))
		}
	}
	if n > most {
		p.line(p.t(textMore, n-most))
	}
}

// screenful reads the screen out, pane after pane.
func (p *plain) screenful() {
	p.settle()
	p.read(p.title()...)
	panes := p.screen().panes()
	for _, column := range p.arranged.Columns {
		for _, place := range column {
			p.read(strings.Split(panes[place.ID].View(), "\n")...)
		}
	}
}

// title names the study and the screen.
func (m *model) title() []string {
	return []string{textProduct + " " + draw.Clean(m.options.File) + ", " + m.t(tabs[m.at].title) + ", " + m.named(m.out.Method.Title) + ", " + strconv.Itoa(len(m.out.Rows)) + " " + m.t(textPlainRanked)}
}
