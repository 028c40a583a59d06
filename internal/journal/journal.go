// Package journal keeps on disk what is being done to a study, so that a crash, a kill or a hangup loses nothing.
//
// Each explorer has a journal of its own: a file of [study.Step]s in the user's folder for such things (beside the study when there is none), locked while it is
// in use, so that two explorers on one study neither mix nor harm each other's. A step is handed to the system when [Journal.Write] returns, which outlives the
// process, and is on the disk a moment later. A journal that ends well is removed; one that is found unlocked was left behind and is offered as [Left].
package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"veche/internal/filelock"
	"veche/internal/language"
	"veche/internal/study"
)

// Folder is where journals of a study live: $XDG_STATE_HOME/veche, ~/.local/state/veche, or the system's like; the study's own folder when no such can be had.
func Folder(studyPath string) string {
	if dir := stateFolder(); dir != "" && os.MkdirAll(dir, 0o700) == nil {
		return dir
	}
	return filepath.Dir(studyPath)
}

func stateFolder() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "veche")
	}
	switch runtime.GOOS {
	case "windows", "darwin", "ios", "plan9":
		if dir, err := os.UserCacheDir(); err == nil { // what the system keeps for programs, on this machine only
			return filepath.Join(dir, "veche")
		}
		return ""
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "state", "veche")
	}
	return ""
}

// stem is what the names of a study's journals begin with: nothing that another study's could begin with.
func stem(studyPath string) string {
	if full, err := filepath.Abs(studyPath); err == nil && studyPath != "" {
		studyPath = full
	}
	sum := sha256.Sum256([]byte(studyPath))
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, filepath.Base(studyPath))
	return hex.EncodeToString(sum[:6]) + "-" + strings.TrimSuffix(name, filepath.Ext(name))
}

// Journal is the file steps go to.
type Journal struct {
	folder string
	base   string // the study's stem
	path   string
	lock   *filelock.Lock
	file   *os.File

	mu     sync.Mutex
	closed bool
	wake   chan struct{}
	done   chan struct{}
	fault  error // of syncing
}

// Open begins a journal for a study and returns those that earlier explorers of it left behind, the newest first. An empty path is the built-in example.
func Open(folder, studyPath string, began study.Step) (*Journal, []*Left, error) {
	j := &Journal{folder: folder, base: stem(studyPath), wake: make(chan struct{}, 1), done: make(chan struct{})}
	left, err := j.leftBehind()
	if err != nil {
		return nil, nil, err
	}
	for n := 1; j.file == nil; n++ {
		if n > 1000 {
			return nil, left, language.Errorf("there are a thousand journals %s already in %s", j.base, folder)
		}
		if err := j.take(n); err != nil {
			return nil, left, err
		}
	}
	go j.syncing()
	if err := j.Write(began); err != nil {
		j.Remove()
		return nil, left, err
	}
	return j, left, nil
}

const suffix = ".jsonl"

func (j *Journal) numbered(n int) string {
	if n == 1 {
		return filepath.Join(j.folder, j.base+suffix)
	}
	return filepath.Join(j.folder, fmt.Sprintf("%s-%d%s", j.base, n, suffix))
}

// take tries for the n-th name; without an error and without a file it is somebody else's, or left behind.
func (j *Journal) take(n int) error {
	path := j.numbered(n)
	lock, err := filelock.Try(lockPath(path))
	if err != nil || lock == nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if err != nil {
		if errors.Is(err, os.ErrExist) {
			err = nil
		}
		return errors.Join(err, lock.Release())
	}
	j.path, j.lock, j.file = path, lock, file
	return nil
}

// lockPath is the file that is locked for a journal: a lock on the journal itself would keep its own writer out on Windows.
func lockPath(path string) string { return strings.TrimSuffix(path, suffix) + ".lock" }

// Write adds a step.
func (j *Journal) Write(s study.Step) error {
	line, err := study.MarshalStep(s)
	if err != nil {
		return err
	}
	return j.add(append(line, '\n'))
}

func (j *Journal) add(lines []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return os.ErrClosed
	}
	if _, err := j.file.Write(lines); err != nil {
		return err
	}
	select {
	case j.wake <- struct{}{}:
	default:
	}
	return j.fault
}

// syncing brings what was written to the disk, however often, without holding anybody up.
func (j *Journal) syncing() {
	defer close(j.done)
	for range j.wake {
		if err := j.file.Sync(); err != nil {
			j.mu.Lock()
			j.fault = err
			j.mu.Unlock()
		}
	}
}

// Path is where the journal lies.
func (j *Journal) Path() string { return j.path }

// basePath is where the workbook as it was opened is kept once it has been saved over.
func basePath(path string) string { return strings.TrimSuffix(path, suffix) + ".base" }

