package tui

import (
	"bytes"
	"context"
	"io"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"veche/internal/study"
)

// Terminal is somebody else's terminal, at the end of a connection.
type Terminal struct {
	In            io.Reader // keys as they are pressed
	Out           io.Writer
	Kind          string // as TERM names it
	Width, Height int
	Resized       <-chan [2]int // width and height; closed when the connection ends
}

// framesPerSecond over a connection: there may be hundreds.
const framesPerSecond = 20

// Explore opens the explorer on such a terminal and returns when its user quits or the context ends. The error is the study's [study.Issues], or the terminal's.
func (t Terminal) Explore(ctx context.Context, s *study.Study, o Options) error {
	o.NoMotion = true
	m, err := newModel(ctx, s, o)
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	environment := []string{"TERM=" + t.Kind}
	_, err = run(ctx, m, m, tea.WithInput(t.In), tea.WithOutput(&raw{to: t.Out}), tea.WithEnvironment(environment), tea.WithColorProfile(colorprofile.Env(environment)),
		tea.WithWindowSize(t.Width, t.Height), tea.WithFPS(framesPerSecond), func(p *tea.Program) {
			go func() {
				for size := range t.Resized {
					if ctx.Err() != nil {
						return
					}
					p.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				}
			}()
		})
	return err
}

// raw writes for a terminal that takes a line feed for one: without a carriage return the line would go on in the same column.
type raw struct {
	to   io.Writer
	last byte
}

func (w *raw) Write(p []byte) (int, error) {
	out := make([]byte, 0, len(p)+bytes.Count(p, []byte{'\n'}))
	for _, c := range p {
		if c == '\n' && w.last != '\r' {
			out = append(out, '\r')
		}
		out, w.last = append(out, c), c
	}
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}
