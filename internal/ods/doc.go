// Package ods reads the stored cells of an OpenDocument spreadsheet (.ods,
// .ots), strictly and within bounds, under the contract of package xlsx and in
// its terms: [Book] has the methods of [xlsx.Book].
//
// A spreadsheet that arrives from an expert is untrusted and is believed only as
// a whole. [Open] reads all of it once, from beginning to end, and fails where it
// is broken or exceeds a limit; [Book.Cells] then gives every cell of a sheet
// that holds something exactly once, in row-major order.
//
// What is read (OpenDocument 1.2, part 1, with what LibreOffice adds): numbers,
// percentages, amounts, dates, times, booleans, text of paragraphs, error values,
// formulas with their saved value, number styles as far as package xlsx reads
// number formats, raised, lowered and struck text, hidden rows, columns and
// sheets, rows that a filter hides, merged ranges and what they cover, database
// ranges, and annotations. What is not read: display text of numbers, other
// styles, charts, named expressions, recorded changes, pivot tables. Nothing is
// calculated.
//
// Beware of:
//   - cells and rows may be repeated a million times in a few bytes. Those that
//     hold something count against Limits.Cells as often as they are repeated;
//     empty ones cost nothing and, unlike those of xlsx, are not given;
//   - dates are serial numbers, counted from 30 December 1899, or from 1 January
//     1904 where that is the file's null date, see [Book.Date1904];
//   - formulas are those of OpenFormula with plain references: SUM(A1:A3).
//
// All sheets stand in one part, so that reading them one by one would read it
// once for each. What [Open] has read it keeps packed, in memory of about the
// size of the file.
package ods
