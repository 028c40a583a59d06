package sums

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/store/postgrestest"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Numbers of 128 bits are what package math/big says.
func TestWide(t *testing.T) {
	ci.Check(t, func(t *rapid.T) {
		sum, want, squares, square := wide{}, new(big.Int), wide{}, new(big.Int)
		for _, v := range rapid.SliceOf(rapid.Int64Range(-mostWhole, mostWhole)).Draw(t, "values") {
			n := big.NewInt(v)
			want.Add(want, n)
			sum.add(v)
			square.Add(square, n.Mul(n, n))
			squares.addSquare(v)
		}
		sum.plus(squares)
		want.Add(want, square)
		if sum.big().Cmp(want) != 0 || squares.big().Cmp(square) != 0 {
			t.Fatalf("%v and %v, not %v and %v", sum.big(), squares.big(), want, square)
		}
		for _, n := range []*big.Int{want, square, new(big.Int).Neg(want)} {
			if again, ok := wideOf(n.String()); !ok || again.big().Cmp(n) != 0 {
				t.Fatalf("%v is read as %v", n, again.big())
			}
		}
	})
	for _, text := range []string{"", "1.5", "x", new(big.Int).Lsh(big.NewInt(1), 127).String()} {
		if _, ok := wideOf(text); ok {
			t.Errorf("%q is taken for a number of 128 bits", text)
		}
	}
}

// A number is taken in millionths exactly when it has no more decimals.
func TestWhole(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "7": 7e6, "-3.5": -35e5, "0.1": 1e5, "4.35": 4350000, "0.000001": 1, "1.000001": 1000001, "4000000000.5": 4000000000500000, "0.3": 300000} {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		if v, ok := whole(x); !ok || v != want {
			t.Errorf("%s is %d (%v), not %d", text, v, ok, want)
		}
	}
	for _, x := range []float64{1.0 / 3, 0.0000001, 1e10, math.NaN(), math.Inf(1), math.Nextafter(0.1, 1)} {
		if v, ok := whole(x); ok {
			t.Errorf("%v is taken for %d millionths", x, v)
		}
	}
}

// A mean is the float64 next to the quotient, of sums of any size.
func TestMean(t *testing.T) {
	ci.Check(t, func(t *rapid.T) {
		s, sum := Sum{}, new(big.Int)
		for _, v := range rapid.SliceOfN(rapid.Int64Range(-mostWhole, mostWhole), 1, 50).Draw(t, "values") {
			s.take(&answer{state: study.Given, value: v})
			sum.Add(sum, big.NewInt(v))
		}
		want, _ := new(big.Rat).SetFrac(sum, big.NewInt(s.Given*millionths)).Float64()
		if s.Mean() != want {
			t.Fatalf("%v, not %v", s.Mean(), want)
		}
	})
	r := rand.New(rand.NewPCG(20, 2)) // sums that are no float64
	for range 2000 {
		s, sum := Sum{}, new(big.Int)
		for range 3 + r.IntN(7) {
			v := mostWhole - r.Int64N(1<<40)
			s.take(&answer{state: study.Given, value: v})
			sum.Add(sum, big.NewInt(v))
		}
		if want, _ := new(big.Rat).SetFrac(sum, big.NewInt(s.Given*millionths)).Float64(); s.Mean() != want {
			t.Fatalf("%v, not %v", s.Mean(), want)
		}
	}
}

