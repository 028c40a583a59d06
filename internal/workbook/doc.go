// Package workbook is Excel in and out: what the sheets mean.
//
// [Read] makes a study of a workbook in the canonical sheets (English or Russian) and reports everything wrong with it at once, each problem with its
// cell and its cure. [WriteStudy] writes a study back in the same sheets, [Template] an empty one to fill in, [Export] the shortlist with live formulas,
// and [Save] the weights a meeting arrived at. Cells come from package xlsx, which believes a file only as a whole; writing is by excelize, through a
// buffer, and [WriteFile] puts the bytes in place atomically.
package workbook
