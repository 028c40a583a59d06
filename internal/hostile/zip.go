package hostile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"strings"
)

// piece is a text that stands n times in a part.
type piece struct {
	text string
	n    int
}

func once(s string) piece { return piece{s, 1} }

// part is an entry of the archive. Zero fields of its header are filled in.
type part struct {
	name   string
	pieces []piece
	header func(*zip.FileHeader) // tells its lies, or nil
}

// pack deflates a part. A piece is deflated once by itself, and what comes out is repeated: so a part of gigabytes is made in no time, and the
// repetition packs about as well as it would by one compressor.
func (p part) pack() (packed []byte, crc uint32, size uint64) {
	if len(p.pieces) == 0 {
		return nil, 0, 0 // only for an entry that is stored
	}
	var buf bytes.Buffer
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err)
	}
	add := func(text string, n int) {
		if n == 0 || text == "" {
			return
		}
		var block bytes.Buffer
		w.Reset(&block)
		w.Write([]byte(text))
		w.Flush()
		for range n {
			buf.Write(block.Bytes())
			crc = crc32.Update(crc, crc32.IEEETable, []byte(text))
		}
		size += uint64(n) * uint64(len(text))
	}
	for _, s := range p.pieces {
		perBlock := 1 + (1<<20)/(len(s.text)+1)
		add(strings.Repeat(s.text, perBlock), s.n/perBlock)
		add(strings.Repeat(s.text, s.n%perBlock), 1)
	}
	w.Reset(&buf)
	w.Close()
	return buf.Bytes(), crc, size
}

// archive writes the parts as a zip file.
func archive(parts []part) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		packed, crc, size := p.pack()
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, CRC32: crc, CompressedSize64: uint64(len(packed)), UncompressedSize64: size}
		if p.header != nil {
			p.header(h)
		}
		w, err := z.CreateRaw(h)
		if err == nil {
			_, err = w.Write(packed)
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}