// KeepBase keeps the workbook as it was opened, before it is saved over: the steps belong to it. Only the first call counts.
func (j *Journal) KeepBase(workbook []byte) error {
	f, err := os.OpenFile(basePath(j.path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(workbook)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// Keep ends the journal and leaves it for the next explorer.
func (j *Journal) Keep() error {
	if !j.close() {
		return nil
	}
	return errors.Join(j.file.Sync(), j.file.Close(), j.lock.Release())
}

// Remove ends the journal and removes it.
func (j *Journal) Remove() error {
	if !j.close() {
		return nil
	}
	return errors.Join(j.file.Close(), removed(j.path, j.lock))
}

// removed removes a journal and the workbook beside it.
func removed(path string, lock *filelock.Lock) error {
	err := os.Remove(path)
	if base := os.Remove(basePath(path)); !errors.Is(base, os.ErrNotExist) {
		err = errors.Join(err, base)
	}
	return errors.Join(err, lock.Release())
}

func (j *Journal) close() bool {
	j.mu.Lock()
	was := j.closed
	j.closed = true
	if !was {
		close(j.wake)
	}
	j.mu.Unlock()
	<-j.done
	return !was
}

// Left is a journal that an explorer left behind.
type Left struct {
	Steps  []study.Step
	Fault  error // of reading it: the steps before are good, those after are not known
	Torn   bool  // the last line was not written whole, and is passed over
	At     time.Time
	Base   []byte // the workbook as it was opened, if it was saved over since
	path   string
	lock   *filelock.Lock
	opened study.Step
}

// SHA256 is the digest of the workbook that the steps belong to.
func (l *Left) SHA256() string { return l.opened.SHA256 }

// Saved is the digest of the workbook after it was last saved, "" if it never was.
func (l *Left) Saved() string {
	digest := ""
	for _, s := range l.Steps {
		if s.Kind == study.Saved {
			digest = s.SHA256
		}
	}
	return digest
}

// leftBehind finds the study's journals that nobody holds, the newest first. Those in which nothing was done are removed.
func (j *Journal) leftBehind() ([]*Left, error) {
	paths, err := filepath.Glob(filepath.Join(escaped(j.folder), escaped(j.base)+"*"+suffix))
	if err != nil {
		return nil, err
	}
	var all []*Left
	for _, path := range paths {
		if rest := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), j.base), suffix); rest != "" && strings.Trim(rest, "-0123456789") != "" {
			continue // another study's
		}
		lock, err := filelock.Try(lockPath(path))
		if err != nil || lock == nil {
			continue // somebody's, or not ours to read
		}
		l, err := read(path, lock)
		if err != nil {
			_ = lock.Release()
			continue
		}
		if l.changes() == 0 && l.Fault == nil {
			if err := removed(path, lock); err != nil {
				return nil, err
			}
			continue
		}
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b *Left) int { return b.At.Compare(a.At) })
	return all, nil
}

// escaped is a text that a pattern of file names takes literally.
func escaped(s string) string {
	if runtime.GOOS == "windows" {
		return s // there is no escape; [ is all that is lost
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(s)
}

func read(path string, lock *filelock.Lock) (*Left, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	data, err := bounded(path, info)
	if err != nil {
		return nil, err
	}
	l := &Left{At: info.ModTime(), path: path, lock: lock}
	l.Steps, l.Torn, l.Fault = study.RecoverSteps(bytes.NewReader(data))
	if len(l.Steps) > 0 && l.Steps[0].Kind == study.Began {
		l.opened = l.Steps[0]
	}
	if l.Base, err = os.ReadFile(basePath(path)); errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return l, err
}

// maxJournal is the largest journal that is read: some million actions.
const maxJournal = 256 << 20

// bounded reads a file and no device, pipe or folder, and no more of it than a journal can have.
func bounded(path string, info os.FileInfo) ([]byte, error) {
	switch {
	case info.IsDir():
		return nil, language.Errorf("%s is a folder, not a log of actions", path)
	case !info.Mode().IsRegular():
		return nil, language.Errorf("%s is not a file", path)
	case info.Size() > maxJournal:
		return nil, language.Errorf("%s has %d MB; logs of up to %d MB are read", path, info.Size()>>20, maxJournal>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxJournal)) // the file may be growing
}

// Read reads a journal, or any log of actions, for a replay: whole, or not at all. The error names the file and the line.
func Read(path string) ([]study.Step, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	data, err := bounded(path, info)
	if err != nil {
		return nil, err
	}
	steps, err := study.ReadSteps(bytes.NewReader(data))
	if err != nil {
		return nil, language.Errorf("%s: %v", path, err)
	}
	return steps, nil
}

// changes counts the steps that are not saved.
func (l *Left) changes() int {
	n := 0
	for _, s := range l.Steps {
		switch s.Kind {
		case study.Saved:
			n = 0
		case study.Began:
		default:
			n++
		}
	}
	return n
}

// Adopt takes the steps of a journal left behind into this one and removes that.
func (j *Journal) Adopt(l *Left) error {
	var lines []byte
	for _, s := range l.Steps {
		line, err := study.MarshalStep(s)
		if err != nil {
			return err
		}
		lines = append(append(lines, line...), '\n')
	}
	if l.Base != nil {
		if err := j.KeepBase(l.Base); err != nil {
			return err
		}
	}
	if err := j.add(lines); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	if l.Fault != nil { // what could not be read stays to be looked at
		_, err := l.PutAside()
		return err
	}
	return removed(l.path, l.lock)
}

// PutAside keeps a journal left behind under another name, where it is not offered again, and says which: it is a log that `veche replay` plays.
func (l *Left) PutAside() (string, error) {
	aside := strings.TrimSuffix(l.path, suffix) + "." + l.At.UTC().Format("20060102-150405") + ".ignored" + suffix
	err := os.Rename(l.path, aside)
	if l.Base != nil && err == nil {
		err = os.Rename(basePath(l.path), basePath(aside))
	}
	return aside, errors.Join(err, l.lock.Release())
}

// Release leaves a journal where it is, for another time.
func (l *Left) Release() error { return l.lock.Release() }
