package usage

import (
	"io/fs"
	"path/filepath"
	"runtime/debug"
)

// largeFile is the size of a file, or of the files of a folder, from which memory is used sparingly.
const largeFile = 1 << 20

// Sparing keeps the memory of a large study near what it holds: by default as much again is left to fill up before it is collected. What is large in a study are
// numbers, which are not looked through, so collecting often costs little.
func Sparing(path string) {
	size := int64(0)
	_ = filepath.WalkDir(path, func(at string, e fs.DirEntry, err error) error { // what cannot be read will be said by who reads it
		switch {
		case err != nil:
		case e.IsDir() && at != path:
			return fs.SkipDir
		default:
			if info, err := e.Info(); err == nil {
				size += info.Size()
				if filepath.Ext(at) == ".parquet" {
					size += 20 * info.Size() // it is packed
				}
			}
		}
		return nil
	})
	if size >= largeFile {
		debug.SetGCPercent(20)
		if untouched == nil {
			untouched = make([]byte, 40<<20)
		}
	}
}

// untouched counts as held and takes no memory, as nothing is written into it: 8 MB may be left to be collected while a study is still small, where by its own size
// it would be collected thirty times on its way to 50 MB.
var untouched []byte
