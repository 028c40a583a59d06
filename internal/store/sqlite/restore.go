package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Restore puts a copy made by [Store.Backup] into a folder that has no panels yet. The panels are opened by [Open]. What must be done to them before anybody may
// does settle, in a folder beside: cut short, a restoring leaves no panels.
func Restore(folder string, r io.Reader, settle func(folder string) error) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	path := filepath.Join(folder, File)
	if _, err := os.Lstat(path); err == nil {
		return os.ErrExist
	}
	beside, err := os.MkdirTemp(folder, "restore-") // 0700
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	made := filepath.Join(beside, File)
	f, err := os.OpenFile(made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := settle(beside); err != nil {
		return err
	}
	if wal, err := os.Stat(made + "-wal"); err == nil && wal.Size() > 0 {
		return fmt.Errorf("store: %s is still in use", made)
	}
	return os.Link(made, path) // unlike a renaming it replaces nothing
}
