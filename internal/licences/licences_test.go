package licences

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The notices name every module that is linked in, in its version, and no other. (.ci/run makes them anew and compares every letter.)
func TestCurrent(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "veche/cmd/veche").Output()
	if err != nil {
		t.Skipf("NOT CHECKED: go list: %v", err)
	}
	linked := strings.Split(strings.TrimSpace(regexp.MustCompile(`\n+`).ReplaceAllString(string(out), "\n")), "\n")
	slices.Sort(linked)
	linked = slices.Compact(linked)
	if len(linked) < 10 {
		t.Fatalf("go list names %v", linked)
	}
	var named []string
	for _, m := range regexp.MustCompile(`(?m)^={80}\n(.+)$`).FindAllStringSubmatch(Notices, -1) {
		named = append(named, m[1])
	}
	for _, m := range linked {
		if !slices.Contains(named, m) {
			t.Errorf("%s is linked in and not in notices.txt: go generate ./internal/licences", m)
		}
	}
	for _, m := range named[2:] { // after our own and Go's
		path, _, _ := strings.Cut(m, " ")
		if !slices.Contains(linked, m) && slices.ContainsFunc(linked, func(l string) bool { return strings.HasPrefix(l, path+" ") }) {
			t.Errorf("notices.txt has %s, linked in is another version: go generate ./internal/licences", m)
		}
	}
}
