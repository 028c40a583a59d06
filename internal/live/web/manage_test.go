package web

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"veche/internal/live"
	"veche/internal/study"
)

// send posts a form with files.
func (v *visitor) send(path string, form map[string]string, field string, files map[string][]byte) answered {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range form {
		if err := w.WriteField(name, value); err != nil {
			v.t.Fatal(err)
		}
	}
	for name, data := range files {
		part, err := w.CreateFormFile(field, name)
		if err != nil {
			v.t.Fatal(err)
		}
		if _, err := part.Write(data); err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, v.absolute(path), &b)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(r)
}

func (s *stand) want(a answered, status int, texts ...string) {
	s.t.Helper()
	if a.status != status {
		s.t.Fatalf("%s: %d, not %d\n%s", a.at, a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			s.t.Errorf("%s has no %q\n%s", a.at, text, a.body)
		}
	}
}

// Round 0 by forms: opened by the chair, experts put forward and see their own only, the secretary merges, what remains is on the ballot.
func TestNominationPages(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	chair, secretary, e1, e2 := s.enter("chair"), s.enter("secretary"), s.expert("E1"), s.expert("E2")
	s.want(e1.post("/nominations", url.Values{"title": {"Too early"}}), http.StatusForbidden)
	s.want(chair.act("nominate", nil), http.StatusOK)
	s.want(e1.post("/nominations", url.Values{"title": {"Quantum clocks"}, "note": {"they tick"}}), http.StatusOK, "Quantum clocks")
	s.want(e2.post("/nominations", url.Values{"title": {"Atomic clocks"}}), http.StatusOK, "Atomic clocks")
	s.want(e2.post("/nominations", url.Values{"title": {"Perpetual motion"}}), http.StatusOK)
	if body := e2.get("/nominations").body; strings.Contains(body, "Quantum clocks") {
		t.Error("an expert sees what another put forward")
	}
	s.want(chair.post("/nominations", url.Values{"title": {"By the chair"}}), http.StatusForbidden)
	page := secretary.get("/nominations")
	s.want(page, http.StatusOK, "Quantum clocks", "Atomic clocks", "they tick")
	ids := map[string]string{}
	for _, m := range regexp.MustCompile(`name="id" value="([^"]+)"> ([^<]+)<`).FindAllStringSubmatch(page.body, -1) {
		ids[m[2]] = m[1]
	}
	merge := func(do, title string, which ...string) answered {
		form := url.Values{"seq": {hidden(secretary.get("/nominations").body, "seq")}, "do": {do}, "title": {title}}
		for _, name := range which {
			form.Add("id", ids[name])
		}
		return secretary.post("/nominations/merge", form)
	}
	s.want(merge("merge", "Clocks"), http.StatusUnprocessableEntity)
	s.want(merge("merge", "", "Quantum clocks"), http.StatusUnprocessableEntity)
	s.want(merge("merge", "Clocks of a new kind", "Quantum clocks", "Atomic clocks"), http.StatusOK, "Clocks of a new kind", "2 nominations merged")
	s.want(merge("drop", "", "Perpetual motion"), http.StatusOK)
	s.want(e1.post("/nominations/merge", url.Values{"seq": {"1"}, "id": {"x"}}), http.StatusForbidden)
	s.want(chair.act("adopt", nil), http.StatusUnprocessableEntity)
	s.want(chair.act("adopt", url.Values{"sure": {"1"}}), http.StatusOK)
	s.want(chair.act("open", nil), http.StatusOK)
	if body := e1.get("/ballot").body; !strings.Contains(body, "Clocks of a new kind") || strings.Contains(body, "Perpetual") {
		t.Error("the ballot has not what was merged, or what was dropped")
	}
}

