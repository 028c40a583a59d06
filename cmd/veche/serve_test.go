package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/store/postgrestest"
)

// server is a "veche serve" of its own process.
type server struct {
	t       *testing.T
	process *exec.Cmd
	said    bytes.Buffer
	URL     string
	Links   []struct{ Person, Role, Link string }
}

// startServer starts one and waits until it says that it is ready.
func startServer(t *testing.T, folder string, args ...string) *server {
	t.Helper()
	s := &server{t: t, process: in(folder, append([]string{"veche", "serve", "--links", "json"}, args...))}
	s.process.Stderr = &s.said
	out, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.process.Process.Kill() }) // it may have ended
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n') // an empty line says it all
		lines <- line
	}()
	select {
	case line := <-lines:
		if err := json.Unmarshal([]byte(line), s); err != nil {
			s.process.Wait()
			t.Fatalf("%v: serve says %q\n%s", err, line, s.said.String())
		}
	case <-time.After(60 * time.Second):
		t.Fatalf("serve is not ready\n%s", s.said.String())
	}
	return s
}

func (s *server) kill() {
	s.t.Helper()
	if err := s.process.Process.Kill(); err != nil {
		s.t.Error(err)
	}
	_ = s.process.Wait() // killed
}

func (s *server) link(person string) string {
	s.t.Helper()
	for _, l := range s.Links {
		if l.Person == person {
			return l.Link
		}
	}
	s.t.Fatalf("no link of %s among %v", person, s.Links)
	return ""
}

// member is somebody's browser.
type member struct {
	t      *testing.T
	client *http.Client
	base   string // of the panel's pages
}

func (s *server) enter(person string) *member {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	m := &member{t: s.t, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
	r, err := m.client.PostForm(s.link(person), url.Values{"pin": {"428913"}, "again": {"428913"}})
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		s.t.Fatalf("%s enters: %d", person, r.StatusCode)
	}
	m.base = s.URL + regexp.MustCompile(`^/p/[^/]+`).FindString(r.Request.URL.Path)
	return m
}

func (m *member) do(method, path string, form url.Values, json bool) (status int, body string, err error) {
	r, err := http.NewRequest(method, m.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if json {
		r.Header.Set("Accept", "application/json")
	}
	answer, err := m.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(all), err
}

func (m *member) must(method, path string, form url.Values) string {
	m.t.Helper()
	status, body, err := m.do(method, path, form, false)
	if err != nil || status != http.StatusOK {
		m.t.Fatalf("%s %s: %d, %v\n%s", method, path, status, err, body)
	}
	return body
}

func valueOf(page, name string) string {
	if m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(page); m != nil {
		return m[1]
	}
	return ""
}

// act does something in the room.
func (m *member) act(act string, form url.Values) {
	m.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set("seq", valueOf(m.must("GET", "/room", nil), "seq"))
	m.must("POST", "/room/"+act, form)
}

// answer saves one answer as the page's script does, and says whether the page would call it saved.
func (m *member) answer(round, field, was, value string) bool {
	status, body, err := m.do("POST", "/ballot", url.Values{"version": {"1000000"}, "round": {round}, "client": {fmt.Sprint(rand.Uint64())}, "was." + field: {was}, field: {value}}, true)
	var told struct{ Saved string }
	return err == nil && status == http.StatusOK && json.Unmarshal([]byte(body), &told) == nil && told.Saved != ""
}

// Our own server is killed with signal 9, and PostgreSQL too, again and again while experts answer: every answer that a page had called saved is there, and after the
// closing the record verifies.
func TestServerKilled(t *testing.T) {
	ci.Long(t, "kills of our server and of PostgreSQL under answers")
	for _, database := range []string{"SQLite", "PostgreSQL"} {
		t.Run(database, func(t *testing.T) {
			times := 10
			if ci.Longest() {
				times = 100
			}
			folder := t.TempDir()
			args := []string{"--data", "panel"}
			var db *postgrestest.Server
			if database == "PostgreSQL" {
				db = postgrestest.Start(t)
				args = append(args, "--db", db.Database())
			}
			killed(t, folder, args, db, times)
		})
	}
}

func killed(t *testing.T, folder string, args []string, db *postgrestest.Server, times int) {
	s := startServer(t, folder, append(args, "--listen", "127.0.0.1:0")...)
	address, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	args = append(args, "--listen", address.Host)
	chair := s.enter("chair")
	chair.act("open", nil)
	people := []string{"E01", "E02", "E03", "E04"}
	members := map[string]*member{}
	rounds, saved := map[string]string{}, map[string]map[string]string{}
	for _, person := range people {
		members[person] = s.enter(person)
		members[person].must("POST", "/consent", nil)
		rounds[person], saved[person] = valueOf(members[person].must("GET", "/ballot", nil), "round"), map[string]string{}
	}
	rng := rand.New(rand.NewPCG(3, 9))
	for n := range times {
		var done sync.WaitGroup
		stop := make(chan struct{})
		tried := map[string]map[string]string{}
		var mu sync.Mutex
		var acknowledged atomic.Int64
		for k, person := range people {
			tried[person] = map[string]string{}
			done.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					field, value := fmt.Sprintf("s.T%02d.C%d", 1+(i+n*3)%37, 1+(i+k)%9), strconv.Itoa(1+(i+n)%5)
					mu.Lock()
					was := saved[person][field]
					tried[person][field] = value
					mu.Unlock()
					if was == value {
						continue
					}
					if members[person].answer(rounds[person], field, was, value) {
						mu.Lock()
						saved[person][field] = value
						mu.Unlock()
						acknowledged.Add(1)
					} else {
						time.Sleep(3 * time.Millisecond)
					}
				}
			})
		}
		for enough, k := int64(1+rng.IntN(30)), 0; acknowledged.Load() < enough && k < 5000; k++ {
			time.Sleep(2 * time.Millisecond)
		}
		if db != nil && n%2 == 1 {
			db.Kill()
			db.Run()
		} else {
			s.kill()
		}
		time.Sleep(10 * time.Millisecond)
		close(stop)
		done.Wait()
		if db == nil || n%2 == 0 {
			s = startServer(t, folder, args...)
		}
		for _, person := range people {
			page := members[person].must("GET", "/grid", nil)
			for field, value := range saved[person] {
				if got := valueOf(page, "was."+field); got != value && got != tried[person][field] {
					t.Fatalf("kill %d: %s of %s is %q, the page had called %q saved", n, field, person, got, value)
				} else {
					saved[person][field] = got
				}
			}
		}
	}
	all := 0
	for _, person := range people {
		all += len(saved[person])
	}
	if all == 0 {
		t.Fatal("nothing was saved: this test shows nothing")
	}
	t.Logf("%d kills, %d answers", times, all)
	chair.act("close", url.Values{"sure": {"1"}})
	s.kill()
	export := append([]string{"veche", "export", "--record", "record.json"}, args[:len(args)-2]...)
	for _, command := range [][]string{export, {"veche", "verify", "record.json"}} {
		if text, err := in(folder, command).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, text)
		}
	}
}

