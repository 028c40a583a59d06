package web

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/live"
)

// formShown is a form as a page shows it.
type formShown struct {
	action string
	files  bool
	fields []string
	values map[string]string // what it would be sent with, untouched
}

var (
	formOf  = regexp.MustCompile(`(?s)<form([^>]*)>(.*?)</form>`)
	actionX = regexp.MustCompile(`action="([^"]*)"`)
	inputX  = regexp.MustCompile(`<(?:input|button|select|textarea)[^>]*\sname="([^"]*)"[^>]*>`)
	valueX  = regexp.MustCompile(`\svalue="([^"]*)"`)
)

// forms are those of a page.
func forms(page string) []formShown {
	var all []formShown
	for _, m := range formOf.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(m[1], `method="post"`) {
			continue
		}
		f := formShown{files: strings.Contains(m[1], "multipart"), values: map[string]string{}}
		if a := actionX.FindStringSubmatch(m[1]); a != nil {
			f.action = html.UnescapeString(a[1])
		}
		for _, tag := range inputX.FindAllStringSubmatch(m[2], -1) {
			name := html.UnescapeString(tag[1])
			if !slices.Contains(f.fields, name) {
				f.fields = append(f.fields, name)
			}
			if v := valueX.FindStringSubmatch(tag[0]); v != nil && !strings.Contains(tag[0], `type="checkbox"`) {
				if _, had := f.values[name]; !had {
					f.values[name] = html.UnescapeString(v[1])
				}
			}
		}
		all = append(all, f)
	}
	return all
}

// fieldKind is a field without what is the study's own in its name, as templates write it.
var fieldKind = regexp.MustCompile(`^(was\.)?([a-z])\..*$`)

