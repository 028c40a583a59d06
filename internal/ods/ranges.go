package ods

import (
	"strings"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// databaseRange is a range of a sheet that has a name, and a header or not.
type databaseRange struct {
	sheet string
	table xlsx.Table
}

// readRanges reads table:database-ranges (OpenDocument 1.2, part 1, 9.4.15). Those
// without a name of their own are the ranges of filters. A range whose address is
// not understood, a deleted one for instance, says nothing of any cell.
func (b *Book) readRanges(p *zipxml.Part, dst []databaseRange) ([]databaseRange, error) {
	n := 0
	err := p.Children(func(el *zipxml.Element) error {
		if !el.Is(table, "database-range") {
			return p.Skip()
		}
		if n++; n > b.lim.Styles {
			return p.Damage("more than %d database ranges", b.lim.Styles)
		}
		name, _ := el.In(table, "name")
		address, _ := el.In(table, "target-range-address")
		header, given := el.In(table, "contains-header")
		r := databaseRange{table: xlsx.Table{Name: cleanText(name[:min(len(name), 255)]), Header: 1}}
		if given && string(header) == "false" {
			r.table.Header = 0
		}
		var ok bool
		r.sheet, r.table.Range, ok = parseAddress(string(address))
		if ok && r.table.Name != "" && !strings.HasPrefix(r.table.Name, "__Anonymous") {
			dst = append(dst, r)
		}
		return p.Skip()
	})
	return dst, err
}

// parseAddress reads an address such as Sheet1.A1:Sheet1.C3 or
// $'It”s'.$A$1:.$C$3 (OpenDocument 1.2, part 1, 18.3.1 cellRangeAddress).
func parseAddress(s string) (sheet string, r xlsx.Range, ok bool) {
	sheet, row1, col1, rest, ok := parseCell(s)
	if !ok {
		return "", r, false
	}
	row2, col2 := row1, col1
	if rest != "" {
		if rest[0] != ':' {
			return "", r, false
		}
		if _, row2, col2, rest, ok = parseCell(rest[1:]); !ok || rest != "" {
			return "", r, false
		}
	}
	return sheet, xlsx.Range{Row1: min(row1, row2), Col1: min(col1, col2), Row2: max(row1, row2), Col2: max(col1, col2)}, true
}

// parseCell reads a cell's address at the start of s and returns what follows.
func parseCell(s string) (sheet string, row, col int, rest string, ok bool) {
	s = strings.TrimPrefix(s, "$")
	if quoted, ok := strings.CutPrefix(s, "'"); ok {
		var name strings.Builder
		for {
			k := strings.IndexByte(quoted, '\'')
			if k < 0 {
				return "", 0, 0, "", false
			}
			name.WriteString(quoted[:k])
			if quoted = quoted[k+1:]; !strings.HasPrefix(quoted, "'") {
				break
			}
			name.WriteByte('\'')
			quoted = quoted[1:]
		}
		sheet, s = name.String(), quoted
	} else if k := strings.IndexByte(s, '.'); k >= 0 {
		sheet, s = s[:k], s[k:]
	}
	s, ok = strings.CutPrefix(s, ".")
	if !ok {
		return "", 0, 0, "", false
	}
	if k := strings.IndexByte(s, ':'); k >= 0 {
		s, rest = s[:k], s[k:]
	}
	row, col, ok = xlsx.ParseRef(strings.ReplaceAll(s, "$", ""))
	return sheet, row, col, rest, ok
}