// A panel by commands, as docs/serve.md tells it: served, listed, answered, exported, verified, copied and put back.
func TestPanelCommands(t *testing.T) {
	ci.Long(t, "a panel by its commands")
	folder := t.TempDir()
	const refused = -2 // with whatever code
	run := func(wants int, command string, says ...string) string {
		t.Helper()
		cmd := in(folder, strings.Fields(command))
		text, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != wants && (wants != refused || code == 0 || code > exitFile) {
			t.Fatalf("%s: %d (%v), not %d\n%s", command, code, err, wants, text)
		}
		for _, s := range says {
			if !strings.Contains(string(text), s) {
				t.Errorf("%s does not say %q:\n%s", command, s, text)
			}
		}
		return string(text)
	}
	run(0, "veche new study.xlsx --example horizon-scan")
	run(refused, "veche panels --data panel", "there are no panels")
	began := time.Now()
	s := startServer(t, folder, "study.xlsx", "--data", "panel", "--kind", "open", "--listen", "127.0.0.1:0")
	t.Logf("ready in %v", time.Since(began).Round(time.Millisecond))
	if len(s.Links) < 5 || !strings.HasPrefix(s.URL, "http://127.0.0.1:") || strings.HasSuffix(s.URL, ":0") {
		t.Fatalf("%+v", s)
	}
	run(0, "veche panels --data panel", "being prepared")
	run(0, "veche panels --data panel --format csv --lang ru", "готов")
	run(refused, "veche export --data panel -o out.xlsx")
	invited := run(0, "veche invite E02 --data panel --url "+s.URL+" --links csv", s.URL+"/i/")
	for k := range s.Links {
		if s.Links[k].Person == "E02" {
			s.Links[k].Link = regexp.MustCompile(`http://\S+`).FindString(invited)
		}
	}
	run(refused, "veche invite E02 --data panel", "--url")
	chair := s.enter("chair")
	chair.act("open", nil)
	for k, person := range []string{"E01", "E02", "E03"} {
		m := s.enter(person)
		m.must("POST", "/consent", nil)
		round := valueOf(m.must("GET", "/ballot", nil), "round")
		for c := 1; c <= 9; c++ {
			for x := 1; x <= 3; x++ {
				if !m.answer(round, fmt.Sprintf("s.T%02d.C%d", x, c), "", strconv.Itoa(1+(c+x+k)%5)) {
					t.Fatalf("%s: an answer is not saved", person)
				}
			}
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "out.xlsx")); err == nil {
		t.Error("a workbook was written while the round was open")
	}
	if err := os.WriteFile(filepath.Join(folder, "word"), []byte("correct horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(refused, "veche backup --data panel -o copy.age", "to whom")
	run(0, "veche backup --data panel -o copy.age --passphrase-file word")
	if data, err := os.ReadFile(filepath.Join(folder, "copy.age")); err != nil || !bytes.HasPrefix(data, []byte("age-encryption.org/")) || bytes.Contains(data, []byte(`"technology"`)) {
		t.Errorf("the copy is not encrypted: %v", err)
	}
	chair.act("close", url.Values{"sure": {"1"}})
	run(0, "veche export --data panel -o out.xlsx --record record.json")
	run(0, "veche verify record.json", "Everything fits")
	run(0, "veche verify record.json --lang ru")
	run(0, "veche rank out.xlsx")
	data, err := os.ReadFile(filepath.Join(folder, "record.json"))
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(filepath.Join(folder, "flipped.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if cmd := in(folder, []string{"veche", "verify", "flipped.json"}); cmd.Run() == nil {
		t.Error("a flipped bit is not found")
	}
	run(0, "veche backup --data other --restore copy.age --passphrase-file word")
	run(0, "veche panels --data other", "a round is open")
	run(refused, "veche backup --data other --restore copy.age --passphrase-file word", "there are panels already")
	if err := s.process.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.process.Wait(); err != nil {
		t.Errorf("Ctrl+C ends the server with %v\n%s", err, s.said.String())
	}
	for _, l := range s.Links {
		if strings.Contains(s.said.String(), l.Link) {
			t.Error("a link stands in what the server logs")
		}
	}
}