// draw writes a study with random answers into files of text in a folder. Of an exact one experts count alike and answer in whole numbers.
func draw(t *rapid.T, folder string, exact bool) {
	technologies, criteria, experts := rapid.IntRange(2, 5).Draw(t, "technologies"), rapid.IntRange(1, 3).Draw(t, "criteria"), rapid.IntRange(1, 9).Draw(t, "experts")
	blocs, rounds := rapid.IntRange(0, 3).Draw(t, "blocs"), rapid.IntRange(0, 2).Draw(t, "rounds")
	listed, decimals := blocs > 0 || rapid.Bool().Draw(t, "listed"), rapid.IntRange(0, 3).Draw(t, "decimals")
	flat, round := rapid.Bool().Draw(t, "flat"), ""
	if exact {
		flat, decimals = true, 0
	}
	if rounds == 2 {
		round = rapid.SampledFrom([]string{"", "all", "R1", "R2"}).Draw(t, "round")
	}
	write := func(name string, rows ...string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings := []string{"Key,Value", "method,weighted-sum", "round," + round, "levels,blocs"}
	if flat {
		settings[3] = "levels,flat"
	}
	write("Study.csv", settings...)
	rows := []string{"Code,Criterion,Sense,Weight"}
	for j := range criteria {
		rows = append(rows, fmt.Sprintf("C%d,Criterion %d,benefit,%d", j+1, j+1, j+1))
	}
	write("Criteria.csv", rows...)
	rows = []string{"ID,Technology"}
	for i := range technologies {
		rows = append(rows, fmt.Sprintf("T%d,Technology %d", i+1, i+1))
	}
	write("Technologies.csv", rows...)
	if blocs > 0 {
		rows = []string{"Bloc,Weight"}
		for b := range blocs {
			rows = append(rows, fmt.Sprintf("B%d,%d", b+1, rapid.IntRange(1, 5).Draw(t, "weight")))
		}
		write("Blocs.csv", rows...)
	}
	if listed {
		rows = []string{"ID,Bloc,Conflicts"}
		for e := range experts {
			bloc, conflict := "", ""
			if blocs > 0 {
				bloc = fmt.Sprintf("B%d", rapid.IntRange(1, blocs).Draw(t, "bloc"))
			}
			if rapid.IntRange(0, 9).Draw(t, "conflict") == 0 {
				conflict = "T1"
			}
			rows = append(rows, fmt.Sprintf("E%d,%s,%s", e+1, bloc, conflict))
		}
		write("Experts.csv", rows...)
	}
	rows = nil
	for k := range max(1, rounds) {
		for e := range experts {
			for i := range technologies {
				for j := range criteria {
					value := strconv.FormatFloat(float64(rapid.IntRange(-3000, 3000).Draw(t, "value"))/math.Pow10(decimals), 'f', decimals, 64)
					switch rapid.IntRange(0, 11).Draw(t, "state") {
					case 0:
						value = ""
					case 1:
						value = "n/a"
					case 2:
						continue
					}
					name := ""
					if rounds > 0 {
						name = fmt.Sprintf("R%d", k+1)
					}
					rows = append(rows, fmt.Sprintf("%s,E%d,T%d,C%d,%s", name, e+1, i+1, j+1, value))
				}
			}
		}
	}
	write("Scores.csv", append([]string{"Round,Expert,Technology,Criterion,Score"}, rapid.Permutation(rows).Draw(t, "order")...)...)
}

// key is a cell of the matrix.
type key struct{ technology, criterion int32 }

// told is what a study says of each cell, and what of it is not ranked.
func told(t *rapid.T, s *study.Study) (values map[key]float64, answered map[key]bool) {
	g, err := s.Gathered()
	if err != nil {
		t.Fatal(err)
	}
	values, answered = map[key]float64{}, map[key]bool{}
	for k, c := range g.Cells {
		if c.Known {
			at := key{int32(k / len(g.Leaves)), int32(g.Leaves[k%len(g.Leaves)])}
			values[at], answered[at] = c.Value, c.Answers > 0
		}
	}
	return values, answered
}

// The means are those that the study has when its answers are kept: to the bit where experts count alike and answer in whole numbers, and else to some units of the
// last place of the largest answer, as there answers are added one by one. What is written is read as the same study.
func TestMeansAsInMemory(t *testing.T) {
	for name, exact := range map[string]bool{"exact": true, "near": false} {
		t.Run(name, func(t *testing.T) {
			seen := 0
			ci.Check(t, func(t *rapid.T) {
				folder := temporary(t)
				defer os.RemoveAll(folder)
				draw(t, folder, exact)
				if comparedWithMemory(t, folder, exact) {
					seen++
				}
			})
			if seen == 0 {
				t.Error("nothing was compared")
			}
		})
	}
}

func temporary(t *rapid.T) string {
	folder, err := os.MkdirTemp("", "veche-sums-")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// comparedWithMemory compares a study's means with those of the study whose answers are kept; false where it has no answers that count.
func comparedWithMemory(t *rapid.T, folder string, exact bool) bool {
	s, issues, err := workbook.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	got, wrong := Read(context.Background(), folder, "")
	if issues.Err() != nil || len(s.Scores) == 0 { // a round that nobody answered
		if wrong == nil {
			t.Fatalf("joined in spite of %v", issues)
		}
		return false
	}
	want, answered := told(t, s)
	if len(want) == 0 {
		if wrong == nil {
			t.Fatal("means of nothing")
		}
		return false
	}
	if wrong != nil {
		t.Fatal(wrong)
	}
	if got.Study.Evidence.Len() != len(want) || len(got.Study.Scores) > 0 {
		t.Fatalf("%d means of %d", got.Study.Evidence.Len(), len(want))
	}
	for e := range got.Study.Evidence.All() {
		at := key{e.Technology, e.Criterion}
		if v := want[at]; !answered[at] || exact && v != e.Value || math.Abs(v-e.Value) > 1e-11 {
			t.Fatalf("T%d C%d: %v, not %v", e.Technology+1, e.Criterion+1, e.Value, v)
		}
	}
	data, err := workbook.WriteStudy(got.Study)
	if err != nil {
		t.Fatal(err)
	}
	again, issues := workbook.ReadBytes("means.xlsx", data)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	reread, _ := told(t, again)
	first, _ := told(t, got.Study)
	if !reflect.DeepEqual(reread, first) {
		t.Fatalf("written %v, read %v", first, reread)
	}
	return true
}

// A PostgreSQL gives what memory gives, to the bit: every sum, every mean, every figure that is said.
func TestEnginesAgree(t *testing.T) {
	server := postgrestest.Start(t)
	url, seen := server.Database(), 0
	rapid.Check(t, func(t *rapid.T) {
		folder := temporary(t)
		defer os.RemoveAll(folder)
		draw(t, folder, false)
		want, wantErr := Read(context.Background(), folder, "")
		got, err := Read(context.Background(), folder, url)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("%v, not %v", err, wantErr)
		}
		if wantErr == nil {
			seen++
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v, not %+v", got, want)
			}
		}
	})
	if seen == 0 {
		t.Error("no study was read")
	}
}

