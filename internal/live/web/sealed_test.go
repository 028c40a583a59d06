package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/live"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook"
)

func number(x float64) *float64 { return &x }

// thousand is a small study with a scale wide enough for answers that can be recognised, as a workbook; experts of three blocs.
func thousand(t testing.TB, change func(*study.Study)) live.New {
	t.Helper()
	s := &study.Study{Title: "Thousand", Settings: study.Settings{Method: "weighted-sum", Weighting: "equal", Parameters: map[string]string{"normalization": "scale"}}}
	for _, c := range []string{"C1", "C2"} {
		s.Criteria = append(s.Criteria, study.Criterion{Code: c, Name: "Criterion " + c, Sense: mcda.Benefit, Min: number(0), Max: number(1000)})
	}
	for k := range 3 {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d", k+1), Name: fmt.Sprintf("Technology %d", k+1)})
	}
	for k := range 6 {
		bloc := []string{"Science", "Business", "State"}[k%3]
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%d", k+1), Name: fmt.Sprintf("Expert %d", k+1), Bloc: bloc})
	}
	for _, b := range []string{"Science", "Business", "State"} {
		s.Blocs = append(s.Blocs, study.Bloc{Name: b})
	}
	if change != nil {
		change(s)
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	return live.New{File: workbook.FormFile{Name: "thousand.xlsx", Data: data}, People: []live.Person{{ID: "watcher", Roles: []live.Role{live.Observer}}}}
}

// planted are an expert's answers of a round, recognisable wherever they stand.
func planted(expert, round int) (fields map[string]string, traces []string) {
	fields = map[string]string{}
	for t := range 3 {
		for c := range 2 {
			x := fmt.Sprintf("%d%d%d.%d%d73", round, expert, t+1, c+1, expert)
			fields[fmt.Sprintf("s.T%d.C%d", t+1, c+1)] = x
			traces = append(traces, x, strings.Replace(x, ".", ",", 1))
		}
	}
	secret := fmt.Sprintf("planted argument %d of round %d", expert, round)
	fields["n.T1..for"], fields["n.T2..comment"] = secret, secret
	return fields, append(traces, secret)
}

// crawl reads every page, file and address that a visitor reaches, those that pages lead to as well, and what posts and the stream answer.
func (v *visitor) crawl() map[string]string {
	v.t.Helper()
	found := map[string]string{}
	queue := []string{"//", "//ready"}
	for route := range v.server.routes() {
		method, path, _ := strings.Cut(route, " ")
		path = strings.NewReplacer("/p/{panel}", "", "{file}", "test.txt", "{act}", "extend").Replace(path)
		if method == http.MethodGet && path != "/stream" {
			queue = append(queue, path, path+"?t=T1&one=1", path+"?round=x&commitment="+strings.Repeat("a", 64))
		} else if method == http.MethodPost && path != "/out" && path != "/device/remove" {
			for _, accept := range []string{"text/html", "application/json"} { // what cannot be done is said, and says nothing else
				a := v.post(path, url.Values{"version": {"0"}, "round": {"none"}, "was.s.T1.C1": {""}, "s.T1.C1": {"5"}, "seq": {"0"}}, "Accept", accept)
				found[route+" "+accept] = a.body + fmt.Sprint(a.header)
			}
		}
	}
	link := regexp.MustCompile(`(?:href|src)="([^"#]*)"`)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, seen := found[path]; seen || len(found) > 400 {
			continue
		}
		a := v.get(path)
		found[path] = a.body + fmt.Sprint(a.header)
		for _, m := range link.FindAllStringSubmatch(a.body, -1) {
			if to, err := a.at.Parse(strings.ReplaceAll(m[1], "&amp;", "&")); err == nil && to.Host == a.at.Host {
				queue = append(queue, to.String())
			}
		}
	}
	return found
}

// listen reads a visitor's stream while something happens.
func (v *visitor) listen(happens func()) string {
	v.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.absolute("/stream"), nil)
	if err != nil {
		v.t.Fatal(err)
	}
	response, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	text := make(chan string, 1)
	go func() {
		var all strings.Builder
		b := make([]byte, 4096)
		for {
			n, err := response.Body.Read(b)
			all.Write(b[:n])
			if err != nil {
				text <- all.String()
				return
			}
		}
	}()
	happens()
	time.Sleep(150 * time.Millisecond)
	cancel()
	defer response.Body.Close()
	return <-text
}

