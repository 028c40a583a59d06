// Package filelock lets one process at a time do something to a file, on every system the product runs on: the system drops the lock when its holder ends,
// however it ends, so that a file left behind by a killed process is harmless and is taken over by the next.
package filelock

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// Lock is a held lock.
type Lock struct{ held *flock.Flock }

// Try takes the lock whose file is at path, which is made for the purpose and nothing else; nil when somebody else has it.
func Try(path string) (*Lock, error) {
	for {
		lock := flock.New(path, flock.SetPermissions(0o666))
		ok, err := lock.TryLock()
		if err != nil || !ok {
			return nil, errors.Join(err, lock.Close())
		}
		mine, err := lock.Stat()
		if err == nil {
			var now fs.FileInfo
			if now, err = os.Stat(path); err == nil && os.SameFile(mine, now) {
				return &Lock{lock}, nil
			}
		}
		if closed := lock.Close(); err == nil || errors.Is(err, fs.ErrNotExist) {
			err = closed // it was removed by who had it, between being opened and locked: try the next
		}
		if err != nil {
			return nil, err
		}
	}
}

// wait is how often a lock that somebody has is asked for again.
const wait = 20 * time.Millisecond

// Take is Try that waits for as long as the context lives; its error is the context's then.
func Take(ctx context.Context, path string) (*Lock, error) {
	for {
		if l, err := Try(path); l != nil || err != nil {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(wait):
		}
	}
}

// Release lets go. The file of the lock is removed while it is held where the system can, else after; a new owner may have it then, and it stays.
func (l *Lock) Release() error {
	before := os.Remove(l.held.Path())
	if err := l.held.Close(); err != nil {
		return err
	}
	if before != nil && runtime.GOOS == "windows" {
		_ = os.Remove(l.held.Path())
	}
	return nil
}
