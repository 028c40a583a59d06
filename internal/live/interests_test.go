package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/store"
	"veche/internal/study"
)

// What the study names as a conflict of interest is as if the expert had declared it: two worlds, one with the conflicts in the study and one with them on the
// ballots, come to the same figures, coverage, study, ranking, record and workbook, in two rounds of which the second is opened again.
func TestInterestsInTheStudy(t *testing.T) {
	shown, withheld := 0, 0
	for seed := range uint64(ci.Some(10, 4)) {
		for _, kind := range []Kind{Open, Closed} {
			rng := rand.New(rand.NewPCG(seed, 11))
			experts := 5 + rng.IntN(8)
			var interests [][2]int
			for k := range experts {
				if tech := rng.IntN(6); tech < 3 {
					interests = append(interests, [2]int{k, tech})
				}
			}
			world := func(named bool) []string {
				file := plain(t, experts)
				if named {
					file = plain(t, experts, interests...)
				}
				w := work(t, New{Kind: kind, File: file})
				var all []string
				for round := range 3 {
					if round < 2 {
						w.open()
					} else {
						w.steer(w.panel.Reopen(t.Context(), w.as("chair"), w.panel.State().Control, "once more", time.Time{}))
					}
					for k := range experts {
						own := rand.New(rand.NewPCG(seed*100+uint64(k), uint64(round)))
						if round > 0 && own.IntN(3) > 0 { // most answer as before, or nothing
							continue
						}
						w.saveAside(fmt.Sprint("E", k+1), w.answers(own), named, interests, k)
					}
					all = append(all, w.counted())
					w.close()
					all = append(all, w.came())
				}
				return all
			}
			one, two := world(true), world(false)
			for k := range one {
				if one[k] != two[k] {
					t.Errorf("seed %d, %s, %d experts, interests %v, part %d: named by the study it comes to\n%s\ndeclared by the experts to\n%s",
						seed, kind, experts, interests, k, one[k], two[k])
				}
			}
			var f Figures
			if err := json.Unmarshal([]byte(one[1][:slices.Index([]byte(one[1]), '\n')]), &f); err != nil {
				t.Fatal(err)
			}
			for _, c := range f.Cells {
				if c.All.Shown {
					shown++
				} else {
					withheld++
				}
			}
		}
	}
	if shown == 0 || withheld == 0 {
		t.Errorf("%d cells were shown and %d withheld", shown, withheld)
	}
}

// saveAside saves answers; where the study names conflicts the expert tries to take them back, else they declare them.
func (w *atWork) saveAside(person string, answers map[Question]Answer, named bool, interests [][2]int, k int) {
	w.t.Helper()
	b, err := w.panel.Ballot(w.t.Context(), w.as(person))
	if err != nil {
		w.t.Fatal(err)
	}
	save := Save{Round: w.panel.State().Current().ID, Version: b.Version, Answers: answers, Conflicts: map[string]bool{}}
	for tech := range 3 {
		if slices.Contains(interests, [2]int{k, tech}) {
			save.Conflicts[fmt.Sprint("T", tech+1)] = !named
		}
	}
	if _, err := w.panel.Save(w.t.Context(), w.as(person), save); err != nil {
		w.t.Fatalf("%s: %v", person, err)
	}
}

// counted is who has answered how much, as those who steer and as the experts who have a ballot see it.
func (w *atWork) counted() string {
	w.t.Helper()
	all, err := w.panel.Coverage(w.t.Context(), w.as("chair"))
	if err != nil {
		w.t.Fatal(err)
	}
	text := ""
	for _, c := range all {
		if c.Saved.IsZero() {
			continue // who declares it on the ballot has not yet
		}
		b, err := w.panel.Ballot(w.t.Context(), w.as(c.Person.ID))
		if err != nil {
			w.t.Fatal(err)
		}
		if b.Asked != c.Asked || b.Given != c.Given {
			w.t.Errorf("%s sees %d of %d, the chair %d of %d", c.Person.ID, b.Given, b.Asked, c.Given, c.Asked)
		}
		text += fmt.Sprintln(c.Person.ID, c.Asked, c.Given, c.Conflicts, c.ByTech, b.Conflicts)
	}
	return text
}

