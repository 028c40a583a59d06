package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/store/postgrestest"
)

// commandsOf are the commands that a part of docs/serve.md prints, up to the next heading or, within it, from one sentence to another.
func commandsOf(t *testing.T, from, to string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/serve.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(text), "\n"+from)
	part, _, end := strings.Cut(after, "\n"+to)
	if !ok || !end {
		t.Fatalf("docs/serve.md has no part from %q to %q", from, to)
	}
	var lines []string
	for _, m := range regexp.MustCompile(`(?m)^    (.+)$`).FindAllStringSubmatch(part, -1) {
		lines = append(lines, m[1])
	}
	if len(lines) < 2 {
		t.Fatalf("from %q to %q there are the commands %q", from, to, lines)
	}
	return strings.Join(lines, "\n")
}

// machine is one on which commands of the manual are run: its folders stand in a folder of the test, its database is the test's.
type machine struct {
	t      *testing.T
	folder string
	db     *url.URL // nil: SQLite
}

// place puts this machine's folders and database into a command.
func (m *machine) place(command string) string {
	for _, folder := range []string{"/etc/veche", "/var/backups/veche", "/var/lib/veche"} {
		command = strings.ReplaceAll(command, folder, m.folder+folder)
	}
	if m.db != nil {
		command = strings.ReplaceAll(command, "postgres://veche@db/panels", "'"+m.db.String()+"'")
	}
	return command
}

// run runs commands as a shell does, each of which must succeed.
func (m *machine) run(commands string) string {
	m.t.Helper()
	cmd := in(m.folder, []string{"bash", "-euo", "pipefail", "-c", m.place(commands)})
	if m.db != nil {
		cmd.Env = append(cmd.Env, "PGHOST="+m.db.Hostname(), "PGPORT="+m.db.Port(), "PGUSER="+m.db.User.Username(), "PATH="+postgrestest.Programs()+":"+os.Getenv("PATH"))
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		m.t.Fatalf("%s: %v\n%s", commands, err, said.String())
	}
	return string(out)
}

// place of the panels, as flags.
func (m *machine) flags() []string {
	if m.db != nil {
		return []string{"--db", m.db.String(), "--data", m.folder + "/var/lib/veche"}
	}
	return []string{"--data", m.folder + "/var/lib/veche"}
}

// The machine is lost after a night's copy, and the panel goes on on a new one by the page of the manual as printed: what was answered before the copy is there, links of
// before open nothing, the chair's new one does, and the record fits, with a word on the receipts that may be missing.
func TestRestoreByTheManual(t *testing.T) {
	ci.Long(t, "backup and restoring by the manual's own commands")
	t.Run("SQLite", func(t *testing.T) {
		restored(t, nil, nil, commandsOf(t, "Every night, by cron", "### Onto"), commandsOf(t, "### Onto a new machine", "### With"))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		old, fresh := postgrestest.Start(t), postgrestest.Start(t)
		from, err := url.Parse(old.Database())
		if err != nil {
			t.Fatal(err)
		}
		fresh.Do("SELECT 1")
		to, err := url.Parse(fresh.URL("panels"))
		if err != nil {
			t.Fatal(err)
		}
		restored(t, from, to, commandsOf(t, "The same, with the database", "Onto a new machine, into"), commandsOf(t, "Onto a new machine, into", "What PostgreSQL's own"))
	})
}

func restored(t *testing.T, from, to *url.URL, nightly, onto string) {
	lost := &machine{t, t.TempDir(), from}
	if err := os.MkdirAll(lost.folder+"/var/lib", 0o755); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, lost.folder, append(lost.flags(), "--listen", "127.0.0.1:0")...)
	chair := s.enter("chair")
	chair.act("open", nil)
	var kept [][]byte
	for _, person := range []string{"E01", "E02", "E03", "E04", "E05"} {
		e := s.enter(person)
		e.must("POST", "/consent", nil)
		page := e.must("GET", "/grid", nil)
		form := url.Values{"version": {valueOf(page, "version")}, "round": {valueOf(page, "round")}, "back": {"grid"}}
		for _, m := range regexp.MustCompile(`name="was\.(s\.[^"]+)"`).FindAllStringSubmatch(page, -1) {
			form.Set("was."+m[1], "")
			form.Set(m[1], string(person[2]))
		}
		status, body, err := e.do("POST", "/ballot", form, true)
		if err != nil || status != http.StatusOK {
			t.Fatalf("%s answers: %d %v", person, status, err)
		}
		var answer struct{ Receipt json.RawMessage }
		if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Receipt) == 0 {
			t.Fatalf("%v: %s", err, body)
		}
		kept = append(kept, answer.Receipt)
	}
	lost.run(commandsOf(t, "Once, as root:", "Every night, by cron"))
	lost.run(nightly) // the server runs
	before := s.link("chair")
	s.kill()

	found := &machine{t, t.TempDir(), to}
	for _, folder := range []string{"/etc/veche", "/var/backups/veche"} { // what is brought along
		if err := os.CopyFS(found.folder+folder, os.DirFS(lost.folder+folder)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(found.folder+"/var/lib", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(lost.folder + "/var"); err != nil {
		t.Fatal(err)
	}
	said := found.run(onto)
	var links struct {
		Links []struct{ Person, Role, Link string }
	}
	if err := json.Unmarshal([]byte(said[strings.LastIndex(strings.TrimSpace(said), "\n")+1:]), &links); err != nil || len(links.Links) != 1 || links.Links[0].Role != "chair" {
		t.Fatalf("%v: the chair's link is not what is said last:\n%s", err, said)
	}
	again := startServer(t, found.folder, append(found.flags(), "--listen", "127.0.0.1:0")...)
	if len(again.Links) > 0 {
		t.Fatal("a new panel was made beside the one that was put back")
	}
	if r, err := http.Get(again.URL + before[strings.Index(before, "/i/"):]); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("a link of before: %v %v", r, err)
	}
	again.Links = append(again.Links, links.Links...)
	again.Links[0].Link = again.URL + links.Links[0].Link[strings.Index(links.Links[0].Link, "/i/"):]
	chair = again.enter("chair")
	chair.act("close", url.Values{"sure": {"1"}})
	record, receipts := filepath.Join(found.folder, "record.json"), []string{}
	for k, r := range kept {
		path := filepath.Join(found.folder, "receipt"+string(rune('1'+k))+".json")
		if err := os.WriteFile(path, r, 0o600); err != nil {
			t.Fatal(err)
		}
		receipts = append(receipts, path)
	}
	if out, err := in(found.folder, append([]string{"veche", "export", "--record", record}, found.flags()...)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := in(found.folder, append([]string{"veche", "verify", record}, receipts...)).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Everything fits") || !strings.Contains(string(out), "5 ballots") || !strings.Contains(string(out), "receipts and roots that fit: 5") {
		t.Errorf("%v: %s", err, out)
	}
	if !strings.Contains(string(out), "may be missing") {
		t.Errorf("the record does not say that receipts may be missing: %s", out)
	}
}
