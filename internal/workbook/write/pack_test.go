package write

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
)

// What was written in pieces is read as it was written, from anywhere.
func TestPiecesHoldWhatIsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 8))
	var p pieces
	var plain []byte
	for len(plain) < 3*pieceSize+5 {
		data := make([]byte, r.IntN(pieceSize/2))
		for k := range data {
			data[k] = byte(r.Uint32())
		}
		if n, err := p.Write(data); n != len(data) || err != nil {
			t.Fatal(n, err)
		}
		plain = append(plain, data...)
	}
	want := bytes.NewReader(plain)
	for range 500 {
		from, got := r.Int64N(int64(len(plain)+10)), make([]byte, r.IntN(2*pieceSize))
		expected := make([]byte, len(got))
		n, err := p.ReadAt(got, from)
		m, end := want.ReadAt(expected, from)
		if n != m || (err == io.EOF) != (end == io.EOF && len(got) > 0) || !bytes.Equal(got[:n], expected[:m]) {
			t.Fatalf("%d bytes from %d: %d and %v for %d and %v", len(got), from, n, err, m, end)
		}
	}
}
