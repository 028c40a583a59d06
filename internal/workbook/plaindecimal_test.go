package workbook

import (
	"math/rand/v2"
	"testing"
)

// What is read the short way is read as the patterns read it.
func TestPlainDecimal(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 5))
	const letters = "0123456789.,-"
	short, long := 0, 0
	for range 200_000 {
		text := make([]byte, 1+r.IntN(9)) // nine out of ten; the others are longer than what is divided
		if r.IntN(10) == 0 {
			text = make([]byte, 12+r.IntN(12))
		}
		for k := range text {
			text[k] = letters[r.IntN(len(letters)-2*r.IntN(2))]
			if r.IntN(3) == 0 || len(text) >= 12 && k != 4 {
				text[k] = '0' + byte(r.IntN(10))
			}
		}
		f, ok := plainDecimal(string(text))
		if !ok {
			continue
		}
		short++
		if len(text) >= 12 {
			long++
		}
		if want, ok := parseFigure(string(text)); !ok || f != want {
			t.Fatalf("%q: %+v, by the patterns %+v (%v)", text, f, want, ok)
		}
	}
	if short < 20_000 || long < 1000 {
		t.Errorf("only %d were read the short way, %d of them long", short, long)
	}
}

// A text that is not UTF-8 is read up to a limit, because each encoding that it may have takes as much again.
func TestLargeOldText(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 64 MB")
	}
	data := make([]byte, maxOldText+1)
	for k := range data {
		data[k] = 'a'
	}
	if _, _, f := decode(data); f != nil {
		t.Errorf("UTF-8 is refused: %v", f.message)
	}
	data[len(data)-1] = 0xcf
	if _, _, f := decode(data); f == nil || f.code != "E-TEXT-ENCODING" {
		t.Errorf("a text of %d bytes that is not UTF-8: %+v", len(data), f)
	}
}
