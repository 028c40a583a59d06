package workbook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"syscall"

	"veche/internal/language"
)

// WriteFile writes data to path so that a reader, a crash or a full disk sees the old file or the new one and nothing between: a temporary file in the same
// folder, synced, then renamed over path, then the folder synced. The temporary file is removed when anything fails; one that a killed process leaves
// (.veche-xxxxxxxx.tmp) is removed by the next write into that folder.
//
// An existing file is refused unless overwrite is set; the error is [fs.ErrExist] and says how to go on. A replaced file keeps its permissions, and its owner
// where the system lets it; a symbolic link keeps pointing where it did. A folder, a device, a write-protected file and a link to nothing are refused.
func WriteFile(path string, data []byte, overwrite bool) error {
	return writeFile(context.Background(), path, data, overwrite)
}

// writeFile is WriteFile until ctx ends: after that the file does not appear, and the error is the context's.
func writeFile(ctx context.Context, path string, data []byte, overwrite bool) error {
	target, old, err := fileTarget(path, overwrite)
	if err != nil {
		return err
	}
	folder := filepath.Dir(target)
	fileSweep(folder) // first: what it frees may be wanted
	f, err := fileTemporary(folder, old)
	if err != nil {
		return fileFolderRefusal(path, folder, err)
	}
	defer os.Remove(f.Name()) // of no effect once renamed
	defer f.Close()           // and with it its lock
	if err := fileFill(f, data, old); err != nil {
		return fileRefusal(path, err)
	}
	if runtime.GOOS == "windows" { // which renames no open file
		if err := f.Close(); err != nil {
			return fileRefusal(path, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := fileInstall(f.Name(), target, overwrite); errors.Is(err, fs.ErrExist) {
		return &existsError{path}
	} else if err != nil {
		return fileRefusal(path, err)
	}
	if err := fileSyncFolder(folder); err != nil {
		return language.Errorf("%s is written, but its folder could not be synced: %v", path, fileCause(err))
	}
	return nil
}

// fileTarget follows links and returns the file to replace and what is there now, nil for nothing.
func fileTarget(path string, overwrite bool) (target string, old fs.FileInfo, err error) {
	if path == "" {
		return "", nil, language.Errorf("the file to write has no name")
	}
	target = path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	} else if link, err := os.Lstat(path); err == nil && link.Mode()&fs.ModeSymlink != 0 {
		return "", nil, language.Errorf("%s is a link to a file that cannot be found: correct or remove it, or choose another name", path)
	}
	old, err = os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, nil, nil
	case err != nil:
		return "", nil, fileRefusal(path, err)
	case old.IsDir():
		return "", nil, language.Errorf("%s is a folder: name a file in it", path)
	case !old.Mode().IsRegular():
		return "", nil, language.Errorf("%s is not an ordinary file: choose another name", path)
	case !overwrite:
		return "", nil, &existsError{path}
	}
	f, err := os.OpenFile(target, os.O_WRONLY, 0) // a rename would not ask
	if errors.Is(err, fs.ErrPermission) {
		return "", nil, language.Errorf("%s is write-protected: lift the protection, or choose another name (%v)", path, fileCause(err))
	} else if err != nil {
		return "", nil, fileRefusal(path, err)
	}
	return target, old, f.Close()
}

// existsError is the refusal to replace a file.
type existsError struct{ path string }

func (e *existsError) Error() string { return e.In(language.English) }
func (e *existsError) In(l language.Language) string {
	return language.Say(l, "%s exists already: use --force to replace it", e.path)
}
func (e *existsError) Is(target error) bool { return target == fs.ErrExist }

// fileTemporaryName is what temporary files are called, whatever file they become: short, hidden, and told from anyone else's.
var fileTemporaryName = regexp.MustCompile(`^\.veche-[0-9a-f]{8}\.tmp$`)

// fileTemporary creates a new file in folder and locks it, so that nobody takes it for litter. It gets the permissions of old, or those any new file gets here.
func fileTemporary(folder string, old fs.FileInfo) (*os.File, error) {
	mode := fs.FileMode(0o666)
	if old != nil {
		mode = old.Mode().Perm()
	}
	for try := 0; ; try++ {
		f, err := os.OpenFile(filepath.Join(folder, fmt.Sprintf(".veche-%08x.tmp", rand.Uint32())), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil && fileClaim(f) {
			return f, nil
		}
		if err == nil {
			f.Close()
			os.Remove(f.Name())
			err = fs.ErrExist
		}
		if !errors.Is(err, fs.ErrExist) || try == 100 {
			return nil, err
		}
	}
}

// fileSweep removes the temporary files of writers that were killed. What cannot be removed stays; it is in nobody's way.
func fileSweep(folder string) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if e.Type().IsRegular() && fileTemporaryName.MatchString(e.Name()) {
			fileRemoveAbandoned(filepath.Join(folder, e.Name()))
		}
	}
}

// fileFill writes data, gives the file the owner and the permissions of old, and syncs it.
func fileFill(f *os.File, data []byte, old fs.FileInfo) error {
	if _, err := f.Write(data); err != nil {
		return err
	}
	if old != nil {
		fileKeepOwner(f, old)
		if err := f.Chmod(old.Mode().Perm()); err != nil { // the umask may have taken some away
			return err
		}
	}
	return f.Sync()
}

// fileInstall gives a finished file its name. Without overwrite a file that has appeared meanwhile stays; where there are no hard links that is not seen.
func fileInstall(name, target string, overwrite bool) error {
	if !overwrite {
		if err := os.Link(name, target); err == nil || errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return os.Rename(name, target)
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

// fileRefusal says why path was not written. The path stands in for that of the temporary file, of which the user knows nothing.
func fileRefusal(path string, err error) error {
	err = fileCause(err)
	switch {
	case fileDiskFull(err):
		return language.Errorf("%s was not written, the disk is full (%v): make room on it, or write to another", path, err)
	case errors.Is(err, syscall.EFBIG):
		return language.Errorf("%s was not written: it would be larger than files may be here (%v)", path, err)
	case fileInUse(err):
		return language.Errorf("%s was not written: close it in the other program first (%v)", path, err)
	}
	return language.Errorf("%s was not written: %v", path, err)
}

// fileFolderRefusal is fileRefusal for a folder in which no file can be made.
func fileFolderRefusal(path, folder string, err error) error {
	if full, err := filepath.Abs(folder); err == nil {
		folder = full
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return language.Errorf("%s was not written: there is no folder %s", path, folder)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return language.Errorf("%s was not written: the folder %s is read-only for you (%v)", path, folder, fileCause(err))
	}
	return fileRefusal(path, err)
}

// fileCause is the system's reason, without the operation and the paths.
func fileCause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
