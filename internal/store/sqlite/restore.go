package sqlite

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Restore puts a copy made by [Store.Backup] into a folder that has no panels yet. The panels are opened by [Open].
func Restore(folder string, r io.Reader) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	path := filepath.Join(folder, File)
	if _, err := os.Lstat(path); err == nil {
		return os.ErrExist
	}
	f, err := os.CreateTemp(folder, "restore-") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is there after the renaming
	if _, err := io.Copy(f, r); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path) // unlike a renaming it replaces nothing
}
