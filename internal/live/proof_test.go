package live

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/mcda"
	"veche/internal/store"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// plain is a workbook of three technologies, two criteria from 1 to 5 with equal weights, and experts of two blocs; interests are the conflicts that it names: an
// expert and a technology.
func plain(t testing.TB, experts int, interests ...[2]int) workbook.FormFile {
	t.Helper()
	least, most := 1.0, 5.0
	s := &study.Study{Title: "Plain", Settings: study.Settings{Method: "weighted-sum", Weighting: "ahp"}, Blocs: []study.Bloc{{Name: "science"}, {Name: "state"}}}
	for k := range 3 {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", k+1), Name: fmt.Sprint("Technology ", k+1)})
	}
	for k := range 2 {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprint("C", k+1), Name: fmt.Sprint("Criterion ", k+1), Sense: mcda.Benefit, Min: &least, Max: &most})
	}
	for k := range experts {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprint("E", k+1), Name: fmt.Sprint("Name ", k+1), Bloc: s.Blocs[k%2].Name})
	}
	for _, x := range interests {
		e := &s.Experts[x[0]]
		e.Conflicts = append(e.Conflicts, int32(x[1]))
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	return workbook.FormFile{Name: "plain.xlsx", Data: data}
}

// atWork is a house with a panel in it.
type atWork struct {
	t     testing.TB
	store store.Store
	house *House
	panel *Panel
	links map[string]Link
}

func work(t testing.TB, n New) *atWork {
	t.Helper()
	s, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := workOn(t, s, n)
	t.Cleanup(func() {
		w.house.Close()
		s.Close() // a test may have closed it
	})
	return w
}

