// Package study is what a panel decides on: the study, its criteria tree, experts and answers, and the actions that change it.
//
// A [Study] is read from a workbook (package workbook) or built in a test, and never modified in place: [Apply] returns a new one, and a [Log] of applied
// actions gives undo, redo and replay. [Prepare] joins a study to the engine once; [Prepared.Evaluate] then answers for any weights, so that a moved slider
// costs one scoring:
//
//	prepared, err := study.Prepare(s)     // aggregates answers, derives weights, prepares the method
//	outcome := prepared.Evaluate(s)       // ranks; cheap, call it at every key
//
// [Evaluate] does both. Everything that is wrong with a study is an [Issue] with a stable code, a place and a remedy.
package study
