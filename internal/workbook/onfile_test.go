package workbook

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"veche/internal/example"
)

// What is read from the disk is what stands in the file, wherever it is asked for.
func TestOnFile(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 3))
	data := make([]byte, 3*readAhead/2)
	for k := range data {
		data[k] = byte(r.Uint32())
	}
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f := &onFile{file: file}
	for range 500 {
		at, p := r.IntN(len(data)+10), make([]byte, r.IntN(readAhead+100))
		want := data[min(at, len(data)):min(at+len(p), len(data))]
		n, err := f.ReadAt(p, int64(at))
		if !bytes.Equal(p[:n], want) || (n < len(p)) != (err == io.EOF) {
			t.Fatalf("%d bytes at %d: %d read, %v", len(p), at, n, err)
		}
	}
}

// A workbook on the disk is the study that its bytes are; one that is damaged is refused alike.
func TestReadWorkbookOnDisk(t *testing.T) {
	whole, ok := example.Named(example.Names()[0])
	if !ok {
		t.Fatal("no example")
	}
	for _, data := range [][]byte{whole, whole[:len(whole)/2], append([]byte("PK\x03\x04"), whole[4:200]...), []byte("PK\x03"), {}} {
		path := filepath.Join(t.TempDir(), "study.xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, issues, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		wanted, wantedIssues := ReadBytes("study.xlsx", data)
		if !reflect.DeepEqual(issues, wantedIssues) || !reflect.DeepEqual(s, wanted) {
			t.Errorf("%d bytes: read from the disk as another study\n%v\n%v", len(data), issues, wantedIssues)
		}
	}
}

// A file that somebody writes into while it is read is seen to have changed.
func TestChangedWhileRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f := &onFile{file: file}
	if f.before, err = file.Stat(); err != nil || !f.same() {
		t.Fatal("changed already", err)
	}
	if err := os.WriteFile(path, []byte("and after"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f.same() {
		t.Error("the file is taken for unchanged")
	}
}