// Documents stand beside a technology on the ballot, as links and as files that are only ever saved; after the opening they stay as they are.
func TestEvidencePages(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	secretary, e := s.enter("secretary"), s.expert("E1")
	seq := func() string { return strconv.FormatInt(s.panel.State().Control, 10) }
	s.want(secretary.send("/evidence", map[string]string{"seq": seq(), "technology": "T1", "title": "Forecast", "address": "https://example.org/a.pdf"}, "file", nil), http.StatusOK, "Forecast", "noopener noreferrer")
	s.want(secretary.send("/evidence", map[string]string{"seq": seq(), "technology": "T2", "title": "Page"}, "file", map[string][]byte{`..\evil.html`: []byte("<script>pwn()</script>")}), http.StatusOK, "evil.html")
	for _, bad := range []string{"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "https://user:pass@example.org"} {
		s.want(secretary.send("/evidence", map[string]string{"seq": seq(), "technology": "T1", "address": bad}, "file", nil), http.StatusUnprocessableEntity)
	}
	s.want(e.send("/evidence", map[string]string{"seq": seq(), "technology": "T1", "address": "https://example.org"}, "file", nil), http.StatusForbidden)
	s.want(e.get("/ballot?t=T1"), http.StatusOK, `href="https://example.org/a.pdf"`)
	at := regexp.MustCompile(`/evidence/[a-z0-9]+`).FindString(e.get("/ballot?t=T2").body)
	a := e.get(at)
	s.want(a, http.StatusOK)
	if a.header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") || !strings.Contains(a.header.Get("Content-Security-Policy"), "sandbox") || strings.Contains(a.header.Get("Content-Disposition"), `\`) {
		t.Errorf("a file is handed out as %v", a.header)
	}
	if b := s.visitor().get(at); b.status != http.StatusUnauthorized {
		t.Errorf("a stranger gets the file: %d", b.status)
	}
	id := at[strings.LastIndexByte(at, '/')+1:]
	s.want(secretary.post("/evidence", url.Values{"seq": {seq()}, "remove": {id}}), http.StatusOK)
	s.want(e.get(at), http.StatusNotFound)
	s.enter("chair").act("open", nil)
	s.want(secretary.send("/evidence", map[string]string{"seq": seq(), "technology": "T1", "address": "https://example.org"}, "file", nil), http.StatusForbidden)
}

// A second device is paired by a link that opens once, without the PIN; looking at it uses nothing up.
func TestPairing(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	e := s.expert("E1")
	page := e.post("/device/pair", nil)
	s.want(page, http.StatusOK, `class="qr"`)
	link := regexp.MustCompile(`<code class="link">([^<]+)</code>`).FindStringSubmatch(page.body)[1]
	for range 3 {
		a := s.visitor().get(link)
		s.want(a, http.StatusOK, "Expert 1")
		if strings.Contains(a.body, `name="pin"`) {
			t.Error("a PIN is asked")
		}
	}
	second := s.visitor()
	s.want(second.post(link, nil), http.StatusOK)
	s.want(second.get("/ballot"), http.StatusOK)
	s.want(s.visitor().post(link, nil), http.StatusNotFound)
	s.want(s.visitor().get(link), http.StatusNotFound)
	link = regexp.MustCompile(`<code class="link">([^<]+)</code>`).FindStringSubmatch(e.post("/device/pair", nil).body)[1]
	chair, err := s.panel.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.panel.Renew(context.Background(), chair, s.panel.State().Control, "E1"); err != nil {
		t.Fatal(err)
	}
	s.want(s.visitor().post(link, nil), http.StatusNotFound) // with the link that made it
}

