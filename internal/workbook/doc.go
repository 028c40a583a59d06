// Package workbook is Excel in and out: what the sheets mean.
//
// [Read] makes a study of a workbook in the canonical sheets (English or Russian) and reports everything wrong with it at once, each problem with its
// cell and its cure. [WriteStudy] writes a study back in the same sheets, [Template] an empty one to fill in, and [Save] the weights a meeting
// arrived at. The shortlist with live formulas is package shortlist's, and the kit all of them are written with package write's. Cells come from package xlsx, which believes a file only as a whole; writing is by excelize, through a
// buffer, and [WriteFile] puts the bytes in place atomically.
package workbook
