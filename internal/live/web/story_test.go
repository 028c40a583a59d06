package web

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/internal/browser"
	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/store"
	"veche/internal/store/postgres"
	"veche/internal/store/postgrestest"
	"veche/internal/store/sqlite"
)

// stores are those that a panel's whole story is told on, by name.
var stores = map[string]func(t testing.TB) store.Store{
	"SQLite": func(t testing.TB) store.Store {
		st, err := sqlite.Open(context.Background(), t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return st
	},
	"PostgreSQL": func(t testing.TB) store.Store {
		st, err := postgres.Open(context.Background(), postgrestest.Start(t).Database())
		if err != nil {
			t.Fatal(err)
		}
		return st
	},
}

// The whole story in a real browser, in both languages: the chair invites three experts, they answer on phones, one without a connection in between and on two
// devices, one sets a technology aside for a conflict; the round is closed, agreement and the common screen follow on everybody's page, the chair moves the weights,
// the files are written and the receipts are in the box. Every page on the way is clean for axe-core.
func TestStory(t *testing.T) {
	ci.Long(t, "a panel's whole story in Chromium, with axe-core")
	for name, open := range stores {
		for _, l := range []language.Language{language.English, language.Russian} {
			t.Run(name+" "+l.Code(), func(t *testing.T) {
				t.Parallel() // most of a story is waiting for pages
				n := live.New{Language: l.Code()}
				if l == language.Russian {
					n.Title = "Перспективные технологии наблюдений"
				}
				tell(t, &story{stand: standOn(t, open(t), n), b: browser.Start(t), l: l})
			})
		}
	}
}

type story struct {
	*stand
	b *browser.Browser
	l language.Language
}

func (s *story) say(text string, args ...any) string { return language.Say(s.l, text, args...) }

// another opens somebody else's browser at a size.
func (s *story) another(t *testing.T, width int64) *browser.Page {
	t.Helper()
	p := s.b.Stranger(t)
	p.Size(width, 740)
	return p
}

// look checks a page in its state in both schemes, and photographs it where VECHE_SHOTS names a folder.
func (s *story) look(t *testing.T, p *browser.Page, name string, width int64) {
	t.Helper()
	for _, scheme := range []string{map[bool]string{true: "light", false: "dark"}[s.l == language.Russian]} { // the stories are looked at in both
		p.Scheme(scheme)
		p.Accessible(fmt.Sprintf("%s %s %d %s", name, s.l.Code(), width, scheme))
		if folder := os.Getenv("VECHE_SHOTS"); folder != "" {
			p.Photograph(filepath.Join(folder, fmt.Sprintf("story-%s-%s-%d.png", name, s.l.Code(), width)))
		}
	}
	if wide := browser.Eval[int64](p, "document.documentElement.scrollWidth"); wide > width {
		t.Errorf("%s in %s is %d wide at %d", name, s.l.Code(), wide, width)
	}
}

// path opens a page of the panel.
func (s *story) path(page string) string { return s.url + "/p/" + s.panel.ID() + page }

// enterAs opens a link, chooses or gives the PIN, and agrees where that is asked.
func (s *story) enterAs(p *browser.Page, link string, first bool) {
	p.Open(link)
	p.Type("#pin", testPIN)
	if first {
		p.Type("#again", testPIN)
	}
	p.Click("main button.main")
	p.Until(`location.pathname.startsWith("/p/")`)
}

func js(text string) string {
	data, _ := json.Marshal(text)
	return string(data)
}

func tell(t *testing.T, s *story) {
	chair := s.another(t, 1280)
	s.enterAs(chair, s.links["chair"], true)
	chair.Until(`document.querySelector("table.members")`)
	s.look(t, chair, "room-before", 1280)
	links := s.inviteThree(t, chair)
	chair.Click(`form[action$="/room/open"] button`)
	chair.Until(`document.querySelector('form[action$="/room/close"]')`)

	phones := map[string]*browser.Page{}
	for _, person := range []string{"E01", "E02", "E03"} {
		phones[person] = s.another(t, 360)
		s.enterAs(phones[person], links[person], true)
		phones[person].Until(`location.pathname.endsWith("/consent")`)
		if person == "E01" {
			s.look(t, phones[person], "consent", 360)
		}
		phones[person].Click("main form button.main")
		phones[person].Until(`document.getElementById("answers")`)
	}
	s.firstAnswers(t, phones["E01"])
	s.offline(t, phones["E01"])
	s.twoDevices(t, phones["E01"], links["E01"])
	s.conflict(t, phones["E02"])
	for person, p := range phones {
		s.answerAll(t, p, person)
	}
	s.look(t, phones["E01"], "ballot", 360)
	chair.Until(`document.querySelector('[data-live="members"]').textContent.includes("333/333")`)
	s.look(t, chair, "room-open", 1280)
	s.close(t, chair, phones["E03"])
	s.screens(t, chair, phones["E03"])
	s.proofs(t, phones["E01"])
	for _, p := range append([]*browser.Page{chair}, phones["E01"], phones["E02"], phones["E03"]) {
		for _, e := range p.Errors() {
			if !strings.Contains(e, "ERR_INTERNET_DISCONNECTED") && !strings.Contains(e, "409 (Conflict)") { // both are part of the story: no connection, and what another device changed
				t.Errorf("a page says %s", e)
			}
		}
		for _, r := range p.Requests() {
			if !strings.HasPrefix(r, s.url) && !strings.HasPrefix(r, "data:") {
				t.Errorf("a page asks for %s", r)
			}
		}
	}
}

// inviteThree makes the links of three experts in the room.
func (s *story) inviteThree(t *testing.T, chair *browser.Page) map[string]string {
	marked := `[document.querySelectorAll("input[name=person]:checked").length, document.querySelectorAll("input[name=person][data-blank]").length]`
	chair.Click(`input[data-marks="blank"]`)
	if got := browser.Eval[[2]int](chair, marked); got[0] != got[1] || got[0] < 3 {
		t.Errorf("of %d who have answered nothing %d are marked at once", got[1], got[0])
	}
	chair.Click(`input[data-marks="blank"]`)
	for _, person := range []string{"E01", "E02", "E03"} {
		chair.Click(`input[name="person"][value="` + person + `"]`)
	}
	chair.Click(`button[name="do"][value="renew"]`)
	chair.Until(`document.querySelectorAll("#links code.link").length === 3`)
	links := browser.Eval[map[string]string](chair, `Object.fromEntries([...document.querySelectorAll("#links code.link")].map(e => [e.dataset.person, e.textContent]))`)
	chair.Open(s.path("/room"))
	if browser.Eval[bool](chair, `!!document.getElementById("links")`) {
		t.Error("the links are shown a second time")
	}
	return links
}

// firstAnswers gives answers by tapping, and waits for what the server says.
func (s *story) firstAnswers(t *testing.T, p *browser.Page) {
	p.Open(s.path("/ballot?t=T01"))
	for c := 1; c <= 3; c++ {
		p.Script(fmt.Sprintf(`document.querySelector('input[name="s.T01.C%d"][value="%d"]').click()`, c, c+2))
	}
	p.Until(`document.getElementById("saved").textContent.startsWith(` + js(s.say("saved‹at›")) + `) && JSON.parse(localStorage.getItem("veche:" + document.body.dataset.key + ":queue") || "[]").length === 0`)
	if got := s.own(t, "E01", "T01", "C3"); got != 5 {
		t.Errorf("what the page calls saved is not in the panel: %v", got)
	}
}

// own is an expert's answer as the panel has it.
func (s *story) own(t *testing.T, person, technology, criterion string) float64 {
	t.Helper()
	a, err := s.panel.As(person)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.panel.Ballot(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return b.Answers[live.Question{Technology: technology, Criterion: criterion}].Value
}

// offline answers without a connection: the page says so, claims nothing, and sends it when the connection is back, even after it was left.
func (s *story) offline(t *testing.T, p *browser.Page) {
	p.Offline(true)
	p.Script(`document.querySelector('input[name="s.T01.C4"][value="2"]').click()`)
	p.Until(`!document.getElementById("offline").hidden`)
	if text := browser.Eval[string](p, `document.getElementById("saved").textContent`); strings.HasPrefix(text, s.say("saved‹at›")) {
		t.Errorf("without a connection the page says %q", text)
	}
	if got := s.own(t, "E01", "T01", "C4"); got != 0 {
		t.Errorf("an answer went through no connection: %v", got)
	}
	p.Offline(false)
	p.Open(s.path("/ballot?t=T01"))
	p.Until(`document.getElementById("saved").textContent.startsWith(` + js(s.say("saved‹at›")) + `) && document.getElementById("offline").hidden && JSON.parse(localStorage.getItem("veche:" + document.body.dataset.key + ":queue") || "[]").length === 0`)
	if got := s.own(t, "E01", "T01", "C4"); got != 2 {
		t.Errorf("the answer given without a connection is %v", got)
	}
}

// twoDevices opens the link on a second device: it shows what was answered; what is changed there is shown on the first, not overwritten.
func (s *story) twoDevices(t *testing.T, first *browser.Page, link string) {
	second := s.another(t, 1280)
	s.enterAs(second, link, false)
	second.Open(s.path("/grid"))
	second.Until(`document.querySelector('select[name="s.T01.C4"]').value === "2"`)
	second.Script(`{ const e = document.querySelector('select[name="s.T01.C4"]'); e.value = "3"; e.dispatchEvent(new Event("change", {bubbles: true})) }`)
	second.Until(`document.getElementById("saved").textContent.startsWith(` + js(s.say("saved‹at›")) + `) && JSON.parse(localStorage.getItem("veche:" + document.body.dataset.key + ":queue") || "[]").length === 0`)
	first.Script(`document.querySelector('input[name="s.T01.C4"][value="5"]').click()`)
	first.Until(`document.getElementById("saved").classList.contains("bad")`)
	if got := s.own(t, "E01", "T01", "C4"); got != 3 {
		t.Errorf("the second device's answer was overwritten: %v", got)
	}
	if got := browser.Eval[string](first, `document.querySelector('input[name="s.T01.C4"]:checked').value`); got != "3" {
		t.Errorf("the first device shows %q in place of what stands", got)
	}
	s.look(t, second, "grid", 1280)
}

// conflict sets a technology aside.
func (s *story) conflict(t *testing.T, p *browser.Page) {
	p.Open(s.path("/ballot?t=T02"))
	p.Script(`document.querySelector('input[name="x.T02"]').click()`)
	p.Until(`document.getElementById("saved").textContent.startsWith(` + js(s.say("saved‹at›")) + `)`)
}

// answerAll answers everything that is left, by the page's own means.
func (s *story) answerAll(t *testing.T, p *browser.Page, person string) {
	shift := int(person[2] - '0')
	p.Open(s.path("/grid"))
	p.Script(fmt.Sprintf(`for (const [k, e] of [...document.querySelectorAll("select[name^='s.']")].entries()) {
		if (e.closest("tr").classList.contains("aside") || e.value) continue;
		e.value = String(1 + (k * 7 + %d) %% 5);
		e.dispatchEvent(new Event("change", {bubbles: true}));
	}`, shift))
	p.Until(`JSON.parse(localStorage.getItem("veche:" + document.body.dataset.key + ":queue") || "[]").length === 0 && document.getElementById("done").value === document.getElementById("done").max`)
	p.Open(s.path("/ballot?t=T01"))
}

// close closes the round: a page that is open says so by itself.
func (s *story) close(t *testing.T, chair, expert *browser.Page) {
	chair.Click(`form[action$="/room/close"] input[name="sure"]`)
	chair.Click(`form[action$="/room/close"] button`)
	chair.Until(`document.getElementById("agreement")`)
	expert.Until(`document.querySelector("fieldset.score:disabled")`)
	s.look(t, chair, "room-closed", 1280)
}

// screens has an expert's page follow the common screen and the weights that the chair moves.
func (s *story) screens(t *testing.T, chair, expert *browser.Page) {
	expert.Open(s.path("/screen"))
	expert.Until(`document.querySelectorAll("table.ranking tbody tr").length === 37`)
	chair.Open(s.path("/screen"))
	for _, view := range []string{"candidates", "weights", "firm", "ranking"} {
		chair.Click(`button[name="view"][value="` + view + `"]`)
		chair.Until(`document.querySelector('button[value="` + view + `"][aria-pressed="true"]')`)
		s.look(t, chair, "screen-"+view, 1280)
	}
	expert.Until(`document.querySelectorAll("table.ranking tbody tr").length === 37`)
	s.look(t, expert, "screen-ranking", 360)
	chair.Open(s.path("/weights"))
	expert.Script(`window.seen = 0; new MutationObserver(() => { if (document.getElementById("screen").textContent.includes(` + js(s.percent()) + `) && !window.seen) window.seen = Date.now() }).observe(document.body, {childList: true, subtree: true})`)
	chair.Until(`document.getElementById("weights").dataset.started`)
	moved := browser.Eval[float64](chair, `(() => { const e = document.getElementById("w-C3"); e.value = 80; e.dispatchEvent(new Event("input", {bubbles: true})); window.own = document.getElementById("changed").textContent; return Date.now() })()`)
	expert.Until(`window.seen`)
	took := time.Duration(browser.Eval[float64](expert, `window.seen`)-moved) * time.Millisecond // two seconds at most where nobody else is at work
	t.Logf("the common weights were on another page after %v", took)
	s.look(t, chair, "weights", 1280)
	own := browser.Eval[string](chair, `window.own`)
	chair.Open(s.path("/weights"))
	if server := browser.Eval[string](chair, `document.getElementById("changed").textContent`); own == "" || own != server || !strings.Contains(own, fmt.Sprintf(s.say(" and %s more"), "4")) {
		t.Errorf("seven would be first: the page says %q by itself, the server %q", own, server)
	}
	chair.Open(s.path("/files"))
	s.look(t, chair, "files", 1280)
	if got := browser.Eval[string](chair, `fetch(document.querySelector("main a[download]").href).then(r => r.text())`); got != "taken" {
		t.Errorf("the file holds %q", got)
	}
}

// percent is 80 % as the pages write it.
func (s *story) percent() string { return s.l.Either("80.0%", "80,0%") }

// proofs has the phone check its own receipts against the box.
func (s *story) proofs(t *testing.T, p *browser.Page) {
	p.Open(s.path("/proof"))
	p.Until(`document.querySelectorAll("#receipts li").length > 0`)
	if got := browser.Eval[string](p, `document.getElementById("receipts").textContent`); !strings.Contains(got, s.say("in the box")) || strings.Contains(got, s.say("not in the box")) {
		t.Errorf("the receipts are said to be: %s", got)
	}
	s.look(t, p, "proof", 360)
	p.Open(s.path("/kept"))
	s.look(t, p, "kept", 360)
}
