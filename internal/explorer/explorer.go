// Package explorer opens the explorer on a file: the journal of what is done to the study, what is recovered of an earlier one, and the files it saves and exports. The
// screens (package tui) know none of these, and none of them knows a screen.
package explorer

import (
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui"
)

// File is what the explorer is opened on.
type File struct {
	Path    string
	Name    string // as it is called on the screen and where it is saved
	Example []byte // the workbook of an example; nothing stands at its path
}

// Session is the explorer on one file.
type Session struct{ kept *keeping }

// Attach begins the journal of a study read from a file, and puts into the options what the explorer can do with it and what an earlier one left.
func Attach(f File, s *study.Study, o *tui.Options) *Session {
	k := keepJournal(f.Path, s, o)
	filing(f, s, k, o)
	return &Session{k}
}

// End ends the journal when the explorer has ended: finished, with nothing to be recovered, or not. What it returns is to be said.
func (x *Session) End(finished bool) []language.Message { return x.kept.end(finished) }
