package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"

	"veche/internal/mcda"
	"veche/internal/study"
)

// WriteRanking writes [OfRanking] as JSON, indented by two blanks, row by row: a hundred thousand rows of twenty criteria are a hundred megabytes.
func WriteRanking(w io.Writer, o *study.Outcome, trace *mcda.Trace, tables bool) error {
	j := rankingHead(o)
	j.rest(o, trace, tables)
	around, err := encoded(&j)
	if err != nil {
		return err
	}
	mark := []byte("\n  \"ranking\": []")
	before, after, ok := bytes.Cut(around, mark) // a name cannot hold it: its line breaks are escaped
	if !ok || len(o.Rows) == 0 {
		_, err := w.Write(around)
		return err
	}
	if err := finiteRanking(o, trace); err != nil {
		return err
	}
	if _, err := w.Write(append(before, mark[:len(mark)-1]...)); err != nil {
		return err
	}
	if err := writeRows(w, len(o.Rows), chunkOf(o, trace), func() func(dst []byte, k int) ([]byte, error) {
		rows := newRowWriter(o, trace)
		return rows.after
	}); err != nil {
		return err
	}
	_, err = w.Write(append([]byte("\n  ]"), after...))
	return err
}

// chunkOf is the number of rows that are formatted at a time: about a hundred kilobytes of figures.
func chunkOf(o *study.Outcome, trace *mcda.Trace) int {
	return 1 + 4096/(len(o.Leaves)+len(trace.Values)+5)
}

// finite refuses what JSON has no words for.
func finite(all ...[]float64) error {
	for _, list := range all {
		for _, x := range list {
			if math.IsInf(x, 0) || math.IsNaN(x) {
				_, err := number(nil, x)
				return err
			}
		}
	}
	return nil
}

// finiteRanking refuses before anything is written.
func finiteRanking(o *study.Outcome, trace *mcda.Trace) error {
	for k := range o.Rows {
		if err := finite([]float64{o.Rows[k].Score}, o.Rows[k].Contributions); err != nil {
			return err
		}
	}
	for k := range trace.Values {
		if err := finite(trace.Values[k].Values); err != nil {
			return err
		}
	}
	return nil
}

// rowWriter writes rows as the encoder would.
type rowWriter struct {
	o                  *study.Outcome
	trace              *mcda.Trace
	codes, names       []int    // columns by code, values by name
	leadCode, leadName [][]byte // what stands before the figure, by column, by value
	out                []byte
}

func newRowWriter(o *study.Outcome, trace *mcda.Trace) *rowWriter {
	r := &rowWriter{o: o, trace: trace}
	var codes, names []string
	for _, i := range o.Leaves {
		codes = append(codes, o.Study.Criteria[i].Code)
	}
	for _, v := range trace.Values {
		names = append(names, v.Name)
	}
	r.codes, r.leadCode = sorted(codes)
	r.names, r.leadName = sorted(names)
	return r
}

// sorted is the order of some keys, and what stands before the figure of each behind another.
func sorted(keys []string) (order []int, lead [][]byte) {
	for k, key := range keys {
		order = append(order, k)
		lead = append(lead, append(quote([]byte(",\n        "), key), ": "...))
	}
	slices.SortStableFunc(order, func(a, b int) int { return bytes.Compare([]byte(keys[a]), []byte(keys[b])) })
	return order, lead
}

// quote appends a text as JSON.
func quote(dst []byte, text string) []byte {
	for k := range len(text) {
		if c := text[k]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			var b bytes.Buffer
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			_ = e.Encode(text) // a text always can be
			return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}

// number appends a number as encoding/json does.
func number(dst []byte, x float64) ([]byte, error) {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return dst, &json.UnsupportedValueError{Value: reflect.ValueOf(x), Str: strconv.FormatFloat(x, 'g', -1, 64)}
	}
	if size := math.Abs(x); size != 0 && (size < 1e-6 || size >= 1e21) {
		dst = strconv.AppendFloat(dst, x, 'e', -1, 64)
		if n := len(dst); n >= 4 && dst[n-4] == 'e' && (dst[n-3] == '-' || dst[n-3] == '+') && dst[n-2] == '0' { // e-09 is e-9
			dst[n-2] = dst[n-1]
			dst = dst[:n-1]
		}
		return dst, nil
	}
	if size := math.Abs(x); size != 0 && size < 1 {
		return fraction(dst, x), nil
	}
	return strconv.AppendFloat(dst, x, 'f', -1, 64), nil
}

