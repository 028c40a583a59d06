package workbook

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"veche/internal/study"
)

// tableOf is a Parquet file of rows, as another program writes it.
func tableOf[T any](t testing.TB, rows []T) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type scoreRow struct {
	Expert     string   `parquet:"Expert,dict"`
	Technology string   `parquet:"Technology,dict,zstd"`
	Criterion  string   `parquet:"Criterion"`
	Score      *float64 `parquet:"Score,optional"`
}

func of(x float64) *float64 { return &x }

// sixScores are the scores of plainText.
func sixScores() []scoreRow {
	return []scoreRow{{"E1", "T1", "C1", of(8)}, {"E1", "T1", "C2", of(3)}, {"E1", "T2", "C1", of(5)}, {"E1", "T2", "C2", of(2)}, {"E1", "T3", "C1", of(9)}, {"E1", "T3", "C2", of(9)}}
}

// withTable is plainText with a Parquet file in place of its scores.
func withTable(name, data string) map[string]string {
	files := plainText()
	delete(files, "Scores.csv")
	files[name] = data
	return files
}

// Scores in a Parquet file are the study that the same scores in a text are; a null is a missing answer and no zero.
func TestScoresFromParquet(t *testing.T) {
	want, _ := folder(t, plainText())
	rows := sixScores()
	s, issues := folder(t, withTable("Scores.parquet", tableOf(t, rows)))
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	if len(s.Source.SHA256) != 64 || s.Source.SHA256 == want.Source.SHA256 {
		t.Error(s.Source)
	}
	if at := s.Place(s.Scores[3].Origin).String(); at != "study Scores.parquet!D5" {
		t.Error(at)
	}
	s.Source, s.Sheets, s.Called, want.Source, want.Sheets, want.Called = study.Source{}, nil, nil, study.Source{}, nil, nil
	if a, b := unplaced(s), unplaced(want); !reflect.DeepEqual(a, b) {
		t.Errorf("%+v, want\n%+v", a, b)
	}
	rows[2].Score = nil
	s, issues = folder(t, withTable("Scores.parquet", tableOf(t, rows)))
	if issues.Err() != nil || s.Scores[2].State != study.Missing || s.Scores[3].Value != 2 {
		t.Errorf("%+v %v", s.Scores, issues)
	}
}

// Measured values keep every bit, whatever kind of number they are.
func TestEvidenceFromParquet(t *testing.T) {
	type row struct {
		Technology string   `parquet:"Technology"`
		C1         *float64 `parquet:"C1,optional"`
		C2         int64    `parquet:"C2,decimal(2:18)"`
	}
	type single struct {
		Technology string  `parquet:"Technology"`
		C1         float32 `parquet:"C1"`
		C2         int32   `parquet:"C2"`
	}
	x := math.Nextafter(math.Pi, 4)
	s, issues := folder(t, withTable("Evidence.parquet", tableOf(t, []row{{"T1", of(x), 729}, {"T2", nil, 110}, {"T3", of(2), 1000}})))
	var got []float64
	for m := range s.Evidence.All() {
		got = append(got, m.Value)
	}
	if want := []float64{x, 7.29, 1.1, 2, 10}; issues.Err() != nil && !strings.Contains(issues.Error(), "missing") || !slices.Equal(got, want) {
		t.Errorf("%v, want %v; %v", got, want, issues)
	}
	s, issues = folder(t, withTable("Evidence.parquet", tableOf(t, []single{{"T1", 7.3, 3}, {"T2", 2, 4}, {"T3", 2.5, 10}})))
	if e := slices.Collect(s.Evidence.All()); issues.Err() != nil || e[0].Value != float64(float32(7.3)) || e[5].Value != 10 {
		t.Errorf("%+v %v", s.Evidence, issues)
	}
}

func TestPlantedFaultsOfParquet(t *testing.T) {
	good := tableOf(t, sixScores())
	with := func(k int, score *float64) string {
		rows := sixScores()
		rows[k].Score = score
		return tableOf(t, rows)
	}
	type listed struct {
		Expert string    `parquet:"Expert"`
		Scores []float64 `parquet:"Scores,list"`
	}
	type texts struct {
		Expert     string `parquet:"Expert"`
		Technology string `parquet:"Technology"`
		Criterion  string `parquet:"Criterion"`
		Score      string `parquet:"Score"`
	}
	type other struct {
		Who  string `parquet:"Who"`
		What int64  `parquet:"What"`
	}
	type dated struct {
		Expert     string `parquet:"Expert"`
		Technology string `parquet:"Technology"`
		Criterion  string `parquet:"Criterion"`
		Score      int64  `parquet:"Score,timestamp"`
	}
	for _, c := range []struct{ name, data, code, place, says string }{
		{"out of scale", with(1, of(30)), "E-SCORE-RANGE", "Scores.parquet!D3", "Enter 1 to 10"},
		{"not a number", with(2, of(math.NaN())), "E-NUMBER", "Scores.parquet!D4", "NaN"},
		{"infinite", with(2, of(math.Inf(1))), "E-NUMBER", "Scores.parquet!D4", "Inf"},
		{"a text where a number belongs", tableOf(t, []texts{{"E1", "T1", "C1", "many"}}), "E-NUMBER", "Scores.parquet!D2", "many"},
		{"an unknown technology", tableOf(t, []scoreRow{{"E1", "T1", "C1", of(1)}, {"E1", "T9", "C1", of(1)}}), "E-REF-UNKNOWN", "Scores.parquet!B3", "T9"},
		{"a date where a score belongs", tableOf(t, []dated{{"E1", "T1", "C1", 1_700_000_000_000}}), "E-DATE", "Scores.parquet!D2", ""},
		{"other columns", tableOf(t, []other{{"E1", 3}}), "E-HEADER-MISSING", "Scores.parquet!A1", "in one row"},
		{"lists", tableOf(t, []listed{{"E1", []float64{1, 2}}}), "E-FILE-DAMAGED", "Scores.parquet", "holds lists or records"},
		{"cut off", good[:len(good)-20], "E-FILE-DAMAGED", "Scores.parquet", "cut off"},
		{"a text so named", "Expert,Technology\n", "E-FILE-FORMAT", "Scores.parquet", "not a Parquet file"},
		{"empty", "", "E-FILE-FORMAT", "Scores.parquet", "not a Parquet file"},
		{"a page that is spoilt", strings.Replace(good, "T1", "\xff\xfe", 1), "", "", ""},
	} {
		_, issues := folder(t, withTable("Scores.parquet", c.data))
		errs := issues.Errors()
		if c.code == "" {
			if len(errs) == 0 {
				t.Errorf("%s: nothing is wrong", c.name)
			}
			continue
		}
		if i := slices.IndexFunc(errs, func(i study.Issue) bool { return i.Code == c.code }); i < 0 || errs[i].Place.String() != "study "+c.place || !strings.Contains(errs[i].String(), c.says) || errs[i].Remedy.IsZero() {
			t.Errorf("%s: %v, want %s at %s", c.name, errs, c.code, c.place)
		}
	}
	if _, issues := folder(t, changed("Scores.parquet", good)); codes(issues.Errors()) != "E-SHEET-DUPLICATE" {
		t.Error(issues)
	}
	// A file on its own is no study, and what to do is said.
	path := filepath.Join(t.TempDir(), "scores.parquet")
	if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, issues, err := Read(path); err != nil || codes(issues) != "E-FILE-FORMAT" || !strings.Contains(issues[0].Remedy.String(), "put it into a folder") {
		t.Error(issues, err)
	}
}
