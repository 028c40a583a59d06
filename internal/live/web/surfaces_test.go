package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"veche/internal/live"
)

// needs is the right that each address of a panel asks of who comes, "" where every member may. The table of rights itself is held by package live's test.
var needs = map[string]live.Right{
	"GET /p/{panel}": "", "GET /p/{panel}/consent": "", "GET /p/{panel}/proof": "", "GET /p/{panel}/kept": "", "GET /p/{panel}/stream": "", "GET /p/{panel}/files": "",
	"GET /p/{panel}/keys": "", "POST /p/{panel}/keys": "", "POST /p/{panel}/keys/remove": "",
	"GET /p/{panel}/weights": "", "POST /p/{panel}/out": "", "POST /p/{panel}/device/remove": "", "POST /p/{panel}/device/pair": "", "POST /p/{panel}/account": "", "POST /p/{panel}/way/remove": "",
	"POST /p/{panel}/passkey/begin": live.SeeCoverage, "POST /p/{panel}/passkey/add": live.SeeCoverage,
	"POST /p/{panel}/consent": live.SeeOwn, "GET /p/{panel}/ballot": live.SeeOwn, "GET /p/{panel}/grid": live.SeeOwn, "GET /p/{panel}/pairs": live.SeeOwn,
	"POST /p/{panel}/ballot": live.Answering, "POST /p/{panel}/pairs": live.Answering, "POST /p/{panel}/confirm": live.Answering, "GET /p/{panel}/own": live.ExportOwn,
	"GET /p/{panel}/room": live.SeeCoverage, "POST /p/{panel}/room/{act}": live.Steer, "POST /p/{panel}/room/study": live.EditStudy,
	"GET /p/{panel}/screen": live.SeeScreen, "POST /p/{panel}/screen": live.Lead, "POST /p/{panel}/weights": live.WhatIf, "GET /p/{panel}/engine": live.WhatIf,
	"GET /p/{panel}/files/{file}": live.Export, "GET /p/{panel}/membership": live.SeeProof,
	"GET /p/{panel}/nominations": live.SeeQuestions, "POST /p/{panel}/nominations": live.Nominate, "POST /p/{panel}/nominations/merge": live.Merge,
	"GET /p/{panel}/evidence": live.SeeQuestions, "POST /p/{panel}/evidence": live.EditStudy, "GET /p/{panel}/evidence/{document}": live.SeeQuestions,
	"GET /p/{panel}/mail": live.InvitePeople, "POST /p/{panel}/mail": live.InvitePeople,
	"GET /p/{panel}/enter": live.EnterForms, "GET /p/{panel}/enter/form/{person}": live.EnterForms, "POST /p/{panel}/enter/forms": live.EnterForms, "POST /p/{panel}/enter/paper": live.EnterForms,
}

// Every address refuses whoever has not its right, in every stage of a panel, to every role, by every way it is asked; and nobody who is not signed in gets anything.
func TestSurfaces(t *testing.T) {
	s := newStand(t, thousand(t, nil))
	for route := range s.server.routes() {
		if _, ok := needs[route]; !ok {
			t.Errorf("no right is named for %s", route)
		}
	}
	visitors := map[string]*visitor{"chair": s.enter("chair"), "secretary": s.enter("secretary"), "E1": s.expert("E1"), "watcher": s.enter("watcher")}
	stranger, chair := s.visitor(), visitors["chair"]
	for _, stage := range []struct {
		name  string
		bring func()
	}{
		{"preparing", func() {}},
		{"nominating", func() { s.want(chair.act("nominate", nil), http.StatusOK) }},
		{"open", func() { chair.act("adopt", url.Values{"sure": {"1"}}); s.want(chair.act("open", nil), http.StatusOK) }},
		{"between", func() {
			for _, who := range []string{"E1"} {
				fields, _ := planted(1, 1)
				s.want(visitors[who].answer("ballot", fields), http.StatusOK)
			}
			s.want(chair.act("close", url.Values{"sure": {"1"}}), http.StatusOK)
		}},
		{"finished", func() { s.want(chair.act("finish", url.Values{"sure": {"1"}}), http.StatusOK) }},
	} {
		stage.bring()
		state := s.panel.State()
		for route, right := range needs {
			method, path, _ := strings.Cut(route, " ")
			if path == "/p/{panel}/stream" || path == "/p/{panel}/out" || strings.HasPrefix(path, "/p/{panel}/device") {
				continue
			}
			path = strings.NewReplacer("/p/{panel}", "", "{file}", "test.txt", "{act}", "extend", "{person}", "E2", "{document}", "none").Replace(path)
			ask := func(v *visitor, accept string) answered {
				if method == http.MethodGet {
					r, err := http.NewRequest(method, v.absolute(path), nil)
					if err != nil {
						t.Fatal(err)
					}
					r.Header.Set("Accept", accept)
					return v.do(r)
				}
				return v.post(path, url.Values{"seq": {"0"}, "version": {"0"}, "round": {"none"}, "was.s.T1.C1": {""}, "s.T1.C1": {"5"}, "was.x.T1": {""}, "person": {"E2"}, "title": {"x"}}, "Accept", accept)
			}
			if a := ask(stranger, "text/html"); a.status != http.StatusUnauthorized {
				t.Errorf("%s: %s answers a stranger %d", stage.name, route, a.status)
			}
			for who, v := range visitors {
				may := right == "" || live.May(right, state, state.Person(who))
				if right == live.Answering && who == "E1" || right == live.EnterForms && who == "secretary" { // told why not, by the page
					continue
				}
				for _, accept := range []string{"text/html", "application/json"} {
					a := ask(v, accept)
					if !may && a.status != http.StatusForbidden && a.status != http.StatusGone {
						t.Errorf("%s: %s answers %s %d", stage.name, route, who, a.status)
					}
					if may && a.status == http.StatusForbidden && route != "GET /p/{panel}/engine" {
						t.Errorf("%s: %s refuses %s", stage.name, route, who)
					}
				}
			}
		}
	}
}
