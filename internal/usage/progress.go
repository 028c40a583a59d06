package usage

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"

	"veche/internal/language"
)

// Progress is a line on the error stream, where that is a terminal, which says for how long a command has been at work once that is over a second. It goes
// whenever something is printed. All of its methods may be called at once.
type Progress struct {
	mu    sync.Mutex
	to    io.Writer // nil: nobody is looking
	shown bool      // the line stands on the terminal
	open  bool      // what was printed last has not ended its line
	held  int       // somebody is being asked
	ended bool
}

// Watch begins to count; stop ends it, and a closed quiet too.
func Watch(errors io.Writer, lang language.Language, quiet <-chan struct{}) *Progress {
	f, ok := errors.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return &Progress{ended: true}
	}
	p := &Progress{to: f}
	go p.tell(lang, quiet, time.Second)
	return p
}

func (p *Progress) tell(lang language.Language, quiet <-chan struct{}, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	began := time.Now()
	for {
		select {
		case <-quiet:
			p.Stop()
			return
		case <-tick.C:
		}
		p.mu.Lock()
		if p.ended {
			p.mu.Unlock()
			return
		}
		if !p.open && p.held == 0 {
			p.clear()
			_, err := fmt.Fprint(p.to, language.Say(lang, "at work for %d s; Ctrl+C ends it", int(time.Since(began).Seconds()+0.5)))
			p.shown = err == nil
		}
		p.mu.Unlock()
	}
}

// clear takes the line away.
func (p *Progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.to, "\r\x1b[K") // a terminal that is gone says so to whoever prints next
		p.shown = false
	}
}

// Stop takes the line away for good.
func (p *Progress) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.ended = true
}

// Hold keeps the line away until release is called: a person is being asked.
func (p *Progress) Hold() (release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.held++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.held--
	}
}

// Over is a writer that takes the line away before it writes. Where nobody is looking it is the writer itself.
func (p *Progress) Over(w io.Writer) io.Writer {
	if p.to == nil {
		return w
	}
	return &over{p, w}
}

type over struct {
	p *Progress
	w io.Writer
}

func (o *over) Write(b []byte) (int, error) {
	o.p.mu.Lock()
	defer o.p.mu.Unlock()
	o.p.clear()
	if len(b) > 0 {
		o.p.open = b[len(b)-1] != '\n'
	}
	return o.w.Write(b)
}
