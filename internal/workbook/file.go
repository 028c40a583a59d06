package workbook

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// WriteFile writes data to path so that a reader, a crash or a full disk sees the old file or the new one and nothing between: a temporary file in the same
// folder, synced, then renamed over path, then the folder synced. The temporary file is removed when anything fails.
//
// An existing file is refused unless overwrite is set; the error is [fs.ErrExist] and says how to go on. A replaced file keeps its permissions, and a
// symbolic link keeps pointing where it did.
func WriteFile(path string, data []byte, overwrite bool) error {
	target, mode, err := fileTarget(path, overwrite)
	if err != nil {
		return err
	}
	temporary, err := fileTemporary(target, mode)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	name := temporary.Name()
	if err := fileFill(temporary, data, mode); err != nil {
		os.Remove(name)
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	if err := os.Rename(name, target); err != nil {
		os.Remove(name)
		return fmt.Errorf("%s cannot be replaced (is it open in another program?): %w", path, err)
	}
	if err := fileSyncFolder(filepath.Dir(target)); err != nil {
		return fmt.Errorf("%s is written, but its folder could not be synced: %w", path, err)
	}
	return nil
}

// fileTarget follows a link and returns the file to replace and its permissions, 0 when it does not exist yet.
func fileTarget(path string, overwrite bool) (target string, mode fs.FileMode, err error) {
	target = path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, 0, nil
	case err != nil:
		return "", 0, fmt.Errorf("%s cannot be written: %w", path, err)
	case info.IsDir():
		return "", 0, fmt.Errorf("%s is a folder: name a file in it", path)
	case !overwrite:
		return "", 0, &existsError{path}
	}
	return target, info.Mode().Perm(), nil
}

// existsError is the refusal to replace a file.
type existsError struct{ path string }

func (e *existsError) Error() string        { return e.path + " exists already: use --force to replace it" }
func (e *existsError) Is(target error) bool { return target == fs.ErrExist }

// fileTemporary creates a new file beside target. With mode 0 it gets the permissions any new file gets here.
func fileTemporary(target string, mode fs.FileMode) (*os.File, error) {
	if mode == 0 {
		mode = 0o666
	}
	folder, base := filepath.Split(target)
	for try := 0; ; try++ {
		name := filepath.Join(folder, fmt.Sprintf(".%s.%08x.tmp", base, rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil || !errors.Is(err, fs.ErrExist) || try == 100 {
			return f, err
		}
	}
}

// fileFill writes and syncs data, gives the file its permissions and closes it.
func fileFill(f *os.File, data []byte, mode fs.FileMode) error {
	_, err := f.Write(data)
	if err == nil && mode != 0 {
		err = f.Chmod(mode) // the umask may have taken some away
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// fileSyncFolder makes a rename durable where the system can; Windows and some network folders cannot.
func fileSyncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return nil // a folder one may write but not read
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return err
	}
	return nil
}
