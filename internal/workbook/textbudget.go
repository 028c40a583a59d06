package workbook

import "veche/internal/xlsx"

// Limits on the text of a sheet that is made sense of: a file of some kilobytes can name a text of a megabyte a million times.
const (
	maxText     = 4 * 32_767 // bytes of a cell: 32,767 characters are the most that Excel keeps
	maxRowText  = 8 << 20    // bytes of a row, which is held as a whole
	maxLongText = 64 << 20   // bytes of a sheet beyond the first shortText of each cell
	shortText   = 250
)

// textBudget counts the text of one reading of a sheet.
type textBudget struct{ row, inRow, long int }

// take counts a cell; it returns what is wrong, or "".
func (b *textBudget) take(c *xlsx.Cell) string {
	n := len(c.Text) + len(c.Formula)
	if n == 0 {
		return ""
	}
	if c.Row != b.row {
		b.row, b.inRow = c.Row, 0
	}
	b.inRow += n
	b.long += max(0, n-shortText)
	switch {
	case len(c.Text) > maxText:
		return "the cell holds more than the 32,767 characters that a cell can have"
	case b.inRow > maxRowText:
		return "the row holds more than 8 MB of text"
	case b.long > maxLongText:
		return "the sheet holds more than 64 MB of long texts"
	}
	return ""
}
