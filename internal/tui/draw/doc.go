// Package draw is how the explorer draws, whatever it shows: cells of text ([Cells], [Cut], [Wrap]), the signs and styles a screen is made of ([Glyphs],
// [Theme]), which panes a window has room for and where ([Arrange]), and a frame as a picture ([SVG], [PNG]). It knows no study.
package draw
