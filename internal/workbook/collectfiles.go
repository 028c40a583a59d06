package workbook

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/language"
)

// ReturnedFile is a form by its path and the name it is reported under.
type ReturnedFile struct{ Path, Name string }

// maxReturned is how many files are looked for in folders: a panel's forms are few, a wrong folder holds many.
const maxReturned = 10_000

// Returned lists the files that paths name: files, patterns such as forms/*.xlsx where the shell has not filled them in, as those of Windows never do, and
// folders with all that is in them. The study itself is left out where a pattern or a folder takes it in. Names are those of the files, or their paths where two
// files have one name.
func Returned(study string, paths []string) ([]ReturnedFile, error) {
	var files []ReturnedFile
	seen := map[string]bool{}
	self, _ := os.Stat(study)
	add := func(path string) {
		if info, err := os.Stat(path); err == nil && os.SameFile(self, info) && !slices.Contains(paths, path) {
			return
		}
		if clean := filepath.Clean(path); !seen[clean] {
			seen[clean] = true
			files = append(files, ReturnedFile{Path: path})
		}
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil && strings.ContainsAny(p, "*?[") { // not only where it does not exist: to Windows the name is invalid
			matches, bad := filepath.Glob(p)
			if bad != nil || len(matches) == 0 {
				return nil, language.Errorf("no file matches %s", p)
			}
			for _, m := range matches {
				if info, err := os.Stat(m); err != nil {
					return nil, err
				} else if !info.IsDir() {
					add(m)
				}
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			add(p)
			continue
		}
		before := len(files)
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			switch name := d.Name(); {
			case err != nil:
				return err
			case path != p && strings.HasPrefix(name, "."), strings.EqualFold(name, "Thumbs.db"), strings.EqualFold(name, "desktop.ini"):
				if d.IsDir() {
					return filepath.SkipDir
				}
			case d.Type().IsRegular():
				if len(files) == maxReturned {
					return language.Errorf("%s holds more than %d files: is it the folder with the forms?", p, maxReturned)
				}
				add(path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, language.Errorf("there are no files in %s", p)
		}
	}
	base := map[string]int{}
	for _, f := range files {
		base[filepath.Base(f.Path)]++
	}
	for k := range files {
		f := &files[k]
		if f.Name = filepath.Base(f.Path); base[f.Name] > 1 {
			f.Name = filepath.ToSlash(f.Path)
		}
	}
	return files, nil
}