// came is what a closed round comes to: the figures first, in one line.
func (w *atWork) came() string {
	w.t.Helper()
	f, err := w.panel.Figures(w.t.Context(), w.as("chair"))
	if err != nil {
		w.t.Fatal(err)
	}
	shown := *f
	shown.At = time.Time{}
	figures, err := json.Marshal(shown)
	if err != nil {
		w.t.Fatal(err)
	}
	res, err := w.panel.result(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if data, err := w.panel.Export(w.t.Context(), w.as("chair")); err != nil {
		w.t.Fatal(err)
	} else if res.fault == nil {
		w.sameRanking(data)
	}
	if v := verified(w.t, w.record(), Evidence{}); len(v.Wrong) > 0 {
		w.t.Errorf("%v", v.Wrong)
	}
	ranks := ""
	if res.fault == nil {
		for _, r := range Ranks(res.outcome) { // a closed panel adds up in another order each time
			ranks += fmt.Sprintf("%s %d %.9f ", r.Technology, r.Rank, r.Score)
		}
	}
	return string(figures) + "\n" + published(res.study) + "\n" + ranks
}

// Four answers that count are not shown as those of five, and the ballot asks for nothing where the study names a conflict of interest; the answers are kept.
func TestInterestIsNoFifthAnswer(t *testing.T) {
	for _, kind := range []Kind{Open, Closed} {
		w := work(t, New{Kind: kind, File: plain(t, 5, [2]int{1, 2})})
		rng := rand.New(rand.NewPCG(3, 3))
		before, err := w.panel.Ballot(t.Context(), w.as("E2"))
		if err != nil || before.Asked != 5 || !before.Named["T3"] || !before.Conflicts["T3"] {
			t.Errorf("%+v, %v", before, err)
		}
		w.open()
		for k := range 5 {
			answers := w.answers(rng)
			for q := range answers {
				if !q.Pair() {
					answers[q] = Answer{State: study.Given, Value: float64(1 + (k+len(q.Criterion))%5)}
				}
			}
			w.save(fmt.Sprint("E", k+1), answers)
		}
		coverage, err := w.panel.Coverage(t.Context(), w.as("chair"))
		if err != nil || !reflect.DeepEqual(coverage[1].Named, []string{"T3"}) || coverage[1].Asked != 5 || coverage[1].Given != 5 ||
			coverage[1].ByTech["T3"] != 0 || coverage[0].Asked != 7 {
			t.Errorf("%+v, %v", coverage, err)
		}
		w.close()
		f, err := w.panel.Figures(t.Context(), w.as("E1"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range f.Cells {
			if c.All.Shown != (c.Technology != "T3") {
				t.Errorf("%s: %+v", kind, c)
			}
		}
		if b, err := w.panel.Ballot(t.Context(), w.as("E2")); err != nil || b.Answers[Question{Technology: "T3", Criterion: "C1"}].State != study.Given {
			t.Errorf("%s: the answer is not kept: %v", kind, err)
		}
	}
}

// A panel that an earlier program began counted the answers that the study sets aside. Leaving them out of the next figures would tell what they were: where that is
// all that changed, the next figures are not shown.
func TestInterestsOfAnEarlierProgram(t *testing.T) {
	for _, again := range []bool{false, true} {
		w := work(t, New{Kind: Open, File: plain(t, 6, [2]int{1, 2})})
		answered := func() { // a round is opened, and each of the six answers as before
			w.open()
			for k := range 6 {
				answers := map[Question]Answer{}
				for tech := range 3 {
					answers[Question{Technology: fmt.Sprint("T", tech+1), Criterion: "C1"}] = Answer{State: study.Given, Value: float64(1 + k%5)}
				}
				w.save(fmt.Sprint("E", k+1), answers)
			}
		}
		answered()
		b, err := w.panel.base(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		named := b.interests
		b.interests = nil
		w.close()
		r, err := w.store.Record(t.Context(), recFigures, figuresKey(w.panel.id, w.panel.State().Rounds[0].ID, 0), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		r.Data = bytes.Replace(r.Data, []byte(`"named":true,`), nil, 1)
		if err := w.store.Put(t.Context(), store.RecordWrite{Record: r, Expect: store.AnyVersion}); err != nil {
			t.Fatal(err)
		}
		b.interests = named
		if again {
			w.steer(w.panel.Reopen(t.Context(), w.as("chair"), w.panel.State().Control, "once more", time.Time{}))
		} else {
			answered()
		}
		w.close()
		f, err := w.panel.Figures(t.Context(), w.as("E1"))
		if err != nil {
			t.Fatal(err)
		}
		if !f.Cell("T1", "C1").All.Shown || f.Cell("T3", "C1").All.Shown {
			t.Errorf("opened again %v: %+v", again, f.Cells)
		}
	}
}