// Paper and Excel by forms: what the secretary enters joins the round, is confirmed by the expert, and is never entered over what somebody answered.
func TestEnterPages(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	chair, secretary, e1, e3 := s.enter("chair"), s.enter("secretary"), s.expert("E1"), s.expert("E3")
	s.want(secretary.get("/enter"), http.StatusOK)
	s.want(chair.get("/enter"), http.StatusForbidden)
	chair.act("open", nil)
	own, _ := planted(3, 1)
	e3.answer("ballot", own)
	page := secretary.get("/enter?person=E1")
	s.want(page, http.StatusOK, "has answered on the page")
	form := url.Values{"person": {"E1"}, "round": {hidden(page.body, "round")}, "was.s.T1.C1": {""}, "s.T1.C1": {"437.5"}, "was.s.T2.C1": {""}, "s.T2.C1": {"?"}, "was.x.T3": {""}, "x.T3": {"1"}}
	s.want(secretary.post("/enter/paper", form), http.StatusOK, "2 answers of E1 entered", "commitment")
	if body := secretary.get("/enter?person=E1").body; strings.Contains(body, "437") {
		t.Error("what was entered is shown again")
	}
	form.Set("person", "E3")
	s.want(secretary.post("/enter/paper", form), http.StatusUnprocessableEntity)
	s.want(chair.post("/enter/paper", form), http.StatusForbidden)
	s.want(e1.get("/ballot?t=T1&one=1"), http.StatusOK, "These answers are mine", "437.5")
	s.want(e1.post("/confirm", nil), http.StatusOK)
	if strings.Contains(e1.get("/ballot").body, "These answers are mine") {
		t.Error("what was confirmed is to be confirmed again")
	}
	blank := secretary.get("/enter/form/E2")
	s.want(blank, http.StatusOK)
	s.want(secretary.get("/enter/form/E3"), http.StatusNotFound)
	s.want(chair.get("/enter/form/E2"), http.StatusForbidden)
	a := secretary.send("/enter/forms", nil, "file", map[string][]byte{"empty.xlsx": []byte(blank.body), "none.xlsx": []byte("nothing")})
	s.want(a, http.StatusUnprocessableEntity, "empty.xlsx", "none.xlsx")
	mine := e3.get("/own")
	s.want(mine, http.StatusOK)
	s.want(secretary.send("/enter/forms", nil, "file", map[string][]byte{"e3.xlsx": []byte(mine.body)}), http.StatusUnprocessableEntity, "has answered on the page")
	s.want(secretary.send("/enter/forms", nil, "file", nil), http.StatusUnprocessableEntity)
}

// An expert is replaced, another withdrawn; weights are sealed; another workbook is put in place before the first round only.
func TestManagePages(t *testing.T) {
	s := newStand(t, thousand(t, func(x *study.Study) {
		x.Settings.Weighting = "direct"
		for k := range x.Criteria {
			w := 0.5
			x.Criteria[k].Weight = &w
		}
	}))
	chair, secretary, e1 := s.enter("chair"), s.enter("secretary"), s.expert("E1")
	s.want(secretary.act("propose-seal", nil), http.StatusOK)
	s.want(secretary.act("seal", nil), http.StatusForbidden)
	s.want(chair.act("seal", nil), http.StatusOK, "The weights are sealed")
	other := thousand(t, func(x *study.Study) { x.Technologies[2].Name = "Another one" })
	s.want(chair.send("/room/study", map[string]string{"seq": hidden(chair.get("/room").body, "seq")}, "file", map[string][]byte{"a.xlsx": other.File.Data}), http.StatusForbidden)
	s.want(secretary.send("/room/study", map[string]string{"seq": hidden(secretary.get("/room").body, "seq")}, "file", map[string][]byte{"a.xlsx": []byte("none")}), http.StatusUnprocessableEntity)
	s.want(secretary.send("/room/study", map[string]string{"seq": hidden(secretary.get("/room").body, "seq")}, "file", map[string][]byte{"a.xlsx": other.File.Data}), http.StatusOK)
	s.want(e1.get("/ballot?t=T3"), http.StatusOK, "Another one")
	chair.act("open", nil)
	s.want(chair.act("change", url.Values{"expert": {"E1"}, "do": {"replace"}, "name": {"Somebody Else"}}), http.StatusOK, "Somebody Else", `class="qr"`, "data-person=\"E7\"")
	s.want(e1.get("/ballot"), http.StatusUnauthorized)
	s.want(secretary.act("change", url.Values{"expert": {"E2"}, "do": {"withdraw"}}), http.StatusUnprocessableEntity)
	s.want(secretary.act("change", url.Values{"expert": {"E2"}, "do": {"withdraw"}, "reason": {"ill"}}), http.StatusOK, "withdrawn")
	s.want(secretary.act("change", url.Values{"do": {"withdraw"}, "reason": {"ill"}}), http.StatusUnprocessableEntity)
	if n := len(s.panel.State().Experts()); n != 5 {
		t.Errorf("%d experts take part", n)
	}
}

