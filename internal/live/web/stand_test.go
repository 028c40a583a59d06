package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/store"
	"veche/internal/store/sqlite"
	"veche/internal/workbook"
)

// stand is a server of one panel, for tests.
type stand struct {
	t      testing.TB
	server *Server
	house  *live.House
	panel  *live.Panel
	url    string
	links  map[string]string // address by person
	log    *record
}

// record keeps what is logged.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// newStand serves a panel; n's workbook is the built-in study unless it has one.
func newStand(t testing.TB, n live.New) *stand {
	t.Helper()
	st, err := sqlite.Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return standOn(t, st, n)
}

func standOn(t testing.TB, st store.Store, n live.New) *stand {
	t.Helper()
	if n.File.Data == nil {
		n.File = workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}
	}
	s := &stand{t: t, links: map[string]string{}, log: &record{}}
	s.house = live.NewHouse(st, live.Options{})
	panel, links, err := s.house.Create(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	s.panel = panel
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.server, err = New(Options{House: s.house, Listen: listener.Addr().String(), Log: slog.New(slog.NewTextHandler(s.log, nil)), Files: []File{{Name: "test.txt", Kind: "text/plain", Title: language.M("Report of the panel"), About: language.M("The ranking as JSON, as veche rank --format json prints it."), Right: live.Export,
		Make: func(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
			_, err := p.Outcome(ctx, a)
			return []byte("taken"), err
		}}}})
	if err != nil {
		t.Fatal(err)
	}
	s.server.rates, s.server.knocks = newRates(1e6, 1e6), newRates(1e6, 1e6)
	served := &httptest.Server{Listener: listener, Config: &http.Server{Handler: s.server.Handler()}}
	served.Start()
	s.url = s.server.Address()
	for _, l := range links {
		s.links[l.Person] = s.server.Link(l.Token)
	}
	t.Cleanup(func() {
		s.server.End()
		served.Close()
		s.house.Close()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// again serves the stand's house once more, with options for the address it is served at, and has the links lead there.
func (s *stand) again(t *testing.T, options func(address string) Options) {
	t.Helper()
	served := httptest.NewUnstartedServer(nil)
	o := options(served.Listener.Addr().String())
	o.House, o.Listen, o.Log = s.house, served.Listener.Addr().String(), s.server.log
	server, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	server.rates, server.knocks = newRates(1e6, 1e6), newRates(1e6, 1e6)
	served.Config.Handler = server.Handler()
	served.Start()
	t.Cleanup(func() { server.End(); served.Close() })
	s.server, s.url = server, server.Address()
	for who, link := range s.links {
		s.links[who] = s.url + link[strings.Index(link, "/i/"):]
	}
}

// visitor is somebody's browser without JavaScript.
type visitor struct {
	*stand
	client *http.Client
}

func (s *stand) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &visitor{s, &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// answered is what came back.
type answered struct {
	status int
	at     *url.URL
	header http.Header
	body   string
}

func (v *visitor) do(r *http.Request) answered {
	v.t.Helper()
	response, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answered{response.StatusCode, response.Request.URL, response.Header, string(body)}
}

// absolute is an address of the panel's pages: /room, or of the server's: //static.
func (v *visitor) absolute(path string) string {
	switch {
	case strings.HasPrefix(path, "http"):
		return path
	case strings.HasPrefix(path, "//"):
		return v.url + path[1:]
	}
	return v.url + "/p/" + v.panel.ID() + path
}

func (v *visitor) get(path string) answered {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.absolute(path), nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) post(path string, form url.Values, header ...string) answered {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.absolute(path), strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for k := 0; k+1 < len(header); k += 2 {
		r.Header.Set(header[k], header[k+1])
	}
	return v.do(r)
}

const testPIN = "428913"

// enter opens a person's link.
func (s *stand) enter(person string) *visitor {
	s.t.Helper()
	v := s.visitor()
	if a := v.post(s.links[person], url.Values{"pin": {testPIN}, "again": {testPIN}}); a.status != http.StatusOK {
		s.t.Fatalf("%s enters: %d %s", person, a.status, a.at)
	}
	return v
}

// expert opens an expert's link and agrees.
func (s *stand) expert(person string) *visitor {
	s.t.Helper()
	v := s.enter(person)
	if a := v.post("/consent", nil); a.status != http.StatusOK {
		s.t.Fatalf("%s agrees: %d", person, a.status)
	}
	return v
}

// hidden is the value of a hidden field of a page.
func hidden(page, name string) string {
	if m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(page); m != nil {
		return m[1]
	}
	return ""
}

// act does something in the room, with the sequence that the page shows.
func (v *visitor) act(act string, form url.Values) answered {
	v.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set("seq", hidden(v.get("/room").body, "seq"))
	return v.post("/room/"+act, form)
}

// answer answers fields as a form without JavaScript does.
func (v *visitor) answer(page string, fields map[string]string) answered {
	v.t.Helper()
	shown := v.get("/" + page).body
	form := url.Values{"version": {hidden(shown, "version")}, "round": {hidden(shown, "round")}, "back": {page}}
	for f, value := range fields {
		form.Set("was."+f, hidden(shown, "was."+f))
		form.Set(f, value)
	}
	return v.post("/ballot", form)
}
