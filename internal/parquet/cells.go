package parquet

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// Rows is how many rows of values the table has.
func (t *Table) Rows() int64 { return t.rows }

// Columns are their names.
func (t *Table) Columns() []string {
	names := make([]string, len(t.columns))
	for k := range t.columns {
		names[k] = t.columns[k].name
	}
	return names
}

// Cells calls each with the cells of the columns' names, in row 1, and then with every value that is not null, row by row. It may be called again. The error is that of
// each, or a [zipxml.DamageError] that names the cell, or that of reading the file.
func (t *Table) Cells(each func(xlsx.Cell) error) error {
	for k, c := range t.columns {
		if name := shownText(c.name); name != "" {
			if err := each(xlsx.Cell{Row: 1, Col: k + 1, Kind: xlsx.Text, Text: name, Cached: true}); err != nil {
				return err
			}
		}
	}
	all := &held{most: packedAtMost*t.size + maxPage}
	defer func() {
		if all.zstd != nil {
			all.zstd.Close()
		}
	}()
	row := 2
	for _, g := range t.groups {
		all.bytes = 0
		chunks := make([]*chunk, len(t.columns))
		for k := range chunks {
			chunks[k] = newChunk(t, &t.columns[k], g.chunks[k], all)
		}
		for range g.rows {
			for k, chunk := range chunks {
				v, null, err := chunk.next()
				if err == nil && !null {
					var c xlsx.Cell
					if c, err = chunk.c.cell(v); err == nil {
						if c.Kind == xlsx.Text && c.Text == "" {
							continue
						}
						c.Row, c.Col, c.Cached = row, k+1, true
						if err := each(c); err != nil {
							return err
						}
						continue
					}
				}
				if damage, ok := err.(*zipxml.DamageError); ok {
					return damage.At("", xlsx.CellName(row, k+1))
				}
				if err != nil {
					return err
				}
			}
			row++
		}
	}
	return nil
}

// exact is up to where every whole number is a float64.
const exact = 1 << 53

// cell is a value as a cell.
func (c *column) cell(v value) (xlsx.Cell, error) {
	switch c.means {
	case text:
		s := v.text
		if v.bytes != nil {
			if !utf8.Valid(v.bytes) {
				return xlsx.Cell{}, wrong("the text is not UTF-8")
			}
			s = string(v.bytes)
		} else if !utf8.ValidString(s) {
			return xlsx.Cell{}, wrong("the text is not UTF-8")
		}
		if len(s) > maxText {
			return xlsx.Cell{}, wrong("the text has more than %d bytes", maxText)
		}
		return xlsx.Cell{Kind: xlsx.Text, Text: shownText(s)}, nil
	case decimal:
		return c.decimal(v)
	case date:
		return day(float64(v.whole)), nil
	case timestamp:
		if c.kind == int96s {
			return day(float64(int32(binary.LittleEndian.Uint32(v.bytes[8:]))) - 2440588 + float64(float64(binary.LittleEndian.Uint64(v.bytes))/86400e9)), nil
		}
		return day(float64(v.whole) / float64(c.unit) / 86400), nil
	case timeOfDay:
		return xlsx.Cell{Kind: xlsx.Number, Format: xlsx.Date, Number: float64(v.whole) / float64(c.unit) / 86400}, nil
	case unsigned:
		if c.kind == int32s {
			return number(float64(uint32(v.whole))), nil
		}
		if uint64(v.whole) > exact {
			return xlsx.Cell{Kind: xlsx.Text, Text: strconv.FormatUint(uint64(v.whole), 10)}, nil
		}
		return number(float64(v.whole)), nil
	}
	switch c.kind {
	case boolean:
		return xlsx.Cell{Kind: xlsx.Bool, Number: float64(v.whole)}, nil
	case float32s, float64s:
		return number(v.float), nil
	}
	if v.whole > exact || v.whole < -exact {
		return xlsx.Cell{Kind: xlsx.Text, Text: strconv.FormatInt(v.whole, 10)}, nil
	}
	return number(float64(v.whole)), nil
}

// number is a cell of a number; what is none comes as text.
func number(x float64) xlsx.Cell {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return xlsx.Cell{Kind: xlsx.Text, Text: strconv.FormatFloat(x, 'g', -1, 64)}
	}
	return xlsx.Cell{Kind: xlsx.Number, Number: x}
}

// day is a cell of so many days since 1970, as workbooks count them.
func day(days float64) xlsx.Cell {
	return xlsx.Cell{Kind: xlsx.Number, Format: xlsx.Date, Number: days + 25569}
}

// decimal is the number nearest to a decimal.
func (c *column) decimal(v value) (xlsx.Cell, error) {
	digits := new(big.Int)
	if c.kind == byteArray || c.kind == fixed {
		if len(v.bytes) == 0 || len(v.bytes) > 32 {
			return xlsx.Cell{}, wrong("the decimal has %d bytes", len(v.bytes))
		}
		digits.SetBytes(v.bytes)
		if v.bytes[0] >= 0x80 { // two's complement
			digits.Sub(digits, new(big.Int).Lsh(big.NewInt(1), uint(8*len(v.bytes))))
		}
	} else {
		digits.SetInt64(v.whole)
	}
	x, err := strconv.ParseFloat(digits.String()+"e-"+strconv.Itoa(c.scale), 64)
	if err != nil {
		return xlsx.Cell{}, wrong("the decimal is none")
	}
	return number(x), nil
}

// shownText is a text without control characters, which have no meaning in a cell and reach terminals otherwise.
func shownText(s string) string {
	control := func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}
	if strings.ContainsFunc(s, func(r rune) bool { return control(r) < 0 }) {
		s = strings.Map(control, s)
	}
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return s
}
