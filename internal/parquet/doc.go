// Package parquet reads flat tables out of Parquet files, strictly and within bounds, as the cells that package xlsx reads out of workbooks: [Open] a file, and take
// its [Table.Cells]. Row 1 holds the columns' names, row 2 the first row of the table.
//
// The format is that of https://github.com/apache/parquet-format (version 2.12). Read are columns of one value a row, required or not, of whole numbers, decimals,
// floating-point numbers, truth values, texts, dates and times; all their encodings; without compression, or by Snappy, gzip or Zstandard. Columns of lists or records,
// of bytes and of kinds unknown here are refused, and so is what is encrypted: a table is read whole or not at all.
//
// A null is no cell, and never a zero. A whole number, a decimal or a floating-point number becomes the float64 that it is, or the nearest where there is none; a
// 4-byte one keeps the value it has and is not rounded to the decimals that somebody meant. NaN and the infinities come as texts, which are no numbers.
//
// parquet-go, with which the tests compare, does not bound what a file may cost: a run of a few bytes stands for millions of values, and is written out. Here nothing is
// written out but one page and one dictionary of each column. It would also take 2 MB of the program, and half a millisecond of each start.
package parquet
