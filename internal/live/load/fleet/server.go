// Package fleet starts servers of panels as processes of their own, lets them be killed, and plays the people who use them: what the load program and the tests of
// replicas and of chaos have in common. A program calls [Main] first, as the servers are this program again.
package fleet

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"veche/internal/live"
	"veche/internal/live/service"
	"veche/internal/release"
	"veche/internal/shards/workers"
	"veche/internal/workbook"
)

// variable holds what a server that this program is to be was started with.
const variable = "VECHE_FLEET"

// Options of a server.
type Options struct {
	Study   string // path of the workbook
	Data    string // folder
	DB      string // postgres://…; "" for SQLite in the folder
	Listen  string // "": a free port of this machine
	SSH     string // address of the explorer over SSH; "": there is none
	Skew    time.Duration
	Worker  bool   // it is a worker at the database and serves nobody
	Profile string // where the profile of its processor time goes when it ends; "" for none
	Verbose bool
}

// Server is one at work.
type Server struct {
	URL   string
	Panel string
	Links []service.Link
	SSH   string // address of the explorer over SSH

	process *exec.Cmd
	said    *bytes.Buffer
	ended   chan struct{} // closed when it has ended
	status  error
}

// ready is what a server says when pages can be opened.
type ready struct {
	URL, Panel, SSH string
	Links           []service.Link
}

// Main serves where this program was started for it, and ends it then.
func Main() {
	text := os.Getenv(variable)
	if text == "" {
		return
	}
	if err := serve(text); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve(text string) error {
	var o Options
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	if o.Worker {
		return work(o)
	}
	data, err := os.ReadFile(o.Study)
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	stop, err := profile(ctx, o.Profile)
	if err != nil {
		return err
	}
	err = service.Run(ctx, service.Options{
		New:  live.New{Kind: live.Open, File: workbook.FormFile{Name: "load.xlsx", Data: data}, Language: "en"},
		Data: o.Data, DB: o.DB, Listen: o.Listen, SSH: o.SSH, Log: os.Stderr, Verbose: o.Verbose,
		Now: func() time.Time { return time.Now().Add(o.Skew) },
		Ready: func(r service.Ready) {
			line, err := json.Marshal(ready{r.URL, r.Panel.ID(), r.SSH, r.Links})
			if err == nil {
				fmt.Println(string(line))
			}
		}})
	cancel()
	return errors.Join(err, stop())
}

// work is a worker's part of it.
func work(o Options) error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	d, err := workers.Open(ctx, o.DB, release.Build(), slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		return err
	}
	defer d.Close()
	helper := &service.Helper{DB: o.DB}
	defer helper.Close()
	fmt.Println("{}")
	return d.Work(ctx, &workers.Worker{Read: workbook.ReadBytes, Errands: helper.Do})
}

// Start starts a server and waits until pages can be opened.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &Server{process: exec.Command(self), said: &bytes.Buffer{}, ended: make(chan struct{})}
	s.process.Env = append(os.Environ(), variable+"="+string(text))
	s.process.Stderr = &locked{to: s.said}
	out, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	line := make(chan string, 1)
	go func() {
		first, _ := bufio.NewReader(out).ReadString('\n') // where there is none it has ended, and says why
		line <- first
		s.status = s.process.Wait()
		close(s.ended)
	}()
	select {
	case first := <-line:
		var r ready
		if err := json.Unmarshal([]byte(first), &r); err != nil {
			<-s.ended
			return nil, fmt.Errorf("fleet: %v: %s", s.status, s.Said())
		}
		s.URL, s.Panel, s.SSH, s.Links = r.URL, r.Panel, r.SSH, r.Links
		return s, nil
	case <-ctx.Done():
		_ = s.Kill()
		return nil, fmt.Errorf("fleet: %w: %s", ctx.Err(), s.Said())
	}
}

// locked takes what two goroutines write.
type locked struct {
	mu sync.Mutex
	to *bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// Said is what the server logged.
func (s *Server) Said() string {
	l := s.process.Stderr.(*locked)
	l.mu.Lock()
	defer l.mu.Unlock()
	return s.said.String()
}

// Kill kills it with signal 9 and waits until it has ended.
func (s *Server) Kill() error {
	err := s.process.Process.Kill()
	<-s.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Stop asks it to end, as a service manager does, and waits until it has.
func (s *Server) Stop() error {
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	<-s.ended
	return s.status
}

// Ended is closed when the server has.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Ready asks it whether people should be sent to it.
func (s *Server) Ready() bool {
	c := http.Client{Timeout: 2 * time.Second}
	r, err := c.Get(s.URL + "/ready")
	if err != nil {
		return false
	}
	return errors.Join(r.Body.Close()) == nil && r.StatusCode == http.StatusOK
}

// Memory is what the process holds in memory and the most it ever did, in bytes. Of Linux.
func (s *Server) Memory() (now, most int64, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(data)) {
		name, value, _ := strings.Cut(line, ":")
		kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch {
		case err != nil:
		case name == "VmRSS":
			now = kilobytes << 10
		case name == "VmHWM":
			most = kilobytes << 10
		}
	}
	return now, most, nil
}
