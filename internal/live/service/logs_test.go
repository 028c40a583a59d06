package service

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/workbook"
)

// lines is a log that is written and read at once.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A server with every request logged as JSON, and with its metrics, is told answers, PINs, names, links good and bad: the log's lines are JSON and hold none of it, nor
// do the metrics, which stand on this machine alone and count the answers.
func TestLogsAndMetrics(t *testing.T) {
	const planted, pin = "Zanzibar7351", "730155"
	log, ready := &lines{}, make(chan Ready, 1)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	o := Options{New: live.New{Kind: live.Open, File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}}, Data: filepath.Join(t.TempDir(), "panel"), Listen: "127.0.0.1:0", Log: log, Verbose: true, LogJSON: true,
		Metrics: "127.0.0.1:0", Quota: live.Quota{Answers: 100}, Ready: func(r Ready) { ready <- r }}
	go func() { ended <- Run(ctx, o) }()
	var r Ready
	select {
	case r = <-ready:
	case err := <-ended:
		t.Fatal(err)
	case <-time.After(time.Minute):
		t.Fatal("the server is not ready")
	}
	links := map[string]string{}
	for _, l := range r.Links {
		links[l.Person] = l.Link
	}
	secrets := []string{planted, pin, "Ada Lovelace", "ada@example.org"}
	enter := func(person string) (*http.Client, string) {
		t.Helper()
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := &http.Client{Jar: jar, Timeout: 30 * time.Second}
		a, err := c.PostForm(links[person], url.Values{"pin": {pin}, "again": {pin}})
		if err != nil || a.StatusCode != http.StatusOK {
			t.Fatalf("%s enters: %v %v", person, a, err)
		}
		a.Body.Close()
		for _, k := range jar.Cookies(a.Request.URL) {
			secrets = append(secrets, k.Value)
		}
		secrets = append(secrets, links[person][strings.Index(links[person], "/i/")+3:])
		return c, r.URL + regexp.MustCompile(`^/p/[^/]+`).FindString(a.Request.URL.Path)
	}
	do := func(c *http.Client, address string, form url.Values) string {
		t.Helper()
		var a *http.Response
		var err error
		if form == nil {
			a, err = c.Get(address)
		} else {
			a, err = c.PostForm(address, form)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		body, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	hidden := func(page, name string) string {
		if m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(page); m != nil {
			return m[1]
		}
		return ""
	}
	chair, base := enter("chair")
	expert, _ := enter("E01")
	room := func() url.Values { return url.Values{"seq": {hidden(do(chair, base+"/room", nil), "seq")}} }
	invite := room()
	invite.Set("name", "Ada Lovelace")
	invite.Set("role", "observer")
	do(chair, base+"/room/invite", invite)
	do(chair, base+"/mail", url.Values{"do": {"keep"}, "address.E01": {"ada@example.org"}})
	do(chair, base+"/room/open", room())
	do(expert, base+"/consent", url.Values{"x": {"1"}})
	page := do(expert, base+"/ballot?t=T01", nil)
	answer := url.Values{"version": {hidden(page, "version")}, "round": {hidden(page, "round")}, "back": {"ballot"}, "was.s.T01.C1": {""}, "s.T01.C1": {"4"}, "was.n.T01..comment": {""}, "n.T01..comment": {planted}}
	if said := do(expert, base+"/ballot", answer); !strings.Contains(said, planted) {
		t.Fatalf("the answer is not there: %s", said)
	}
	do(expert, base+"/ballot?t="+planted, nil)
	do(http.DefaultClient, r.URL+"/i/"+planted, nil)
	do(http.DefaultClient, r.URL+"/i/"+planted, url.Values{"pin": {pin}})
	do(http.DefaultClient, links["E02"], url.Values{"pin": {planted}, "again": {"x"}})
	do(http.DefaultClient, r.URL+"/"+planted+"?x="+planted, nil)
	do(http.DefaultClient, r.URL+"/sign-in/back?code="+planted, nil)
	measured := do(http.DefaultClient, "http://"+r.Metrics+"/metrics", nil)
	for _, want := range []string{`veche_requests_total{page="POST /p/{panel}/ballot",status="200"}`, `veche_panels{phase="open"} 1`, `veche_request_seconds_count{kind="answer"} 1`, "process_resident_memory_bytes"} {
		if !strings.Contains(measured, want) {
			t.Errorf("the metrics have no %s:\n%s", want, measured)
		}
	}
	if do(http.DefaultClient, "http://"+r.Metrics+"/ready", nil) != "ready\n" || do(http.DefaultClient, "http://"+r.Metrics+"/live", nil) != "alive\n" {
		t.Error("a server that answers is not ready, or not alive")
	}
	if strings.Contains(do(http.DefaultClient, r.URL+"/metrics", nil), "veche_requests_total") {
		t.Error("the metrics stand among the pages")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	said := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(said) < 15 {
		t.Errorf("%d lines are logged", len(said))
	}
	for _, line := range said {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	for _, s := range secrets {
		if len(s) > 3 && (strings.Contains(log.String(), s) || strings.Contains(measured, s)) {
			t.Errorf("%q is in the log or the metrics", s)
		}
	}
}

// What may be asked of a server is checked before it opens anything.
func TestOptions(t *testing.T) {
	for name, o := range map[string]Options{
		"metrics for everybody": {Metrics: "0.0.0.0:9090"}, "metrics nowhere": {Metrics: "x"}, "a provider without TLS": {OIDC: "http://login.example?client=x"}, "mail without a sender": {Mail: "smtp://mail.example"},
		"a file that is not there": {Mail: "smtp://u@mail.example?from=a@b.example", MailPasswordFile: "/nothing/here"},
	} {
		o.Listen, o.Data, o.Log = "127.0.0.1:0", filepath.Join(t.TempDir(), "x"), io.Discard
		if err := Run(t.Context(), o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for text, want := range map[string]*live.Quota{"people=7,answers=9,documents=3": {People: 7, Answers: 9, Documents: 3 << 20}, "": {}, "people": nil, "people=0": nil, "cats=3": nil, "answers=-1": nil} {
		if q, err := ParseQuota(text); (err == nil) != (want != nil) || want != nil && q != *want {
			t.Errorf("%q is %+v, %v", text, q, err)
		}
	}
}