func workOn(t testing.TB, s store.Store, n New) *atWork {
	t.Helper()
	h := NewHouse(s, Options{})
	p, links, err := h.Create(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	w := &atWork{t: t, store: s, house: h, panel: p, links: map[string]Link{}}
	for _, l := range links {
		w.links[l.Person] = l
	}
	return w
}

func (w *atWork) as(person string) Actor {
	w.t.Helper()
	a, err := w.panel.As(person)
	if err != nil {
		w.t.Fatalf("%s: %v", person, err)
	}
	return a
}

// steer does a command that must succeed.
func (w *atWork) steer(_ int64, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *atWork) open() {
	w.t.Helper()
	w.steer(w.panel.OpenRound(w.t.Context(), w.as("chair"), w.panel.State().Control, time.Time{}))
}

func (w *atWork) close() {
	w.t.Helper()
	w.steer(w.panel.CloseRound(w.t.Context(), w.as("chair"), w.panel.State().Control))
}

func (w *atWork) save(person string, answers map[Question]Answer) Receipt {
	w.t.Helper()
	b, err := w.panel.Ballot(w.t.Context(), w.as(person))
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := w.panel.Save(w.t.Context(), w.as(person), Save{Round: w.panel.State().Current().ID, Version: b.Version, Answers: answers})
	if err != nil {
		w.t.Fatalf("%s: %v", person, err)
	}
	return r
}

// answers are random ones to all questions.
func (w *atWork) answers(rng *rand.Rand) map[Question]Answer {
	w.t.Helper()
	all := map[Question]Answer{}
	asked, err := w.panel.Questions(w.t.Context(), w.as("chair"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, q := range asked {
		a := Answer{State: study.Given, Value: float64(1 + rng.IntN(5))}
		if q.Pair() && rng.IntN(2) == 0 {
			a.Value = 1 / float64(1+rng.IntN(9))
		}
		if rng.IntN(12) == 0 {
			a = Answer{State: study.Abstained}
		}
		all[q] = a
	}
	return all
}

// voted is a panel after a round with receipts: the last of E1 replaced one.
func voted(t testing.TB, kind Kind, experts int) (*atWork, []Receipt) {
	w := work(t, New{Kind: kind, File: plain(t, experts, [2]int{1, 2}, [2]int{4, 0})})
	rng := rand.New(rand.NewPCG(1, 2))
	w.open()
	var receipts []Receipt
	for k := range experts - 1 { // the last one does not vote
		receipts = append(receipts, w.save(fmt.Sprint("E", k+1), w.answers(rng)))
	}
	receipts = append(receipts, w.save("E1", map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: 2.5}}))
	w.close()
	return w, receipts
}

func (w *atWork) record() []byte {
	w.t.Helper()
	data, err := w.panel.Record(w.t.Context(), w.as("chair"))
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}

func verified(t testing.TB, data []byte, e Evidence) *Verification {
	t.Helper()
	v, err := Verify(data, e)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// An honest record fits, with all receipts and roots, and its ranking is the server's to the bit.
func TestHonestRecord(t *testing.T) {
	for _, kind := range []Kind{Open, Closed} {
		w, receipts := voted(t, kind, 12)
		proofs, err := w.panel.Proofs(t.Context(), w.as("E2"))
		if err != nil {
			t.Fatal(err)
		}
		v := verified(t, w.record(), Evidence{Receipts: receipts, Notices: []Notice{proofs[0].Notice}, Absent: []string{"E12"}})
		if len(v.Wrong) > 0 || v.Held != len(receipts)+1 || len(v.Rounds) != 1 || !v.Rounds[0].Ranked || v.Rounds[0].Ballots != 11 {
			t.Errorf("%s: %+v", kind, v)
		}
		o, err := w.panel.Outcome(t.Context(), w.as("chair"))
		if err != nil {
			t.Fatal(err)
		}
		file := &verifier{out: &Verification{}}
		if err := file.read(w.record()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(Ranks(o), file.file.Rankings[0].Ranks) {
			t.Errorf("%s: the record ranks %v, the server %v", kind, file.file.Rankings[0].Ranks, Ranks(o))
		}
		if kind == Closed {
			for _, name := range []string{"Name 1", `"person":"E`} {
				for _, line := range bytes.Split(w.record(), []byte("\n")) {
					if bytes.Contains(line, []byte(`"opening"`)) && bytes.Contains(line, []byte(name)) {
						t.Errorf("a ballot of a closed panel says %q", name)
					}
				}
			}
		}
		for _, leaf := range w.panel.State().Rounds[0].closing.Leaves {
			path, place, err := w.panel.Membership(t.Context(), w.as("E2"), w.panel.State().Rounds[0].ID, leaf)
			if err != nil || !OnPath(proofs[0].Root, 11, leaf, place, path) {
				t.Errorf("%s: leaf %v has no path: %v", kind, leaf, err)
			}
			leaf[0] ^= 1
			if OnPath(proofs[0].Root, 11, leaf, place, path) {
				t.Errorf("%s: a foreign leaf has a path", kind)
			}
		}
	}
}

// One flipped bit anywhere in a record is found, and the line it is in is named.
func TestFlippedBits(t *testing.T) {
	w, _ := voted(t, Closed, 8)
	data := w.record()
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		at := rng.IntN(len(data))
		spoilt := slices.Clone(data)
		spoilt[at] ^= 1 << rng.IntN(8)
		v, err := Verify(spoilt, Evidence{})
		if err != nil {
			continue // refused as a whole
		}
		if len(v.Wrong) == 0 {
			t.Fatalf("bit flipped in byte %d (%q → %q): nothing is found", at, data[at], spoilt[at])
		}
		line := fmt.Sprintf("line %d ", 1+bytes.Count(data[:at], []byte("\n")))
		last := bytes.Count(data[:at], []byte("\n"))+1 == bytes.Count(data, []byte("\n"))
		named := false
		for _, m := range v.Wrong {
			named = named || strings.HasPrefix(m.String(), line)
		}
		if !named && !last && data[at] != '\n' && spoilt[at] != '\n' {
			t.Fatalf("bit flipped in byte %d: %s is not named in %v", at, line, v.Wrong)
		}
	}
}

// cheat is what a dishonest server does to its record before it signs it.
type cheat func(t *testing.T, f *recordFile)

// resign brings a record into a state that only receipts and logic can show to be false: hashes and signatures are the server's to make.
func resign(t *testing.T, w *atWork, data []byte, c cheat) []byte {
	t.Helper()
	v := &verifier{out: &Verification{}}
	if err := v.read(data); err != nil {
		t.Fatal(err)
	}
	c(t, v.file)
	var before store.Hash
	for k := range v.file.Events {
		e := &v.file.Events[k]
		e.Seq = int64(k) + 1
		if e.Payload != nil {
			e.Commitment = store.Commit(e.Salt, e.Payload)
		}
		e.Hash = store.Link(v.file.Header.Panel, e.Seq, e.Kind, e.Commitment, before)
		before = e.Hash
	}
	key, err := w.panel.signer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := v.file.write(key)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inBox changes the closing event.
func inBox(t *testing.T, f *recordFile, change func(*closedEvent)) {
	t.Helper()
	for k := range f.Events {
		if e := &f.Events[k]; e.Kind == evClosed {
			var c closedEvent
			if err := json.Unmarshal(e.Payload, &c); err != nil {
				t.Fatal(err)
			}
			change(&c)
			c.Root = Root(c.Leaves)
			data, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			e.Payload = data
		}
	}
}

// dropSave takes a save's event out of the chain.
func dropSave(f *recordFile, nth int) {
	for k := range f.Events {
		if f.Events[k].Kind == evBallot {
			if nth--; nth < 0 {
				f.Events = slices.Delete(f.Events, k, k+1)
				return
			}
		}
	}
}

// rerank gives a record the ranking its ballots come to.
func rerank(t *testing.T, f *recordFile) {
	t.Helper()
	key, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = key
	data, err := f.write(private)
	if err != nil {
		t.Fatal(err)
	}
	v := &verifier{out: &Verification{}}
	if err := v.read(data); err != nil {
		t.Fatal(err)
	}
	v.chain()
	r := &v.state.Rounds[0]
	read, _ := workbook.ReadUnanswered("x.xlsx", f.Workbooks[0].Data)
	peopled, _ := v.state.peopled(read)
	var all []Opening
	for _, o := range f.Openings {
		all = append(all, o.Opening)
	}
	if f.Rankings[0].Ranks, err = ranked(v.state.Kind, peopled, []openedBox{{r.closing, all}}); err != nil {
		t.Fatal(err)
	}
}

// A server that drops, adds or changes ballots, swaps who voted, or lies about the ranking is caught by receipts and record alone, however well it signs.
func TestDishonestServer(t *testing.T) {
	for _, kind := range []Kind{Open, Closed} {
		w, receipts := voted(t, kind, 12)
		honest := w.record()
		state := w.panel.State()
		proofs, err := w.panel.Proofs(t.Context(), w.as("E2"))
		if err != nil {
			t.Fatal(err)
		}
		victim := receipts[3] // of E4
		all := Evidence{Receipts: receipts, Notices: []Notice{proofs[0].Notice}, Absent: []string{"E12"}}
		drop := func(t *testing.T, f *recordFile, voters bool) {
			inBox(t, f, func(c *closedEvent) {
				k := slices.Index(c.Leaves, victim.Commitment)
				c.Leaves, c.Earlier = slices.Delete(c.Leaves, k, k+1), slices.Delete(c.Earlier, k, k+1)
				if c.Blocs != nil {
					c.Blocs = slices.Delete(c.Blocs, k, k+1)
				}
				if voters {
					c.Voters = slices.DeleteFunc(c.Voters, func(id string) bool { return id == "E4" })
				}
			})
			f.Openings = slices.DeleteFunc(f.Openings, func(o recordOpening) bool { return o.Commitment == victim.Commitment })
		}
		forged := func(f *recordFile) Opening {
			o := f.Openings[0].Opening
			o.Nonce = store.Salt()
			if kind == Open {
				o.Cast = bytes.Replace(o.Cast, []byte(`"person":"E`), []byte(`"person":"E12","was":"`), 1)
				var c cast
				if json.Unmarshal(f.Openings[0].Cast, &c) == nil {
					c.Person = "E12"
					o.Cast, _ = json.Marshal(c)
				}
			}
			o.Commitment = store.Commit(o.Nonce, o.Cast)
			return o
		}
		add := func(t *testing.T, f *recordFile, voters bool) {
			o := forged(f)
			inBox(t, f, func(c *closedEvent) {
				k, _ := slices.BinarySearchFunc(c.Leaves, o.Commitment, func(a, b store.Hash) int { return slices.Compare(a[:], b[:]) })
				c.Leaves, c.Earlier = slices.Insert(c.Leaves, k, o.Commitment), slices.Insert(c.Earlier, k, nil)
				if c.Blocs != nil {
					c.Blocs = slices.Insert(c.Blocs, k, "state")
				}
				if voters {
					c.Voters = append(c.Voters, "E12")
					slices.Sort(c.Voters)
				}
			})
			f.Openings = append(f.Openings, recordOpening{state.Rounds[0].ID, o})
			at := slices.IndexFunc(f.Events, func(e recordEvent) bool { return e.Kind == evBallot })
			f.Events = slices.Insert(f.Events, at, f.Events[at])
			if kind == Open {
				b := ballotEvent{Round: state.Rounds[0].ID, Person: "E12", Version: 1, Commitment: o.Commitment}
				f.Events[at].Payload, _ = json.Marshal(b)
			}
		}
		for name, c := range map[string]cheat{
			"a ballot is dropped": func(t *testing.T, f *recordFile) { drop(t, f, false); rerank(t, f) },
			"a ballot is dropped with its voter": func(t *testing.T, f *recordFile) {
				drop(t, f, true)
				dropSave(f, 3)
				rerank(t, f)
			},
			"a ballot is added":                func(t *testing.T, f *recordFile) { add(t, f, false); rerank(t, f) },
			"a ballot is added with its voter": func(t *testing.T, f *recordFile) { add(t, f, true); rerank(t, f) },
			"a ballot is changed": func(t *testing.T, f *recordFile) {
				for k := range f.Openings {
					if o := &f.Openings[k]; o.Commitment == victim.Commitment {
						var x cast
						if err := json.Unmarshal(o.Cast, &x); err != nil {
							t.Fatal(err)
						}
						x.Answers[0].Value = 6 - x.Answers[0].Value
						x.Answers[0].State = study.Given
						o.Cast, _ = json.Marshal(x)
						was := o.Commitment
						o.Commitment = store.Commit(o.Nonce, o.Cast)
						inBox(t, f, func(c *closedEvent) {
							at := slices.Index(c.Leaves, was)
							c.Leaves[at] = o.Commitment
							earlier := map[store.Hash][]store.Hash{}
							for k, l := range c.Leaves {
								earlier[l] = c.Earlier[k]
							}
							slices.SortFunc(c.Leaves, func(a, b store.Hash) int { return slices.Compare(a[:], b[:]) })
							for k, l := range c.Leaves {
								c.Earlier[k] = earlier[l]
							}
						})
					}
				}
				rerank(t, f)
			},
			"an old version counts": func(t *testing.T, f *recordFile) {
				inBox(t, f, func(c *closedEvent) {
					k := slices.IndexFunc(c.Earlier, func(list []store.Hash) bool { return len(list) > 0 })
					c.Earlier[k][0], c.Leaves[k] = c.Leaves[k], c.Earlier[k][0]
				})
			},
			"the ranking is another": func(t *testing.T, f *recordFile) {
				f.Rankings[0].Ranks[0].Score += 1e-15
			},
			"a root of its own": func(t *testing.T, f *recordFile) {
				inBox(t, f, func(c *closedEvent) { c.Leaves[0][5] ^= 1 })
			},
			"the weights of the roll are changed": func(t *testing.T, f *recordFile) {
				for k := range f.Events {
					if f.Events[k].Kind == evOpened {
						f.Events[k].Payload = bytes.Replace(f.Events[k].Payload, []byte(`"bloc":"state"`), []byte(`"bloc":"science"`), 1)
					}
				}
			},
			"the workbook is another": func(t *testing.T, f *recordFile) { f.Workbooks[0].Data[40] ^= 1 },
		} {
			t.Run(string(kind)+", "+name, func(t *testing.T) {
				v := verified(t, resign(t, w, honest, c), all)
				if len(v.Wrong) == 0 {
					t.Error("nobody has noticed")
				}
				for _, m := range v.Wrong {
					t.Log(m)
				}
			})
		}
		t.Run(string(kind)+", two roots", func(t *testing.T) {
			key, err := w.panel.signer(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			other := proofs[0].Notice
			other.Root[0] ^= 1
			other.Signature = ed25519.Sign(key, other.message())
			if v := verified(t, honest, Evidence{Notices: []Notice{proofs[0].Notice, other}}); len(v.Wrong) == 0 {
				t.Error("nobody has noticed")
			}
		})
		t.Run(string(kind)+", forged receipts", func(t *testing.T) {
			forged := receipts[0]
			forged.Version++
			if v := verified(t, honest, Evidence{Receipts: []Receipt{forged}}); len(v.Wrong) == 0 {
				t.Error("a receipt that the panel did not give is taken")
			}
		})
	}
}
