// Package figure draws what a report says: one look for every chart, light and quiet. A chart is a function of an outcome or of one of its reports and of the
// language, and returns a [report.Figure]: the drawing as SVG and PNG, its title, its description and its values as a table. Nothing is computed here but
// where things stand; a chart for which there is nothing to draw is nil.
//
// The rules of the look:
//
//   - Words stand beside what they name; a key appears only where a label does not fit. Every axis says its unit.
//   - Nothing is told by colour alone: neighbours differ in lightness, series in the shape of their marks, cells carry their values.
//   - A name breaks into two lines, then ends in "…"; the table beside has it whole. Widths are those of the Go font made wider by a sixth, so that no font a
//     reader's machine is likely to have makes texts meet ([measure]).
//   - A chart shows so many rows as can be read (the first of the ranking) and says how many it leaves out; the table has them all.
//
// Every drawing is a list of shapes in fixed units ([canvas]), drawn twice: as SVG ([canvas.svg]), whose colours a page overrides by [CSS], and as PNG
// ([canvas.png]) for what shows no SVG, with the same font that the widths come from (golang.org/x/image/font/gofont, BSD, Latin, Greek and Cyrillic).
package figure