// small is a study of two technologies with so many lines of scores, and settings of its own.
func small(t *testing.T, settings string, scores ...string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"Study.csv": "Key,Value\nmethod,weighted-sum\n" + settings, "Criteria.csv": "Code,Criterion,Sense,Weight\nC1,Use,benefit,1\n", "Technologies.csv": "ID,Technology\nT1,First\nT2,Second\n",
		"Scores.csv": "Expert,Technology,Criterion,Score\n" + strings.Join(scores, "\n") + "\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// with adds a file to a study's folder.
func with(t *testing.T, folder, name, text string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Judgements count as they did: those of the rounds that count, and those of none; so the study of means is ranked as the study is, to the bit, when it is written and read.
func TestJudgementsStay(t *testing.T) {
	for _, round := range []string{"", "First", "all", "Second"} {
		folder := with(t, t.TempDir(), "Study.csv", "Key,Value\nmethod,weighted-sum\nweighting,ahp\nlevels,flat\nround,"+round+"\n")
		with(t, folder, "Criteria.csv", "Code,Criterion,Sense\nC1,Use,benefit\nC2,Readiness,benefit\nC3,Cost,cost\n")
		with(t, folder, "Technologies.csv", "ID,Technology\nT1,First\nT2,Second\nT3,Third\n")
		with(t, folder, "Pairwise.csv", "Round,Expert,A,B,Preferred,Intensity\nFirst,E1,C1,C2,A,3\nFirst,E1,C1,C3,B,2\nFirst,E1,C2,C3,A,5\nSecond,E1,C1,C2,B,7\nSecond,E1,C1,C3,A,2\nSecond,E1,C2,C3,A,4\n,E2,C1,C2,A,2\n,E2,C1,C3,A,2\n,E2,C2,C3,=,1\n")
		rows := "Round,Expert,Technology,C1,C2,C3\n"
		for k, r := range []string{"First", "Second", "Third"} {
			for e := range 2 {
				for i := range 3 {
					rows += fmt.Sprintf("%s,E%d,T%d,%d,%d,%d\n", r, e+1, i+1, 1+(k+i*e)%5, 1+(3*k+2*i+e)%7, 1+(i+k)%4)
				}
			}
		}
		with(t, folder, "Scores.csv", rows)
		s, issues, err := workbook.Read(folder)
		if err != nil || issues.Err() != nil {
			t.Fatal(err, issues)
		}
		want, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		summed, err := Read(t.Context(), folder, "")
		if err != nil {
			t.Fatal(err)
		}
		data, err := workbook.WriteStudy(summed.Study)
		if err != nil {
			t.Fatal(err)
		}
		again, issues := workbook.ReadBytes("means.xlsx", data)
		if issues.Err() != nil {
			t.Fatal(issues)
		}
		got, err := study.Evaluate(again)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Global, want.Global) || !reflect.DeepEqual(got.Problem.Scores, want.Problem.Scores) {
			t.Errorf("round %q: weights %v, not %v; means %v, not %v", round, got.Global, want.Global, got.Problem.Scores, want.Problem.Scores)
		}
		for k := range want.Rows {
			if got.Rows[k].Technology.ID != want.Rows[k].Technology.ID || got.Rows[k].Score != want.Rows[k].Score {
				t.Errorf("round %q: place %d has %s with %v, not %s with %v", round, k+1, got.Rows[k].Technology.ID, got.Rows[k].Score, want.Rows[k].Technology.ID, want.Rows[k].Score)
			}
		}
	}
}

// What sums cannot join is refused with its cell, by both engines alike.
func TestRefused(t *testing.T) {
	check := func(t *testing.T, url string) {
		for _, x := range []struct{ name, folder, code, cell string }{
			{"twice", small(t, "", "E1,T1,C1,5", "E1,T2,C1,4", "E1,T1,C1,6"), "E-SCORE-DUPLICATE", "D4"},
			{"median", small(t, "aggregation,median\n", "E1,T1,C1,5", "E1,T2,C1,4"), "E-AGGREGATION", "Study.csv!B3"},
			{"competence", small(t, "competence,given\n", "E1,T1,C1,5", "E1,T2,C1,4"), "E-AGGREGATION", "Study.csv!B3"},
			{"a bloc without weight", with(t, with(t, small(t, "", "E1,T1,C1,5", "E2,T2,C1,4"), "Blocs.csv", "Bloc,Weight\nA,1\nB,0\n"), "Experts.csv", "ID,Name,Bloc\nE1,Ann,A\nE2,Bob,B\n"), "E-AGGREGATION", "Blocs.csv!A3"},
			{"decimals", small(t, "", "E1,T1,C1,5", "E1,T2,C1,4.1234567"), "E-AGGREGATION", "D3"},
			{"fuzzy", small(t, "", "E1,T1,C1,5", "E1,T2,C1,4; 5; 6"), "E-AGGREGATION", "D3"},
			{"measured too", with(t, small(t, "", "E1,T1,C1,5", "E1,T2,C1,4"), "Evidence.csv", "Technology,C1\nT1,5\nT2,6\n"), "E-MIXED", "B2"},
			{"compared too", with(t, small(t, "", "E1,T1,C1,5", "E1,T2,C1,4"), "Pairwise.csv", "Expert,Parent,A,B,Preferred,Intensity\nE1,C1,T1,T2,A,3\n"), "E-MIXED", ""},
			{"unknown", small(t, "", "E1,T1,C1,5", "E1,T3,C1,4"), "E-REF-UNKNOWN", "B3"},
		} {
			_, err := Read(context.Background(), x.folder, url)
			var issues study.Issues
			if !errors.As(err, &issues) || len(issues) == 0 || issues[0].Code != x.code || !strings.HasSuffix(issues[0].Place.String(), x.cell) {
				t.Errorf("%s: %v, not %s at %s", x.name, err, x.code, x.cell)
			}
		}
		if _, err := Read(context.Background(), small(t, ""), url); err == nil {
			t.Error("a study without answers is joined")
		}
	}
	t.Run("memory", func(t *testing.T) { check(t, "") })
	t.Run("postgres", func(t *testing.T) { check(t, postgrestest.Start(t).Database()) })
}

// An address that is none, and a database that is not there, are said.
func TestNoDatabase(t *testing.T) {
	folder := small(t, "", "E1,T1,C1,5", "E1,T2,C1,4")
	for _, url := range []string{"mysql://x", "postgres://a b", "postgres://veche@127.0.0.1:1/none?sslmode=disable"} {
		if _, err := Read(context.Background(), folder, url); err == nil {
			t.Errorf("%s: no error", url)
		}
	}
}

// What is said of the answers: counts, and the standard deviation around the technologies' means, worked out by hand.
func TestSays(t *testing.T) {
	twice := small(t, "", "E1,T1,C1,5", "E2,T1,C1,7", "E3,T1,C1,", "E1,T2,C1,4", "E2,T2,C1,8", "E3,T2,C1,n/a")
	once := with(t, small(t, "", "E1,T1,C1,5", "E2,T2,C1,7"), "Criteria.csv", "Code,Criterion,Sense,Weight\nC1,Use,benefit,1\nC2,Price,cost,1\n")
	for folder, want := range map[string][]string{
		twice: {"4 answers were joined into 2 means", "C1: 4 answers, 1 blank, 1 don't know; standard deviation around the technologies' means 2.24"}, // √((1+1+4+4)/2)
		with(t, once, "Evidence.csv", "Technology,C2\nT1,10\nT2,20\n"): {"2 answers were joined into 2 means", "C1: 2 answers, 0 blank, 0 don't know; no technology has two"},
	} {
		got, err := Read(context.Background(), folder, "")
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, m := range got.Says() {
			said = append(said, m.String())
		}
		if !slices.Equal(said, want) {
			t.Errorf("%q, not %q", said, want)
		}
	}
}

// More answers than are handed over at once come to the same too, and where the connection is lost while they do it is said and nothing hangs.
func TestManyAnswers(t *testing.T) {
	server := postgrestest.Start(t)
	d, err := connect(t.Context(), server.Database())
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	lost, err := connect(t.Context(), server.Database())
	if err != nil {
		t.Fatal(err)
	}
	defer lost.close()
	m, r := newMemory(), rand.New(rand.NewPCG(20, 1))
	m.criteria = 7
	for range 5*lot + 17 {
		x := answer{question{r.Int32N(40), r.Int32N(7)}, group{r.Int32N(3) - 1, r.Int32N(4)}, study.State(r.IntN(3)), 0}
		if x.state == study.Given {
			x.value = r.Int64N(2*mostWhole) - mostWhole
		}
		m.take(&x)
		d.take(&x)
	}
	want, got := everySum(t, m), everySum(t, d)
	if len(want) < 40*7*3 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d sums, not %d", len(got), len(want))
	}
	server.Cut()
	for k := 0; !lost.take(&answer{}); k++ {
		if k > 1000*lot {
			t.Fatal("it takes on and on")
		}
	}
	if err := lost.each(t.Context(), func(question, []group, []Sum) error { return nil }); err == nil {
		t.Error("a lost connection is not told")
	}
}

// everySum is all that a fold has.
func everySum(t *testing.T, f fold) (all []string) {
	t.Helper()
	if err := f.each(t.Context(), func(q question, groups []group, sums []Sum) error {
		for k, g := range groups {
			all = append(all, fmt.Sprintf("%v %v %+v", q, g, sums[k]))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// A question is answered again when it was before by the same expert in the same round, and by nobody else.
func TestAnswered(t *testing.T) {
	ci.Check(t, func(t *rapid.T) {
		var a answered
		known := map[[3]int]bool{}
		for range rapid.IntRange(1, 200).Draw(t, "answers") {
			q := [3]int{rapid.IntRange(-1, 2).Draw(t, "round"), rapid.IntRange(0, 3).Draw(t, "expert"), rapid.IntRange(0, 3*pageBits).Draw(t, "question")}
			if again := a.again(int32(q[0]), int32(q[1]), q[2]); again != known[q] {
				t.Fatalf("%v: %v", q, again)
			}
			known[q] = true
		}
	})
}
