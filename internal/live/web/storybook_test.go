package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook"
)

// pageIn renders a page in a language as [Server.show] does.
func pageIn(t *testing.T, l language.Language, page string, f frame) string {
	t.Helper()
	if page == "merging" {
		page = "nominations"
	}
	f.Lang, f.Page = l.Code(), page
	var b bytes.Buffer
	if err := parsed[l][page].ExecuteTemplate(&b, "layout", f); err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	return b.String()
}

var parsed = map[language.Language]pages{language.English: parsePages(language.English), language.Russian: parsePages(language.Russian)}

// scan is the built-in study.
func scan(t *testing.T) *study.Study {
	t.Helper()
	s, issues := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	return s
}

func fields(t *testing.T) *study.Study {
	t.Helper()
	s, issues := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	return s
}

// stories are pages with prepared data.
func stories(t *testing.T, l language.Language) map[string]frame {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	nav := []navigation{{"ballot", say("Ballot"), true}, {"room", say("Room‹page›"), false}, {"screen", say("Common screen"), false}, {"weights", say("Weights"), false}, {"files", say("Report and files"), false}, {"proof", say("Proof"), false}}
	s := scan(t)
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	roll := rollView{Kind: "closed", Mode: "rounds", RollSize: 12, RollHash: "9f3a 22c1 77de", Key: "5b1e 99a0 12cc 8f00"}
	of := func(title string, body any) frame {
		return frame{Title: title, Panel: s.Title, Base: "/" + l.Code(), Person: "E07", Role: say("expert‹role›"), Nav: nav, Key: "x:E07", Body: body}
	}
	b := &booth{s: s, l: l, open: true, given: map[string]string{fieldName(scoreField, "T01", "C1"): "4", fieldName(scoreField, "T01", "C2"): unknown, fieldName(conflictField, "T03"): "1"}}
	for k := range s.Technologies {
		b.asked.technologies = append(b.asked.technologies, k)
	}
	b.asked.criteria = s.Leaves()
	b.feedback = func(t, c int) (string, string) { return "12: 3 [2–4]; 4", "3 [2–4]" }
	done, asked := b.progress()
	v := ballotView{Round: "1", RoundID: "r", Version: 3, Open: true, Until: "28.11.2026 18:00 MSK", Done: done, Asked: asked, Saved: "14:02", Number: 1, Count: 37, Next: "T02", List: b.links(0), Heads: b.heads(), Receipt: "{…}"}
	one, grid, pairs := v, v, v
	one.At = b.technology(0)
	for _, k := range b.asked.technologies {
		grid.Rows = append(grid.Rows, b.technology(k))
	}
	p := &booth{s: fields(t), l: l, open: true, given: map[string]string{}}
	leaves := p.s.Leaves()
	for i, x := range leaves {
		for _, y := range leaves[i+1:] {
			p.asked.pairs = append(p.asked.pairs, [2]int{x, y})
		}
	}
	for k, q := range p.asked.pairs {
		p.given[p.pairField(q)] = []string{"3", "1/5", "7", "1", "9", "1/9"}[k%6]
	}
	pairs.Groups = p.groups()
	wide := of(say("Ballot"), grid)
	wide.Wide = true
	screen := of(say("Common screen"), screenView{Headline: say("Ranking"), Leads: true, Views: []viewView{{"ranking", say("Ranking"), true}, {"weights", say("Weights"), false}}, Ranking: rankingOf(o, l), Weights: weightsOf(o, l), Root: "ab12"})
	screen.Wide = true
	code, err := qr("https://panel.example/i/abcdefghijklmnopqrstuvwxyz012345", say("The link as a code to be scanned"))
	if err != nil {
		t.Fatal(err)
	}
	link := linkView{ID: "E07", Person: "E07", Role: say("It opens once, until %s.", "14:02"), Link: "https://panel.example/i/abcdefghijklmnopqrstuvwxyz012345", Code: code}
	one.At.Documents = []documentView{{ID: "1", Title: "Forecast", Address: "https://example.org/a.pdf", Outside: true, About: say("on another server")}}
	one.At.Said = []argumentView{{Kind: say("For‹argument›"), Text: "…", On: s.Criteria[b.asked.criteria[0]].Title(), Replies: []string{"…"}, Reply: noteView{Field: "r.T01.C1.x", Label: say("Your reply"), Open: true}}}
	one.At.Scores[0].HasNotes = true
	put := nominationsView{Said: say("Nominations are not open. The chair opens them before the first round."), MayNominate: true, List: []nominationView{{"1", "Quantum clocks", "…", ""}}, Listed: []candidateView{{"T01", s.Technologies[0].Title(), "…"}}}
	merge := put
	merge.MayNominate, merge.MayMerge = false, true
	paper := &paperView{ID: "E02", Name: "E02", RoundID: "r", Heads: b.heads(), Groups: p.groups()[:1]}
	for _, k := range b.asked.technologies[:5] {
		paper.Rows = append(paper.Rows, b.technology(k))
	}
	forms := of(say("Paper and Excel"), enterView{Round: "1", People: []enterPerson{{"E01", "E01", say("has answered on the page"), true}, {"E02", "E02", "", false}}, Entered: []string{say("%d answer of %s entered|%d answers of %s entered", 12, "E02")}, Faults: []string{"e3.xlsx: …"}, Receipt: "{…}", Paper: paper})
	forms.Wide = true
	documents := evidenceView{MayEdit: true, Groups: []evidenceGroup{{"T01", s.Technologies[0].Title(), one.At.Documents}}, All: []heirView{{"T01", "T01"}}}
	room := roomView{Headline: say("Round %s is open", "1"), Roll: roll, Done: 12, Asked: 120, MayInvite: true, MayEdit: true, Links: []linkView{link}, Experts: []heirView{{"E01", "E01"}}, Roles: []heirView{{"expert", say("expert‹role›")}},
		Members: []memberView{{ID: "E01", Name: "E01", Role: say("expert‹role›"), Done: 3, Asked: 9}}, Sections: []*sectionView{{Key: "advice", Title: say("Is another round worth it?"), Lines: []string{"…"}}}}
	post := of(say("Mail"), mailView{Set: true, Open: true, Late: 2, Waiting: 1, People: []mailPerson{{"E01", "E01", say("expert‹role›"), "e01@example.org", say("reminder sent %s", "28.11.2026 14:02 MSK"), ""}, {"E02", "E02", say("expert‹role›"), "e02@example.org", say("invitation not sent, %s", "28.11.2026 14:02 MSK"), "550 5.1.1 no such mailbox"}, {"secretary", say("secretary‹role›"), say("secretary‹role›"), "", "", ""}}})
	post.Wide = true
	return map[string]frame{"mail": post, "room": of(say("Room‹page›"), room), "nominations": of(say("Nominations"), put), "merging": of(say("Nominations"), merge), "enter": forms, "evidence": of(say("Evidence‹documents›"), documents), "ballot": of(say("Ballot"), one), "grid": wide, "pairs": of(say("Criteria in pairs"), pairs), "screen": screen,
		"open":    {Title: say("Welcome to the panel"), Panel: s.Title, Body: openView{Person: "E07", Role: say("expert‹role›"), Action: "/i/x"}},
		"consent": of(say("Before you answer"), consentView{Text: []string{"…"}, Roll: roll, After: "…"}),
		"refused": {Title: say("There is no such page"), Body: "…"},
		"kept":    of(say("What is kept of you"), keptView{Text: []string{"…"}, Devices: []deviceView{{ID: "1", Name: "Chrome", Current: true, Since: "…"}}, Pairing: &link, Own: true, MayPasskey: true, AsksPIN: true, Account: "E. Expert e@example.org", Ways: []wayView{{"passkey", "x", say("passkey"), "Chrome, Linux", "28.11.2026"}}}),
		"keys": of(say("Keys for SSH"), keysView{Command: "ssh -p 2222 rx4kq7wv2mtj@panel.ministry.example", Fingerprint: "SHA256:ZMrVbEyqhUOD6yUrYNjoD5Yk7hhxoXyqGVGYZl3NhUs", AsksPIN: true,
			Keys: []deviceView{{ID: "SHA256:0sYwNn2sTqRYN4hAzGvSxQ9wPqkOeX3ukTq0eRrYx1A", Name: "expert@laptop", Since: "28.11.2026 14:02 MSK"}}}),
		"hello":  {Title: "Veche", Body: helloView{true}},
		"signin": {Title: say("Sign in"), Body: signInView{Passkeys: true, Provider: "login.example"}},
		"panels": {Title: say("Your panels"), Body: panelsView{Account: "E. Expert", Panels: []panelView{{ID: "a", Title: s.Title, Role: say("expert‹role›"), State: say("Round %s is open", "1"), Until: "28.11.2026 18:00 MSK", Open: true},
			{ID: "b", Title: s.Title, Role: say("secretary‹role›"), State: say("Round %s is closed", "2"), Joins: true}, {ID: "c", Title: s.Title, Role: say("expert‹role›"), State: say("The panel is finished"), Closed: "…"}}}},
	}
}

// Every page is a whole page in both languages, with prepared data, without a field that is missing and with every name escaped.
func TestStories(t *testing.T) {
	for _, l := range []language.Language{language.English, language.Russian} {
		for page, f := range stories(t, l) {
			html := pageIn(t, l, page, f)
			for _, bad := range []string{"&lt;no value", "<no value", "%!", "style=", "onclick", "javascript:"} {
				if strings.Contains(html, bad) {
					t.Errorf("%s in %s has %q", page, l.Code(), bad)
				}
			}
			if !strings.HasSuffix(strings.TrimSpace(html), "</html>") {
				t.Errorf("%s in %s ends early", page, l.Code())
			}
		}
	}
}

// storybook serves the stories at /en/ballot and so on.
func storybook(t *testing.T) *httptest.Server {
	m := http.NewServeMux()
	m.HandleFunc("GET /static/", (&Server{}).static)
	for _, l := range []language.Language{language.English, language.Russian} {
		for page, f := range stories(t, l) {
			html := pageIn(t, l, page, f)
			m.HandleFunc("GET /"+l.Code()+"/"+page, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Header().Set("Content-Security-Policy", policy)
				_, _ = w.Write([]byte(html))
			})
		}
	}
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	return s
}
