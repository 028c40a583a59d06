package workbook

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"veche/internal/filelock"
	"veche/internal/language"
)

// Output is a file that a command writes. [Output.Check] comes before the work and [Output.Write] after it: the file is written whole or not at all, by
// [WriteFile], and never over what it was made from.
type Output struct {
	Path      string
	Overwrite bool            // an existing file may be replaced, as long as it is the one that was there at Check
	Kinds     []string        // the extensions of what is written, with their dots; the first is the one to recommend
	Until     context.Context // once it has ended no file appears; nil: it never does
	Inputs    []string        // the files that what is written is made from; a folder stands for the files in it
	Reads     func() []string // more of them, as far as they are known by now; nil: none

	checked bool
	was     string // the digest of the file at Check, "" where there was none
}

// NameError is the refusal of a file's name. It is the command line that is wrong, not the file.
type NameError struct{ language.Message }

func (e *NameError) Error() string { return e.Message.String() }

// Check refuses a name that is not of the kind of file that is written, a file that is an input, by whatever name or link, and one that exists and may not be
// replaced.
func (o *Output) Check() error {
	if err := o.checkName(); err != nil {
		return err
	}
	if err := o.checkInputs(); err != nil {
		return err
	}
	target, old, err := fileTarget(o.Path, o.Overwrite)
	if err != nil {
		return err
	}
	o.checked, o.was = true, ""
	if old != nil {
		o.was, err = digestOf(target)
	}
	return err
}

func (o *Output) checkName() error {
	base := filepath.Base(o.Path)
	switch ext := strings.ToLower(filepath.Ext(base)); {
	case o.Path == "":
		return &NameError{language.M("the file to write has no name")}
	case strings.HasPrefix(base, "~$"):
		return &NameError{language.M("%s is what Excel calls the mark of a workbook that is open: choose a name without ~$", o.Path)}
	case base == ext: // .xlsx, a name that hides the file and says nothing
		return &NameError{language.M("%s is an extension without a name: put a name before it", o.Path)}
	case slices.Contains(o.Kinds, ext):
		return nil
	default:
		return &NameError{language.M("what is written is a file %s; name it so, not %s", oneOf(o.Kinds), o.Path)}
	}
}

func oneOf(kinds []string) language.Message {
	last := len(kinds) - 1
	if last < 1 {
		return language.Verbatim(strings.Join(kinds, ""))
	}
	return language.M("%s or %s", strings.Join(kinds[:last], ", "), kinds[last])
}

// checkInputs compares the files themselves and not their names: links, and names in other letters where the file system does not tell them apart, are one file.
func (o *Output) checkInputs() error {
	there, err := os.Stat(o.Path)
	if err != nil {
		return nil // nothing is there, and nothing can be lost; what else is wrong, the writer says
	}
	inputs := o.Inputs
	if o.Reads != nil {
		inputs = slices.Concat(inputs, o.Reads())
	}
	for _, input := range inputs {
		info, err := os.Stat(input)
		if err != nil {
			continue
		}
		same := os.SameFile(info, there)
		if info.IsDir() && !same {
			entries, _ := os.ReadDir(input)
			same = slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
				inside, err := os.Stat(filepath.Join(input, e.Name()))
				return err == nil && os.SameFile(inside, there)
			})
		}
		if same {
			return &NameError{language.M("%s is one of the files this is made from, and those are never written over, with --force or without: choose another name", o.Path)}
		}
	}
	return nil
}

// Write writes the file. It checks again all that may have changed since Check, under a lock that every writer of the file takes: a file that somebody else has
// made or changed meanwhile stays as it is.
func (o *Output) Write(data []byte) error {
	was, checked := o.was, o.checked
	return locked(o.Path, func() error {
		if err := o.Check(); err != nil {
			return err
		}
		if checked && o.was != was {
			return language.Errorf("%s was changed by someone else while this was being made; it is left as it is. Look at it, then run the command again", o.Path)
		}
		if o.Until == nil {
			return WriteFile(o.Path, data, o.Overwrite)
		}
		return writeFile(o.Until, o.Path, data, o.Overwrite)
	})
}

func digestOf(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fileRefusal(path, err)
	}
	return digest(data), nil
}

// lockWait is how long a writer waits for another one of the same file: longer than the largest study takes to be saved.
const lockWait = 20 * time.Second

// locked does something to the file at path while no other writer of it does. The lock is a file beside it, which is removed afterwards, so that the study itself
// stays open to whoever reads it. On a file system that knows no locks there is none; the digest is checked right before the file is replaced there too.
func locked(path string, do func() error) (err error) {
	target := path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	ctx, stop := context.WithTimeout(context.Background(), lockWait)
	defer stop()
	folder, base := filepath.Split(target)
	lock, err := filelock.Take(ctx, filepath.Join(folder, ".veche-"+base+".lock"))
	switch {
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.ENOLCK):
		return do()
	case errors.Is(err, context.DeadlineExceeded):
		return language.Errorf("%s was not written: another process has been writing it for %v", path, lockWait)
	case err != nil:
		return fileFolderRefusal(path, filepath.Dir(target), err)
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	return do()
}
