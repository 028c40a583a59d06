package zipxml

import (
	"bytes"
	"testing"
)

// Marks are counted wherever a step ends, and once each.
func TestCountAcrossSteps(t *testing.T) {
	for at := 1<<18 - 6; at < 1<<18+6; at++ {
		data := make([]byte, 1<<19+3)
		for _, k := range []int{0, at, at + 8, len(data) - 4} {
			copy(data[k:], DirectorySignature)
		}
		if n, err := count(bytes.NewReader(data), int64(len(data)), DirectorySignature); n != 4 || err != nil {
			t.Errorf("a mark at %d: %d counted, %v", at, n, err)
		}
	}
	if n, err := count(bytes.NewReader(nil), 0, DirectorySignature); n != 0 || err != nil {
		t.Errorf("nothing: %d, %v", n, err)
	}
}
