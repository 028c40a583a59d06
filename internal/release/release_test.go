package release

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The changelog begins with this version.
func TestChangelog(t *testing.T) {
	data, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)`).FindSubmatch(data)
	if m == nil || string(m[1]) != strings.TrimSuffix(Version, "-dev") {
		t.Errorf("CHANGELOG.md begins with %q, the version is %s", m, Version)
	}
}
