package workbook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// What cannot be a file to write is refused in words that name it, and left as it is.
func TestWriteFileRefuses(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(in("a.xlsx"), []byte("a"), 0o666); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ path, want string }{
		{"", "has no name"},
		{folder, "is a folder: name a file in it"},
		{folder + string(filepath.Separator), "is a folder: name a file in it"},
		{in("none") + string(filepath.Separator), "there is no folder " + in("none")},
		{filepath.Join(folder, "none", "b.xlsx"), "there is no folder " + in("none")},
	}
	if runtime.GOOS != "windows" {
		for link, to := range map[string]string{"nowhere.xlsx": in("gone.xlsx"), "circle.xlsx": in("circle.xlsx")} {
			if err := os.Symlink(to, in(link)); err != nil {
				t.Fatal(err)
			}
			cases = append(cases, struct{ path, want string }{in(link), "is a link to a file that cannot be found"})
		}
		cases = append(cases, []struct{ path, want string }{
			{in("a.xlsx") + "/b.xlsx", "a.xlsx/b.xlsx was not written: not a directory"},
			{in(strings.Repeat("x", 300)), "name too long"},
		}...)
	}
	for _, c := range cases {
		err := WriteFile(c.path, []byte("new"), true)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.path) || strings.Contains(err.Error(), ".tmp") {
			t.Errorf("%q: said %v, want %q", c.path, err, c.want)
		}
		var path *fs.PathError
		if errors.As(err, &path) {
			t.Errorf("%q: the error is of another path, %s", c.path, path.Path)
		}
	}
	if data, _ := os.ReadFile(in("a.xlsx")); string(data) != "a" {
		t.Errorf("a.xlsx holds %q", data)
	}
	if left := litter(t, folder); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// Names as long as the system has them, with spaces, signs and letters of any kind; links to links; a path within the current folder.
func TestWriteFileNames(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	names := []string{"a.xlsx", "короткий список [1] (итог).xlsx", "%s {x} ; $HOME & 'q'.xlsx", strings.Repeat("ж", 125) + ".xlsx"}
	for _, name := range names {
		if err := WriteFile(name, []byte("old"), false); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(name, []byte(name), true); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(data) != name {
			t.Errorf("%s holds %q, %v", name, data, err)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Mkdir("elsewhere", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, link := range [][2]string{{"../a.xlsx", "elsewhere/one"}, {"elsewhere/one", "two"}} {
		if err := os.Symlink(link[0], link[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile("two", []byte("through links"), true); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile("a.xlsx"); string(data) != "through links" {
		t.Errorf("a.xlsx holds %q", data)
	}
	for _, link := range []string{"two", "elsewhere/one"} {
		if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more", link)
		}
	}
}
