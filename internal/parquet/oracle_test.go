package parquet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	oracle "github.com/parquet-go/parquet-go"

	"veche/internal/ci"
	"veche/internal/xlsx"
)

// said are the cells of a file, in order.
func said(data []byte) (string, error) {
	t, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Cells(func(c xlsx.Cell) error {
		fmt.Fprintf(&b, "%s %v %v %q %v\n", c.Ref(), c.Kind, c.Number, c.Text, c.Format)
		return nil
	})
	return b.String(), err
}

// raw are the values of a file, column by column, as this package decodes them.
func raw(data []byte) (out []string, err error) {
	t, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	for k := range t.columns {
		c := &t.columns[k]
		var b strings.Builder
		for _, g := range t.groups {
			chunk := newChunk(t, c, g.chunks[k], &held{most: 1 << 40})
			for range g.rows {
				v, null, err := chunk.next()
				switch {
				case err != nil:
					return nil, fmt.Errorf("%s: %w", c.name, err)
				case null:
					b.WriteString("null ")
				case c.kind == float32s || c.kind == float64s:
					fmt.Fprint(&b, v.float, " ")
				case c.kind == boolean || c.kind == int32s || c.kind == int64s:
					fmt.Fprint(&b, v.whole, " ")
				case v.text != "":
					fmt.Fprintf(&b, "%q ", v.text)
				default:
					fmt.Fprintf(&b, "%q ", v.bytes)
				}
			}
		}
		out = append(out, b.String())
	}
	return out, nil
}

// byOracle are the values as parquet-go reads them.
func byOracle(data []byte) (out []string, err error) {
	f, err := oracle.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	out = make([]string, len(f.Schema().Columns()))
	for _, g := range f.RowGroups() {
		for k, chunk := range g.ColumnChunks() {
			var b strings.Builder
			pages := chunk.Pages()
			for {
				page, err := pages.ReadPage()
				if err != nil {
					break
				}
				values := make([]oracle.Value, page.NumValues())
				n, _ := page.Values().ReadValues(values)
				for _, v := range values[:n] {
					switch {
					case v.IsNull():
						b.WriteString("null ")
					case v.Kind() == oracle.Boolean:
						b.WriteString(map[bool]string{true: "1 ", false: "0 "}[v.Boolean()])
					case v.Kind() == oracle.Float:
						fmt.Fprint(&b, float64(v.Float()), " ")
					case v.Kind() == oracle.Double:
						fmt.Fprint(&b, v.Double(), " ")
					case v.Kind() == oracle.Int32:
						fmt.Fprint(&b, v.Int32(), " ")
					case v.Kind() == oracle.Int64:
						fmt.Fprint(&b, v.Int64(), " ")
					case v.Kind() == oracle.Int96:
						i := v.Int96()
						fmt.Fprintf(&b, "%q ", []byte{byte(i[0]), byte(i[0] >> 8), byte(i[0] >> 16), byte(i[0] >> 24), byte(i[1]), byte(i[1] >> 8), byte(i[1] >> 16), byte(i[1] >> 24), byte(i[2]), byte(i[2] >> 8), byte(i[2] >> 16), byte(i[2] >> 24)})
					default:
						fmt.Fprintf(&b, "%q ", v.ByteArray())
					}
				}
			}
			pages.Close()
			out[k] += b.String()
		}
	}
	return out, nil
}

// The files of many programs that come with parquet-go are read as parquet-go reads them, or refused with a reason: lists, records, bytes of no known kind.
func TestFilesOfOtherPrograms(t *testing.T) {
	ci.Long(t, "Parquet files of other programs")
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/parquet-go/parquet-go").Output()
	if err != nil {
		t.Skipf("NOT CHECKED: go list: %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "*.parquet"))
	read, refused := 0, 0
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := raw(data)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(path), err)
			refused++
			continue
		}
		if _, err := said(data); err != nil {
			t.Logf("%s: %v", filepath.Base(path), err)
		}
		want, err := byOracle(data)
		if err != nil {
			t.Errorf("%s: parquet-go: %v", filepath.Base(path), err)
			continue
		}
		read++
		for k := range want {
			if got[k] != want[k] {
				t.Errorf("%s, column %d:\n%.300s, by parquet-go\n%.300s", filepath.Base(path), k, got[k], want[k])
			}
		}
	}
	t.Logf("%d read, %d refused", read, refused)
	if read < 20 {
		t.Errorf("only %d of %d files were read", read, len(files))
	}
}

// every is a row of every kind and encoding that is read.
type every struct {
	Text       string   `parquet:"text"`
	Again      *string  `parquet:"again,optional,dict,snappy"`
	Delta      string   `parquet:"delta,delta,zstd"`
	Long       *int64   `parquet:"long,optional"`
	Short      int32    `parquet:"short,delta,gzip"`
	Wide       int64    `parquet:"wide,delta"`
	Plain      int64    `parquet:"plain,dict"`
	Small      uint32   `parquet:"small"`
	Float      *float64 `parquet:"float,optional,split,zstd"`
	Single     float32  `parquet:"single,split"`
	Real       float64  `parquet:"real,optional,gzip"`
	Flag       bool     `parquet:"flag"`
	Maybe      *bool    `parquet:"maybe,optional"`
	Money      int64    `parquet:"money,decimal(2:18)"`
	Compressed *float64 `parquet:"compressed,optional,dict,zstd"`
}

// written is a file of such rows.
func written(t testing.TB, rows []every, options ...oracle.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := oracle.NewGenericWriter[every](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func random(n int, seed uint64) []every {
	r := rand.New(rand.NewPCG(seed, 1))
	pointed := func(s string) *string { return &s }
	rows := make([]every, n)
	for k := range rows {
		rows[k] = every{Text: fmt.Sprint("Технология ", r.IntN(9)), Delta: fmt.Sprintf("T%07d", k), Short: int32(r.Uint32()), Plain: r.Int64N(5), Wide: int64(r.Uint64()), Small: r.Uint32(), Single: r.Float32(), Real: r.NormFloat64(), Flag: r.IntN(2) == 0, Money: r.Int64N(1e6)}
		if r.IntN(3) > 0 {
			x, y, z, b := int64(r.Uint64()), r.NormFloat64(), float64(r.IntN(4)), r.IntN(2) == 0
			rows[k].Again, rows[k].Long, rows[k].Float, rows[k].Compressed, rows[k].Maybe = pointed(fmt.Sprint("E", r.IntN(3))), &x, &y, &z, &b
		}
	}
	return rows
}

// What parquet-go writes, in both versions of pages, small pages and several groups of rows, is read as it reads it.
func TestAsWritten(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 31, 33, 130, 5000} {
		for _, options := range [][]oracle.WriterOption{
			{oracle.DataPageVersion(1)}, {oracle.DataPageVersion(2)}, {oracle.PageBufferSize(300), oracle.DataPageVersion(1)}, {oracle.PageBufferSize(300), oracle.MaxRowsPerRowGroup(50)},
		} {
			data := written(t, random(n, uint64(n)), options...)
			want, err := byOracle(data)
			if err != nil {
				t.Fatal(err)
			}
			got, err := raw(data)
			if err != nil {
				t.Fatalf("%d rows: %v", n, err)
			}
			for k := range want {
				if got[k] != want[k] {
					t.Fatalf("%d rows, column %d:\n%.300s, by parquet-go\n%.300s", n, k, got[k], want[k])
				}
			}
		}
	}
}
