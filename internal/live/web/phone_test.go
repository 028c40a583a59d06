package web

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"veche/internal/browser"
	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook"
)

// longNames is a study whose names are as long as they are in Russian, of experts in three blocs.
func longNames(t *testing.T) workbook.FormFile {
	t.Helper()
	least, most := 1.0, 10.0
	s := &study.Study{Title: "Приоритетные технологии области на 2027–2030 годы", Settings: study.Settings{Method: "weighted-sum", Weighting: "equal"},
		Blocs: []study.Bloc{{Name: "Наука"}, {Name: "Предпринимательство"}, {Name: "Государство"}}}
	for k, name := range []string{"Тепловые насосы", "Накопители энергии", "Редактирование генома растений",
		"Беспилотные авиационные системы для мониторинга лесных пожаров и сельскохозяйственных угодий", "Квантовые коммуникации"} {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("Т", k+1), Name: name})
	}
	for _, c := range [][2]string{{"ВКЛАД", "Вклад в экономику региона"}, {"ГОТОВ", "Готовность технологии"},
		{"КАДРЫ", "Обеспеченность кадрами и инфраструктурой для внедрения"}} {
		s.Criteria = append(s.Criteria, study.Criterion{Code: c[0], Name: c[1], Sense: mcda.Benefit, Min: &least, Max: &most})
	}
	for k := range 15 {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprint("Э", k+1), Name: "Константинопольский Иннокентий Владиславович", Bloc: s.Blocs[k%3].Name})
	}
	s.Experts[1].Conflicts = []int32{2}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	return workbook.FormFile{Name: "study.xlsx", Data: data}
}

// unseen are the tables in a scrolling box whose first figures are not in sight.
const unseen = `[...document.querySelectorAll(".scroll table")].filter(t => t.offsetParent && t.querySelector("tbody td.number")).
	map(t => [t.querySelector("caption").textContent, Math.round(t.querySelector("tbody td.number").getBoundingClientRect().right)]).
	filter(x => x[1] > innerWidth).map(x => x.join(" ends at "))`

// In Russian, with names as long as they are there and with data, no page is wider than a phone, and a table shows its first figures beside its names. What the list of
// technologies says of a ballot follows what is answered.
func TestPhone(t *testing.T) {
	ci.Long(t, "the pages of a panel on a phone, in Chromium")
	s := newStand(t, live.New{Kind: live.Open, Language: "ru", File: longNames(t)})
	b := browser.Start(t)
	told := &story{stand: s, b: b, l: language.Russian}
	pages := map[string]*browser.Page{}
	for _, who := range []string{"chair", "secretary", "Э1", "Э2"} {
		pages[who] = told.another(t, 360)
		told.enterAs(pages[who], s.links[who], true)
	}
	look := func(who, path string) {
		t.Helper()
		p := pages[who]
		for _, width := range []int64{360, 1280} {
			p.Size(width, 800)
			p.Open(told.path(path))
			name := fmt.Sprintf("%s %s at %d", who, path, width)
			p.Script(`for (const d of document.querySelectorAll("details")) d.open = true`)
			if wide := browser.Eval[int64](p, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d wide", name, wide)
			}
			for _, table := range browser.Eval[[]string](p, unseen) {
				t.Errorf("%s: the first figures of %s", name, table)
			}
			p.Accessible(name)
			if folder := os.Getenv("VECHE_SHOTS"); folder != "" {
				p.Photograph(filepath.Join(folder, fmt.Sprintf("phone-%s-%s-%d.png", who, filepath.Base(path), width)))
			}
		}
		p.Size(360, 800)
	}
	steer := func(do func(context.Context, live.Actor, int64) (int64, error)) {
		t.Helper()
		a, err := s.panel.As("chair")
		if err == nil {
			_, err = do(t.Context(), a, s.panel.State().Control)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	steer(func(ctx context.Context, a live.Actor, at int64) (int64, error) {
		return s.panel.OpenRound(ctx, a, at, time.Time{})
	})
	for _, who := range []string{"Э1", "Э2"} {
		pages[who].Open(told.path("/consent"))
		pages[who].Click("main form button.main")
		pages[who].Until(`document.getElementById("answers")`)
	}
	first := pages["Э1"]
	first.Open(told.path("/ballot?t=Т1"))
	first.Script(`for (const n of ["ВКЛАД", "КАДРЫ"])
		[...document.querySelectorAll("input[type=radio]")].find(e => decodeURIComponent(e.name) === "s.Т1." + n && e.value === "7").click()`)
	first.Until(`document.getElementById("count-Т1").textContent === "2/3" && document.getElementById("done").value === 2`)
	first.Script(`document.querySelector(".conflict input[type=checkbox]").click()`)
	first.Until(`document.getElementById("count-Т1").textContent === ` + js(told.say("conflict")))
	first.Script(`document.querySelector(".conflict input[type=checkbox]").click()`)
	first.Until(`document.getElementById("count-Т1").textContent === "2/3"`)
	everybody(t, s)
	look("Э2", "/ballot?t=Т3")
	look("Э2", "/grid")
	look("chair", "/room")
	if bloc := browser.Eval[bool](pages["chair"], `document.querySelector(".members .only-narrow").offsetWidth > 0`); !bloc {
		t.Error("on a phone the room does not say of which bloc an expert is")
	}
	over := `[...document.querySelectorAll(".members label")].filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)`
	for _, over := range browser.Eval[[]string](pages["chair"], over) {
		t.Errorf("in the room the name%s lies over its figures", over)
	}
	look("secretary", "/enter?person=Э2")
	steer(s.panel.CloseRound)
	look("chair", "/room")
	look("Э1", "/weights")
	look("chair", "/weights")
	look("chair", "/files")
	for _, x := range views(language.Russian) {
		a, err := s.panel.As("chair")
		if err != nil {
			t.Fatal(err)
		}
		now, err := s.panel.Screen(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		now.View = x.Key
		if _, err := s.panel.ShowScreen(t.Context(), a, now); err != nil {
			t.Fatal(err)
		}
		look("chair", "/screen?"+x.Key)
	}
}

// everybody has all experts of an open round answer all they are asked.
func everybody(t *testing.T, s *stand) {
	t.Helper()
	for k, x := range s.panel.State().Experts() {
		expert, err := s.panel.As(x.ID)
		if err != nil {
			t.Fatal(err)
		}
		asked, err := s.panel.Questions(t.Context(), expert)
		if err != nil {
			t.Fatal(err)
		}
		answers := map[live.Question]live.Answer{}
		for j, q := range asked {
			answers[q] = live.Answer{State: study.Given, Value: float64(1 + (k*3+j*j)%10)}
		}
		if _, err := s.panel.Save(t.Context(), expert, live.Save{Round: s.panel.State().Current().ID, Version: 9, Answers: answers}); err != nil {
			t.Fatal(err)
		}
	}
}
