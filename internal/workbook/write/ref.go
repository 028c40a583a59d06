package write

import "strconv"

// column names a column.
func column(col int) string {
	var letters string
	for ; col > 0; col = (col - 1) / 26 {
		letters = string(rune('A'+(col-1)%26)) + letters
	}
	return letters
}

// At is a relative reference, Pin an absolute one, PinRow has only its row fixed.
func At(col, row int) string     { return column(col) + strconv.Itoa(row) }
func Pin(col, row int) string    { return "$" + column(col) + "$" + strconv.Itoa(row) }
func PinRow(col, row int) string { return column(col) + "$" + strconv.Itoa(row) }

// Down is the range of a column from one row to another, rows fixed; Across that of a row, its column relative.
func Down(col, from, to int) string { return PinRow(col, from) + ":" + PinRow(col, to) }
func Across(row, from, to int) string {
	return "$" + column(from) + strconv.Itoa(row) + ":$" + column(to) + strconv.Itoa(row)
}
