package exact_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ruled are the packages whose numbers are printed, hashed, tallied or drawn from: the rule of this package holds in them.
var ruled = []string{"veche/internal/mcda/...", "veche/internal/study/...", "veche/internal/language/..."}

// fused is a line of the compiler's listing with a multiply-add that rounds once, as arm64 and amd64 call it: file, line and instruction. (go tool objdump
// does not know those of amd64.)
var fused = regexp.MustCompile(`\(([^()]+\.go):(\d+)\)\t(V?FN?M(?:ADD|SUB)[0-9A-Z]*)\b`)

// No compiled package of the engine multiplies and adds with one rounding, but for calls of math.FMA.
func TestNoFusedMultiplyAdd(t *testing.T) {
	if os.Getenv("VECHE_CI") != "1" {
		t.Skip("NOT CHECKED: whether the compiler has fused multiplications and additions (VECHE_CI=1 compiles for arm64 and GOAMD64=v3 and reads the machine code)")
	}
	for _, target := range [][]string{{"GOOS=linux", "GOARCH=arm64"}, {"GOOS=linux", "GOARCH=amd64", "GOAMD64=v3"}} {
		t.Run(strings.Join(target[1:], ","), func(t *testing.T) {
			if len(fusedIn(t, target, "gonum.org/v1/gonum/mathext")) == 0 {
				t.Fatal("no fused multiply-add found in gonum's mathext, which has many: the pattern is wrong")
			}
			for _, place := range fusedIn(t, target, ruled...) {
				t.Error(place)
			}
		})
	}
}

// fusedIn compiles the packages and lists the fused instructions that do not stand on a line with math.FMA.
func fusedIn(t *testing.T, target []string, packages ...string) (places []string) {
	build := exec.Command("go", append([]string{"build", "-gcflags=-S"}, packages...)...)
	build.Env = append(append(os.Environ(), "CGO_ENABLED=0"), target...)
	listing, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v %s", build, err, listing[max(0, len(listing)-2000):])
	}
	sources := map[string][]string{}
	lines := bufio.NewScanner(bytes.NewReader(listing))
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		m := fused.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		if sources[m[1]] == nil {
			text, err := os.ReadFile(m[1])
			if err != nil {
				t.Fatal(err)
			}
			sources[m[1]] = strings.Split(string(text), "\n")
		}
		n, _ := strconv.Atoi(m[2])
		if text := strings.TrimSpace(sources[m[1]][n-1]); !strings.Contains(text, "math.FMA(") {
			places = append(places, fmt.Sprintf("%s:%d: fused to %s: %s", m[1], n, m[3], text))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(places)
	return slices.Compact(places)
}
