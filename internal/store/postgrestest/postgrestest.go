// Package postgrestest starts a PostgreSQL for a test: Debian's, in a temporary folder, on a free port of this machine only, and stops it when the test ends.
// Without one a test is skipped loudly, and fails in the full run.
package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"veche/internal/ci"
)

// Server is a running PostgreSQL.
type Server struct {
	t      testing.TB
	bin    string // folder of its programs
	folder string
	port   int
	begun  bool // who is connected knows the port
	mu     sync.Mutex
	made   int // databases
}

// Start starts a server for the test.
func Start(t testing.TB) *Server {
	t.Helper()
	return start(t, nil)
}

// start starts a server in a folder that prepare, if there is one, has made ready; it returns options of initdb.
func start(t testing.TB, prepare func(folder string) []string) *Server {
	t.Helper()
	ci.Long(t, "what needs a PostgreSQL")
	s := &Server{t: t, bin: Programs()}
	if s.bin == "" {
		ci.Without(t, "PostgreSQL is not installed (apt-get install postgresql)")
	}
	if os.Getuid() == 0 { // it refuses to run as root
		if _, err := exec.LookPath("runuser"); err != nil {
			ci.Without(t, "runuser is not installed")
		}
	}
	var err error
	if s.folder, err = os.MkdirTemp("/tmp", "veche-postgres-"); err != nil { // a socket's path must be short, and postgres must reach it
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(s.folder); err != nil {
			t.Error(err)
		}
	})
	var options []string
	if prepare != nil {
		options = prepare(s.folder)
	}
	t.Cleanup(s.Stop) // before what was prepared goes
	if os.Getuid() == 0 {
		s.must("chown", "postgres", s.folder)
	}
	s.must(slices.Concat(s.as(), []string{filepath.Join(s.bin, "initdb"), "--no-sync", "--auth=trust", "--username=veche", "--encoding=UTF8", "--locale=C", s.data()}, options)...)
	s.Run()
	return s
}

// Programs is the folder of PostgreSQL's programs, of the newest there is; "" where there is none.
func Programs() string {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 { // the pattern is right
		return ""
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1])
}

// as is what makes a command postgres's where the test is root's.
func (s *Server) as() []string {
	if os.Getuid() == 0 {
		return []string{"runuser", "-u", "postgres", "--"}
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) must(command ...string) {
	s.t.Helper()
	if err := s.do(command...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Server) do(command ...string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = "/"
	log, err := os.CreateTemp("", "postgres-command-") // a pipe would stay open in the server that it starts
	if err != nil {
		return err
	}
	defer os.Remove(log.Name())
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name()) // without it the error says enough
		return fmt.Errorf("%s: %w: %s", strings.Join(command, " "), err, bytes.TrimSpace(said))
	}
	return nil
}

// Run starts a server that was stopped or killed, on the port it had. It does not wait for the disk: what is killed here are processes, whose writes the system
// keeps, not the machine.
func (s *Server) Run() {
	s.t.Helper()
	var err error
	for range 5 { // another may take the port between; what ended may hold the memory for a moment
		if !s.begun {
			s.port = s.free()
		}
		options := fmt.Sprintf("-p %d -h 127.0.0.1 -k %s -c max_connections=200 -c shared_buffers=64MB -c fsync=off", s.port, s.folder)
		if err = s.do(append(s.as(), filepath.Join(s.bin, "pg_ctl"), "-D", s.data(), "-l", filepath.Join(s.folder, "log"), "-w", "-t", "60", "-o", options, "start")...); err == nil {
			s.begun = true
			return
		}
		if s.begun {
			time.Sleep(500 * time.Millisecond)
		}
	}
	said, _ := os.ReadFile(filepath.Join(s.folder, "log")) // without it the error says enough
	s.t.Fatalf("%v\n%s", err, said)
}

func (s *Server) free() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Running says whether the server runs.
func (s *Server) Running() bool {
	return s.do(append(s.as(), filepath.Join(s.bin, "pg_ctl"), "-D", s.data(), "status")...) == nil
}

// Stop stops it as an administrator would who is in a hurry; nothing where it does not run.
func (s *Server) Stop() {
	s.t.Helper()
	if _, err := os.Stat(filepath.Join(s.data(), "postmaster.pid")); err != nil {
		return
	}
	if err := s.do(append(s.as(), filepath.Join(s.bin, "pg_ctl"), "-D", s.data(), "-w", "-m", "immediate", "stop")...); err != nil {
		s.t.Error(err)
	}
}

// Kill kills the server and every process of it with signal 9, and waits until they are gone.
func (s *Server) Kill() {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		s.t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		s.t.Fatal(err)
	}
	children := s.children(pid)
	for _, p := range append([]int{pid}, children...) {
		if err := syscall.Kill(p, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
			s.t.Fatal(err)
		}
	}
	for _, p := range append([]int{pid}, children...) {
		for k := 0; running(p); k++ {
			if k > 1000 {
				s.t.Fatalf("process %d does not end", p)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	// A killed process that nobody has collected yet would look alive to the next server.
	for _, left := range []string{filepath.Join(s.data(), "postmaster.pid"), filepath.Join(s.folder, fmt.Sprintf(".s.PGSQL.%d.lock", s.port)), filepath.Join(s.folder, fmt.Sprintf(".s.PGSQL.%d", s.port))} {
		if err := os.Remove(left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.t.Fatal(err)
		}
	}
}

// running says whether a process has not ended; one that nobody has collected has.
func running(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

// children are the processes that the server has begun.
func (s *Server) children(pid int) []int {
	var all []int
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(data), ") ")
		if f := strings.Fields(rest); len(f) > 1 && f[1] == strconv.Itoa(pid) {
			if child, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
				all = append(all, child)
			}
		}
	}
	return all
}

// Database makes an empty database and returns its URL.
func (s *Server) Database() string {
	s.t.Helper()
	s.mu.Lock()
	s.made++
	name := "panels" + strconv.Itoa(s.made)
	s.mu.Unlock()
	s.Do("CREATE DATABASE " + name)
	return s.URL(name)
}

// URL is a database's, whether it is there or not.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://veche@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// Do runs a sentence of SQL as the server's owner.
func (s *Server) Do(query string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, query); err != nil {
		s.t.Fatal(err)
	}
}

// Cut ends every connection to the databases but the one that does it.
func (s *Server) Cut() {
	s.t.Helper()
	s.Do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
}
