package fleet

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

// Member is somebody's browser. Its requests go to the server in hand; see [Member.At].
type Member struct {
	Person string
	panel  string
	client *http.Client
	cookie string // the session where it was made beforehand; else the jar has it
	server atomic.Pointer[Server]
}

// PIN is what everybody chooses.
const PIN = "428913"

// With is the browser of somebody whose session was made beforehand.
func With(s *Server, client *http.Client, person, session string) *Member {
	m := &Member{Person: person, panel: s.Panel, client: client, cookie: "veche-session-" + s.Panel + "=" + session}
	m.server.Store(s)
	return m
}

// Enter opens a link.
func Enter(s *Server, person, link string) (*Member, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	m := &Member{Person: person, panel: s.Panel, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
	m.server.Store(s)
	r, err := m.client.PostForm(link, url.Values{"pin": {PIN}, "again": {PIN}})
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s enters: %d", person, r.StatusCode)
	}
	return m, nil
}

// At sends what follows to a server.
func (m *Member) At(s *Server) *Member { m.server.Store(s); return m }

// Answer is what a server said.
type Answer struct {
	Status int
	Body   string
}

// Do asks for a page of the panel, or posts a form where it is not nil, as a script where json.
func (m *Member) Do(ctx context.Context, path string, form url.Values, asJSON bool) (Answer, error) {
	r, err := m.request(ctx, path, form)
	if err != nil {
		return Answer{}, err
	}
	if asJSON {
		r.Header.Set("Accept", "application/json")
	}
	answer, err := m.client.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return Answer{answer.StatusCode, string(body)}, err
}

func (m *Member) request(ctx context.Context, path string, form url.Values) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, m.server.Load().URL+"/p/"+m.panel+path, body)
	if err != nil {
		return nil, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if m.cookie != "" {
		r.Header.Set("Cookie", m.cookie)
	}
	return r, nil
}

// Must is Do for what has to succeed.
func (m *Member) Must(ctx context.Context, path string, form url.Values) (string, error) {
	a, err := m.Do(ctx, path, form, false)
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("%s, %s: %d", m.Person, path, a.Status)
	}
	return a.Body, err
}

// Hidden is the value of a hidden field of a page.
func Hidden(page, name string) string {
	if m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(page); m != nil {
		return m[1]
	}
	return ""
}

// Act does something in the room.
func (m *Member) Act(ctx context.Context, act string, form url.Values) error {
	page, err := m.Must(ctx, "/room", nil)
	if err != nil {
		return err
	}
	if form == nil {
		form = url.Values{}
	}
	form.Set("seq", Hidden(page, "seq"))
	_, err = m.Must(ctx, "/room/"+act, form)
	return err
}

// Receipt is what of a receipt is looked at here.
type Receipt struct {
	Commitment string `json:"commitment"`
	Version    int64  `json:"version"`
}

// ErrUnsaved is an answer that the page would not call saved.
var ErrUnsaved = errors.New("fleet: not saved")

// Save saves one field of a ballot as the page's script does: client is the save's own name, the same when it is sent again.
func (m *Member) Save(ctx context.Context, round, client, field, was, value string) (Receipt, error) {
	a, err := m.Do(ctx, "/ballot", url.Values{"version": {"1000000"}, "round": {round}, "client": {client}, "was." + field: {was}, field: {value}}, true)
	if err != nil {
		return Receipt{}, err
	}
	var told struct {
		Saved   string
		Receipt Receipt
	}
	if a.Status != http.StatusOK {
		return Receipt{}, fmt.Errorf("%w: %d", ErrUnsaved, a.Status)
	}
	if err := json.Unmarshal([]byte(a.Body), &told); err != nil || told.Saved == "" {
		return Receipt{}, errors.Join(ErrUnsaved, err)
	}
	return told.Receipt, nil
}

// Line is one message of a stream.
type Line struct {
	ID     string
	Event  string // "", "change" or "end"
	Topics []string
	Retry  string
}

// Follow reads a stream until it ends; each message is given to do. since is where it goes on, "" where it begins.
func (m *Member) Follow(ctx context.Context, since string, do func(Line)) error {
	r, err := m.request(ctx, "/stream", nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "text/event-stream")
	if since != "" {
		r.Header.Set("Last-Event-ID", since)
	}
	patient := *m.client
	patient.Timeout = 0
	answer, err := patient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s, stream: %d", m.Person, answer.StatusCode)
	}
	lines, now := bufio.NewReaderSize(answer.Body, 512), Line{}
	for {
		text, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(text, "\n"), ": ")
		switch name {
		case "":
			if now.ID != "" || now.Event != "" || now.Retry != "" {
				do(now)
			}
			now = Line{}
		case "id":
			now.ID = value
		case "event":
			now.Event = value
		case "data":
			now.Topics = strings.Fields(value)
		case "retry":
			now.Retry = value
		}
	}
}
