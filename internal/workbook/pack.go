package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"
)

// pack returns the workbook's bytes with its parts in one order: excelize writes streamed sheets in the order of a map, and the same study must give the
// same bytes.
func pack(f *excelize.File) ([]byte, error) {
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		return nil, err
	}
	in, err := zip.NewReader(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil {
		return nil, err
	}
	const contents = "[Content_Types].xml" // first, where every reader expects it
	parts := slices.Clone(in.File)
	slices.SortFunc(parts, func(a, b *zip.File) int {
		switch {
		case a.Name == contents:
			return -1
		case b.Name == contents:
			return 1
		}
		return cmp.Compare(a.Name, b.Name)
	})
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range parts {
		if err := w.Copy(part); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