// While a round is open nobody finds another's answer: not on any page, in any file, stream, answer to a post, nor in the log. In the next round neither, and what
// one wrote before the closing is not in the pages of the round's figures under a name.
func TestSealed(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	chair := s.enter("chair")
	var roles []*visitor
	for _, p := range []string{"secretary", "watcher"} {
		roles = append(roles, s.enter(p))
	}
	voters := map[int]*visitor{}
	for k := 1; k <= 5; k++ {
		voters[k] = s.expert(fmt.Sprintf("E%d", k))
	}
	others := append(roles, chair, s.visitor(), s.expert("E6"))
	for round := 1; round <= 2; round++ {
		if a := chair.act("open", nil); a.status != http.StatusOK {
			t.Fatalf("open: %d %s", a.status, a.body)
		}
		var traces []string
		streamed := chair.listen(func() {
			for k := 1; k <= 5; k++ {
				fields, of := planted(k, round)
				traces = append(traces, of...)
				if a := voters[k].answer("ballot", fields); a.status != http.StatusOK || !strings.Contains(a.body, "data-receipt") {
					t.Fatalf("E%d answers: %d\n%s", k, a.status, a.body)
				}
			}
		})
		if !strings.Contains(streamed, "coverage") {
			t.Errorf("the chair is not told that somebody answered: %q", streamed)
		}
		mine := strings.Join(valuesOf(voters[1].crawl()), "\n")
		for _, own := range traces[:6] {
			if !strings.Contains(mine, own) && strings.Contains(own, ".") {
				t.Fatalf("an expert does not find the own answer %s: this test would find nobody's", own)
			}
		}
		for who, v := range others {
			for path, body := range v.crawl() {
				for _, trace := range traces {
					if strings.Contains(body, trace) {
						t.Errorf("round %d, visitor %d finds %q at %s", round, who, trace, path)
					}
				}
			}
		}
		for _, trace := range append(traces[14:], "T1.C1=") {
			if strings.Contains(mine, trace) && trace != "T1.C1=" {
				t.Errorf("round %d: E1 finds another's %q", round, trace)
			}
			if strings.Contains(s.log.String(), trace) || strings.Contains(streamed, trace) {
				t.Errorf("round %d: %q is in the log or the stream", round, trace)
			}
		}
		if a := chair.act("close", url.Values{"sure": {"1"}}); a.status != http.StatusOK {
			t.Fatalf("close: %d", a.status)
		}
	}
	for person, link := range s.links {
		if token := link[strings.LastIndexByte(link, '/')+1:]; strings.Contains(s.log.String(), token) {
			t.Errorf("the link of %s is in the log", person)
		}
	}
}

func valuesOf(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	slices.Sort(all)
	return all
}

// Reading changes nothing: every address by every role, twice, and the panel stands as it stood.
func TestGetChangesNothing(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	chair, e := s.enter("chair"), s.expert("E1")
	chair.act("open", nil)
	fields, _ := planted(1, 1)
	e.answer("ballot", fields)
	chair.act("close", url.Values{"sure": {"1"}})
	before := s.panel.State().Seq
	position := regexp.MustCompile(` data-since="[^"]*"`) // in the stream: sealed anew each time it is given
	shown := func() string { return position.ReplaceAllString(chair.get("/screen").body, "") }
	screen := shown()
	for _, v := range []*visitor{chair, e, s.enter("watcher"), s.visitor()} {
		for route := range s.server.routes() {
			if method, path, _ := strings.Cut(route, " "); method == http.MethodGet && !strings.HasSuffix(path, "/stream") {
				path = strings.NewReplacer("/p/{panel}", "", "{file}", "test.txt").Replace(path)
				for _, q := range []string{"", "?view=weights&hide=1&pause=1&sure=1&reset=1&do=revoke&person=E1&seq=1", "?s.T1.C1=7&was.s.T1.C1=&version=0"} {
					v.get(path + q)
				}
			}
			if method, path, _ := strings.Cut(route, " "); method == http.MethodPost {
				path = strings.NewReplacer("/p/{panel}", "", "{act}", "open").Replace(path)
				if a := v.get(path); a.status == http.StatusOK && !strings.Contains(strings.Join(slices.Collect(keysOf(s.server.routes())), "|"), "GET /p/{panel}"+path) {
					t.Errorf("GET %s is %d", path, a.status)
				}
			}
		}
	}
	if after := s.panel.State().Seq; after != before {
		t.Errorf("reading made events: %d, then %d", before, after)
	}
	if shown() != screen {
		t.Error("reading changed the common screen")
	}
}

func keysOf(m map[string]handle) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
