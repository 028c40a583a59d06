package exact_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// ruled are the packages whose numbers are printed, hashed, tallied or drawn from: the rule of this package holds in them.
var ruled = []string{"veche/internal/mcda/...", "veche/internal/study/..."}

// fused is a multiply-add that rounds once, as the assembly of arm64 and amd64 calls it.
var fused = regexp.MustCompile(`\t(V?FN?M(ADD|SUB)[0-9A-Z]*)\b`)

// No compiled package of the engine multiplies and adds with one rounding, but for calls of math.FMA.
func TestNoFusedMultiplyAdd(t *testing.T) {
	if os.Getenv("VECHE_CI") != "1" {
		t.Skip("NOT CHECKED: whether the compiler has fused multiplications and additions (VECHE_CI=1 compiles for arm64 and GOAMD64=v3 and reads the machine code)")
	}
	for _, target := range [][]string{{"GOOS=linux", "GOARCH=arm64"}, {"GOOS=linux", "GOARCH=amd64", "GOAMD64=v3"}} {
		t.Run(strings.Join(target[1:], ","), func(t *testing.T) {
			if n := len(fusedIn(t, target, "math")); n == 0 {
				t.Fatal("no fused multiply-add found in package math, which has some: the pattern is wrong")
			}
			for _, place := range fusedIn(t, target, ruled...) {
				t.Error(place)
			}
		})
	}
}

// fusedIn compiles the packages and lists the fused instructions that do not stand on a line with math.FMA.
func fusedIn(t *testing.T, target []string, packages ...string) (places []string) {
	list := exec.Command("go", append([]string{"list", "-export", "-f", "{{.Dir}}\t{{.Export}}"}, packages...)...)
	list.Env = append(append(os.Environ(), "CGO_ENABLED=0"), target...)
	archives, err := list.Output()
	if err != nil {
		t.Fatalf("%v: %v %s", list, err, err.(*exec.ExitError).Stderr)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(archives)), "\n") {
		dir, archive, _ := strings.Cut(line, "\t")
		dump := exec.Command("go", "tool", "objdump", archive)
		dump.Env = list.Env
		code, err := dump.Output()
		if err != nil {
			t.Fatalf("%v: %v", dump, err)
		}
		sources := map[string][]string{}
		scanner := bufio.NewScanner(bytes.NewReader(code))
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			m := fused.FindStringSubmatch(scanner.Text())
			if m == nil {
				continue
			}
			at := strings.Fields(scanner.Text())[0] // file.go:123
			file, number, _ := strings.Cut(at, ":")
			if sources[file] == nil {
				text, _ := os.ReadFile(filepath.Join(dir, file))
				sources[file] = strings.Split(string(text), "\n")
			}
			n, _ := strconv.Atoi(number)
			text := ""
			if n >= 1 && n <= len(sources[file]) {
				text = strings.TrimSpace(sources[file][n-1])
			}
			if !strings.Contains(text, "math.FMA(") {
				places = append(places, fmt.Sprintf("%s: %s fuses: %s", filepath.Join(dir, at), m[1], text))
			}
		}
	}
	return places
}
