package engine

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/report/engine/prepared"
)

// What is embedded is what its note names, and not larger than a report may carry.
func TestEmbedded(t *testing.T) {
	z, err := gzip.NewReader(bytes.NewReader(Wasm()))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if !packed(data) {
		t.Errorf("engine.wasm.gz is not the engine that engine.sum names")
	}
	if len(Wasm()) > 2<<20 {
		t.Errorf("the engine weighs %d bytes, more than two megabytes", len(Wasm()))
	}
}

// A part holds no markup but its own, whatever the names are, and its problem reads back with the same scores.
func TestPart(t *testing.T) {
	o := outcome(t, "horizon-scan")
	o.Study.Criteria[o.Leaves[0]].Name = `</script><script>alert(1)</script>`
	o.Rows[0].Technology.Name = "a\u202eb <!-- ]]>"
	for _, l := range []language.Language{language.English, language.Russian} {
		p, err := Of(o, l)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(p.Markup, "</script>"); n != 3 {
			t.Errorf("%s: %d scripts end in the part, not 3", l.Code(), n)
		}
		if strings.Contains(p.Markup, "<!--") || strings.ContainsRune(p.Markup, '\u202e') {
			t.Errorf("%s: a name became markup, or turns the line", l.Code())
		}
		if l == language.Russian && strings.Contains(p.Markup, "Move a weight") {
			t.Errorf("the Russian part speaks English")
		}
	}
	data, err := Problem(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := prepared.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := r.Dims()
	scores, order, ranks := make([]float64, m), make([]int32, m), make([]float64, m)
	r.Rank(o.Global, scores, order, ranks)
	for k := range o.Rows {
		if i := o.Rows[k].Index; scores[i] != o.Rows[k].Score || int(ranks[i]) != o.Rows[k].Rank || int(order[k]) != i {
			t.Errorf("%s: place %g with %g, not %d with %g", o.Rows[k].Technology.ID, ranks[i], scores[i], o.Rows[k].Rank, o.Rows[k].Score)
		}
	}
}
