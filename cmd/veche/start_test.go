//go:build !windows

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"veche/internal/ci"
)

// What packages make before main begins every command waits for. It is counted in bytes, which are the same on every machine, where time is not: all of them make 2.1 MB, of
// which excelize makes 1.4, and the first edition made 1.8.
func TestStart(t *testing.T) {
	const most, ours = 2_500_000, 64_000
	ci.Long(t, "what packages make before the command begins")
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var traced bytes.Buffer
	cmd.Stderr = &traced
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`^init (\S+) @.*, (\d+) bytes, \d+ allocs$`)
	all, own := 0, 0
	for lines := bufio.NewScanner(&traced); lines.Scan(); {
		found := line.FindStringSubmatch(lines.Text())
		if found == nil {
			continue
		}
		n, err := strconv.Atoi(found[2])
		if err != nil {
			t.Fatal(err)
		}
		all += n
		if strings.HasPrefix(found[1], "veche/") || found[1] == "main" {
			own++
			if n > ours {
				t.Errorf("%s makes %d bytes before the command begins, more than %d: make what is large when it is asked for", found[1], n, ours)
			}
		}
	}
	if own == 0 {
		t.Fatalf("no package of ours is traced:\n%s", &traced)
	}
	if all > most {
		t.Errorf("packages make %d bytes before the command begins, more than %d: GODEBUG=inittrace=1 veche --version says which", all, most)
	}
}
