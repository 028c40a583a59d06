package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The README's picture is the explorer's own frame; UPDATE=1 draws it anew.
func TestReadmePicture(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	var out, errs bytes.Buffer
	if code := run([]string{"frame", "weights", "--size", "100x30", "--keys", "right right right right down + +"}, strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	const path, begin, end = "../../README.md", "## The explorer\n\n```\n", "```\n"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), begin)
	picture, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no picture of the explorer")
	}
	if picture == out.String() {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatalf("README.md shows an old screen; UPDATE=1 go test ./cmd/veche draws it anew:\n%s", out.String())
	}
	if err := os.WriteFile(path, []byte(before+begin+out.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