// Two rounds by forms: arguments on a technology and on a criterion are answered in the next round; the room has coverage by technology and the advice; the
// browser's engine gets the matrix only where the panel's means may stand beside the ranking.
func TestTwoRoundsPages(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	chair := s.enter("chair")
	var experts []*visitor
	for k := range 6 {
		experts = append(experts, s.expert("E"+string(rune('1'+k))))
	}
	chair.act("open", nil)
	for k, e := range experts {
		fields, _ := planted(k+1, 1)
		delete(fields, "n.T1..for")
		delete(fields, "n.T2..comment")
		if k == 0 {
			fields["n.T1.C2.against"] = "It needs rare metals"
		}
		s.want(e.answer("ballot", fields), http.StatusOK)
	}
	s.want(chair.get("/room"), http.StatusOK, "Answers by technology")
	chair.act("close", url.Values{"sure": {"1"}})
	chair.act("open", nil)
	page := experts[3].get("/ballot?t=T1&one=1")
	s.want(page, http.StatusOK, "It needs rare metals", "Criterion C2")
	field := regexp.MustCompile(`name="(r\.T1\.C2\.[0-9a-f]+)"`).FindStringSubmatch(page.body)
	if field == nil {
		t.Fatal("there is no field for a reply")
	}
	for k, e := range experts {
		fields, _ := planted(k+1, 1)
		delete(fields, "n.T1..for")
		delete(fields, "n.T2..comment")
		if k == 3 {
			fields[field[1]] = "They are recycled"
		}
		s.want(e.answer("ballot?t=T1&one=1", fields), http.StatusOK)
	}
	s.want(chair.act("close", url.Values{"sure": {"1"}}), http.StatusOK, `id="advice"`)
	chair.act("open", nil)
	s.want(experts[1].get("/ballot?t=T1&one=1"), http.StatusOK, "They are recycled")
	s.want(chair.get("/engine"), http.StatusOK, "scores")
	f, err := s.panel.Figures(context.Background(), live.Actor{Panel: s.panel.ID(), Person: "E1"})
	if err != nil {
		t.Fatal(err)
	}
	want := http.StatusForbidden
	if f.Matrix {
		want = http.StatusOK
	}
	s.want(experts[0].get("/engine"), want)
	s.want(s.enter("watcher").get("/engine"), http.StatusForbidden)
}

// A scale of words is answered in words, on the ballot and in the table.
func TestTerms(t *testing.T) {
	s := newStand(t, thousand(t, func(x *study.Study) {
		x.Settings.Method = "fuzzy-topsis"
		x.Settings.Parameters = nil
		x.Terms = []study.Term{{Name: "Poor & <b>", Values: []float64{0, 1, 3}}, {Name: "Fair", Values: []float64{3, 5, 7}}, {Name: "Good", Values: []float64{7, 9, 10}}}
		for k := range x.Criteria {
			x.Criteria[k].Min, x.Criteria[k].Max = nil, nil
		}
	}))
	s.enter("chair").act("open", nil)
	e := s.expert("E1")
	s.want(e.get("/ballot?t=T1"), http.StatusOK, `value="=Fair"`, "Poor &amp; &lt;b&gt;")
	s.want(e.answer("ballot", map[string]string{"s.T1.C1": "=Good", "s.T1.C2": "=Poor & <b>"}), http.StatusOK)
	s.want(e.get("/grid"), http.StatusOK, `<option value="=Good" selected>`)
	s.want(e.answer("ballot", map[string]string{"s.T1.C1": "=Splendid"}), http.StatusUnprocessableEntity)
}
