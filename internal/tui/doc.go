// Package tui is the explorer: a study's weights under the hands, the ranking answering every key.
//
// [Run] opens it on a terminal; [Frame] renders the same screen as text, for goldens, the README and bug reports. Both hold one root model. It keeps the
// study in a [study.Log], so that every change is an action and can be undone, and a [study.Prepared], so that a moved weight costs one scoring and one
// sort. What takes longer (weight draws, stability of a large study, preparing one anew) runs as a command and returns with the number of the state it was
// worked out for; results of an earlier state are dropped.
//
// A panel of the screen is a plain struct over the shared [room]: it is told its size, says how many rows it can use, and draws itself. [arrange] decides
// which panels a window has room for. Hit-testing reads the same arrangement that drew the frame.
package tui