// fraction appends a number between 1e-6 and 1 in size, without an exponent. Its digits come as 1.23e-02 and are moved: by 'f' strconv writes them one by one, which takes a third more time.
func fraction(dst []byte, x float64) []byte {
	at := len(dst)
	dst = strconv.AppendFloat(dst, x, 'e', -1, 64)
	if dst[at] == '-' {
		at++
	}
	end := len(dst) - len("e-02")
	zeros := int(dst[len(dst)-1] - '0')
	first, others := dst[at], dst[min(at+2, end):end] // the point is between them, when there are others
	dst = append(dst, "000"...)
	n := copy(dst[at+zeros+2:], others)
	dst[at+zeros+1] = first
	copy(dst[at:], "0.00000"[:zeros+1])
	return dst[:at+zeros+2+n]
}

func (w *rowWriter) key(name string) {
	w.out = append(append(append(w.out, ",\n      \""...), name...), "\": "...)
}

// figures writes an object of numbers; a figure that is not there is left out. empty is written for none.
func (w *rowWriter) figures(order []int, lead [][]byte, at func(k int) (float64, bool)) error {
	none := true
	for _, k := range order {
		x, ok := at(k)
		if !ok {
			continue
		}
		w.out = append(w.out, lead[k]...)
		if none {
			w.out[len(w.out)-len(lead[k])] = '{'
			none = false
		}
		var err error
		if w.out, err = number(w.out, x); err != nil {
			return err
		}
	}
	if none {
		w.out = append(w.out, "{}"...)
		return nil
	}
	w.out = append(w.out, "\n      }"...)
	return nil
}

// after appends a row and the comma before it.
func (w *rowWriter) after(dst []byte, k int) ([]byte, error) {
	w.out = dst
	if k > 0 {
		w.out = append(w.out, ',')
	}
	err := w.row(&w.o.Rows[k])
	return w.out, err
}

func (w *rowWriter) row(r *study.Row) (err error) {
	w.out = append(w.out, "\n    {\n      \"rank\": "...)
	w.out = strconv.AppendInt(w.out, int64(r.Rank), 10)
	w.key("id")
	w.out = quote(w.out, r.Technology.ID)
	w.key("name")
	w.out = quote(w.out, r.Technology.Name)
	w.key("group")
	w.out = quote(w.out, r.Technology.Group)
	w.key("score")
	if w.out, err = number(w.out, r.Score); err != nil {
		return err
	}
	w.key("contributions")
	if err := w.figures(w.codes, w.leadCode, func(k int) (float64, bool) {
		if r.Contributions == nil {
			return 0, false
		}
		return r.Contributions[k], true
	}); err != nil {
		return err
	}
	if len(w.names) > 0 {
		w.key("values")
		if err := w.figures(w.names, w.leadName, func(k int) (float64, bool) { return w.trace.Values[k].Values[r.Index], true }); err != nil {
			return err
		}
	}
	w.key("raters")
	w.out = strconv.AppendInt(w.out, int64(r.Raters), 10)
	answered := func(k int) (float64, bool) {
		c := w.o.Cell(r.Index, k)
		return float64(c.Answers), !c.Evidence
	}
	for _, k := range w.codes {
		if _, ok := answered(k); ok {
			w.key("answers")
			if err := w.figures(w.codes, w.leadCode, answered); err != nil {
				return err
			}
			break
		}
	}
	w.out = append(w.out, "\n    }"...)
	return nil
}