// fill sends a form with one field changed; a file's name is the text, and so is what it holds.
func (v *visitor) fill(f formShown, field, text string) answered {
	v.t.Helper()
	to := f.action
	if strings.HasPrefix(to, "/") {
		to = v.url + to
	}
	if !f.files {
		form := url.Values{}
		for name, value := range f.values {
			form.Set(name, value)
		}
		form.Set(field, text)
		return v.post(to, form)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range f.values {
		if name != field {
			_ = w.WriteField(name, value)
		}
	}
	if field == "file" {
		part, err := w.CreateFormFile(field, text+".xlsx")
		if err != nil {
			v.t.Fatal(err)
		}
		_, _ = part.Write([]byte(text))
	} else {
		_ = w.WriteField(field, text)
	}
	_ = w.Close()
	r, err := http.NewRequest(http.MethodPost, to, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(r)
}

// untried are the fields of templates that no form of this test's panel shows, and why it is none the worse.
var untried = map[string]string{
	"made": "what a browser signs for a passkey: parsed by the library", "signed": "the same",
	"lang": "one of two codes", "back": "a page's name", "sure": "a tick",
}

// In every stage and role each field of each form that a page shows is sent with a text that would do something where it is not made safe: what comes back, and every page
// afterwards, shows it as a text or not at all, and nothing fails. No field of a template is left out.
func TestEveryFieldInjected(t *testing.T) {
	n := thousand(t, nil)
	n.Kind = live.Open
	s := newStand(t, n)
	s.again(t, func(string) Options { return Options{Mail: true, SSH: SSH{Port: "2222", Fingerprint: "SHA256:x"}} }) // with all there can be on its pages
	people := map[string]*visitor{"chair": s.enter("chair"), "secretary": s.enter("secretary"), "expert": s.expert("E1"), "observer": s.enter("watcher")}
	tried, sent, stored := map[string]bool{}, 0, 0
	bad := []string{"<i id=pwn", "<script>pwn", `"onfocus=`, `href="javascript`, "autofocus x='{{"}
	safe := func(where, body string) {
		t.Helper()
		if strings.Contains(body, "&lt;i id=pwn&gt;") {
			stored++
		}
		for _, b := range bad {
			if at := strings.Index(body, b); at >= 0 && !strings.HasPrefix(body, "{") {
				t.Errorf("%s: %q stands there as it is: …%s", where, b, body[max(0, at-120):min(len(body), at+40)])
			}
		}
	}
	stays := regexp.MustCompile(`/(out|device/remove|way/remove|language)$|/room/(open|close|reopen|finish|nominate|close-nominations|pause|begin|end|confirm)`)
	once := map[string]bool{} // in the plain run a field is tried by one role at one stage
	stage := func(name string) {
		t.Helper()
		done := map[string]bool{}
		for _, who := range []string{"observer", "expert", "secretary", "chair"} {
			v := people[who]
			for _, path := range []string{"", "/ballot", "/grid", "/pairs", "/room", "/screen", "/weights", "/files", "/proof", "/kept", "/keys", "/mail", "/nominations", "/evidence", "/enter", "/consent", "//panels", "//sign-in"} {
				for _, f := range forms(v.get(path).body) {
					for _, field := range f.fields {
						kind := fieldKind.ReplaceAllString(field, "$1$2.")
						if f.action != "" {
							tried[kind] = true
						}
						key := who + f.action + " " + kind
						seen := f.action + " " + kind
						if done[key] || once[seen] && !ci.Full() || stays.MatchString(f.action) || f.action == "" {
							continue
						}
						done[key], once[seen] = true, true
						fresh := f
						for _, now := range forms(v.get(path).body) { // with the sequence of now
							if now.action == f.action && slices.Equal(now.fields, f.fields) {
								fresh = now
							}
						}
						a := v.fill(fresh, field, hostile)
						sent++
						where := name + ", " + who + ": " + f.action + " " + field
						if a.status >= 500 {
							t.Errorf("%s: %d", where, a.status)
						}
						safe(where, a.body)
					}
				}
			}
		}
		for who, v := range people {
			for path, body := range v.crawl() {
				safe(name+", "+who+": "+path, body)
			}
		}
	}
	stage("at first")
	chair := people["chair"]
	if a := chair.act("nominate", nil); a.status != http.StatusOK {
		t.Fatalf("nominate: %d %s", a.status, a.body)
	}
	stage("nominations")
	if a := chair.act("open", nil); a.status != http.StatusOK {
		t.Fatalf("open: %d %s", a.status, a.body)
	}
	stage("open")
	chair.act("close", url.Values{"sure": {"1"}})
	stage("closed")
	chair.act("open", nil)
	stage("the second round")
	for _, x := range []struct{ who, path, field string }{{"expert", "/device/remove", "device"}, {"expert", "/way/remove", "kind"}, {"secretary", "/evidence", "remove"}, {"chair", "/weights", "reset"}, {"expert", s.links["E2"], "again"}} { // not shown here, or with another effect
		a := people[x.who].post(x.path, url.Values{x.field: {hostile}, "seq": {hidden(people["chair"].get("/room").body, "seq")}, "pin": {testPIN}})
		if tried[x.field] = true; a.status >= 500 {
			t.Errorf("%s %s: %d", x.path, x.field, a.status)
		}
		safe(x.path+" "+x.field, a.body)
	}
	if sent < ci.Some(150, 40) || stored < 50 {
		t.Errorf("%d forms were sent and the text seen %d times: this test looks at too little", sent, stored)
	}
	t.Logf("%d forms sent, the text seen %d times, %d kinds of fields", sent, stored, len(tried))
	templates, err := filepath.Glob("templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range templates {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`<(?:input|button|select|textarea)[^>]*\sname="([a-z-]+)"`).FindAllStringSubmatch(string(text), -1) {
			if _, why := untried[m[1]]; !tried[m[1]] && !why {
				t.Errorf("%s: the field %q is on no page of this test", file, m[1])
			}
		}
	}
	if strings.Contains(s.log.String(), "pwn") || strings.Contains(s.log.String(), "panic") {
		t.Error("what people write is in the log, or something broke")
	}
}
