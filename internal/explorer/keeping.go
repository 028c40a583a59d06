package explorer

import (
	"time"

	"veche/internal/journal"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui"
	"veche/internal/workbook"
)

// keeping is the explorer's journal; nothing of it fails the explorer.
type keeping struct {
	journal *journal.Journal // nil: there is none
	opened  string           // SHA-256 of the workbook that its steps belong to
}

// keepJournal begins a journal of what is done to a study and tells the explorer what an earlier one left.
func keepJournal(path string, s *study.Study, o *tui.Options) *keeping {
	k := &keeping{opened: s.Source.SHA256}
	began := study.Step{Kind: study.Began, File: s.Source.File, SHA256: k.opened, At: time.Now().UTC().Truncate(time.Second)}
	j, left, err := journal.Open(journal.Folder(path), path, began)
	if err != nil {
		o.Record = func(study.Step) error { return err }
		return k
	}
	k.journal, o.Record = j, j.Write
	for n, l := range left {
		if n > 0 { // one at a time, the newest first
			if err := l.Release(); err != nil {
				o.Trouble = err.Error()
			}
			continue
		}
		o.Left = &tui.Left{Steps: l.Steps, Fault: l.Fault, Torn: l.Torn, At: l.At, PutAside: l.PutAside, Take: func() error { return k.take(l) }}
		switch {
		case l.Base != nil: // saved over since it was opened
			base, issues := workbook.ReadBytes(s.Source.File, l.Base)
			if issues.Err() == nil {
				o.Left.Study = base
			}
			if k.opened != l.Saved() {
				o.Left.Warning = tui.WarningChanged
			}
		case k.opened != l.SHA256():
			o.Left.Warning = tui.WarningChanged
		}
	}
	return k
}

func (k *keeping) take(l *journal.Left) error {
	if l.Base != nil {
		k.opened = l.SHA256()
	}
	return k.journal.Adopt(l)
}

// keepBase keeps the workbook as it was opened beside the journal before it is first saved over: what was done belongs to it.
func (k *keeping) keepBase(path string) error {
	if k.journal == nil {
		return nil
	}
	data, err := workbook.ReadInput(path)
	if err != nil {
		return err
	}
	if workbook.Digest(data) != k.opened {
		return nil // saved over already, and kept then; or changed by someone else, which saving will say
	}
	return k.journal.KeepBase(data)
}

// end ends the journal: it is removed when nothing is to be recovered, else it stays for the next explorer. What it returns is to be said.
func (k *keeping) end(finished bool) (said []language.Message) {
	switch {
	case k.journal == nil:
		return nil
	case finished:
		if err := k.journal.Remove(); err != nil {
			said = append(said, language.M("the journal could not be removed: %v", err))
		}
		return said
	}
	if err := k.journal.Keep(); err != nil {
		said = append(said, language.M("the journal could not be finished: %v", err))
	}
	return append(said, language.M("unsaved changes are kept; open the study again to recover them"))
}
