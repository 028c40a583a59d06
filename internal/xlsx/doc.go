// Package xlsx reads the stored cells of an Excel workbook (.xlsx, .xlsm,
// .xltx), strictly and within bounds.
//
// A workbook that arrives from an expert is untrusted and is believed only as
// a whole. [Book.Cells] gives every stored cell of a sheet exactly once, in
// row-major order, or an error; it never returns a short read with a nil
// error. Cells given before an error must be thrown away.
//
// [Open] tells what a file is when it is not an .xlsx workbook ([FormatError]:
// .xls, .xlsb, .ods, CSV, HTML, a password) and where it is broken when it is
// one ([DamageError]: part, sheet, cell, reason). [Limits] bound time and
// memory; [DefaultLimits] are generous to real studies.
//
// What is read: numbers, shared, inline and rich text, booleans, error values,
// ISO dates and times, formulas with their saved value, number formats as far as
// dates, percentages, fractions and text go and as far as they show another
// figure than is stored, raised, lowered and struck text, hidden rows, columns
// and sheets, merged ranges and what they cover, declared tables, and comments.
// Both the transitional and the strict namespaces of ISO/IEC 29500 are
// understood. What is not read: display text, other styles, charts, defined
// names, sheets of charts and macros ([Book.Unread] names them). Nothing is
// calculated.
//
// Beware of:
//   - a stored cell without a value is given too, as [Blank]: a cell that was
//     only formatted;
//   - a formula without a saved value is [Blank] with Cached false, and is not
//     zero;
//   - dates are serial numbers of the workbook's system, see [Book.Date1904];
//   - in text, escapes such as _x0041_ are decoded, control characters other
//     than tab and line feed are removed and carriage returns become line
//     feeds, because text goes on to terminals and CSV files.
//
// The sheet is streamed: memory does not grow with it. The shared strings are
// held in memory, within Limits.Strings.
package xlsx
