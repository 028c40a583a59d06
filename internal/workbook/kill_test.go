package workbook

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/internal/ci"
)

const (
	killedPath = "VECHE_TEST_KILLED_PATH" // the file that the process to be killed writes for ever
	versionLen = 1 << 20
)

// version is the content of the n-th version of a file: its number, bytes that depend on it, their digest.
func version(n uint64) []byte {
	data := make([]byte, versionLen, versionLen+sha256.Size)
	binary.LittleEndian.PutUint64(data, n)
	for k := 8; k < len(data); k += 8 {
		binary.LittleEndian.PutUint64(data[k:], n*0x9e3779b97f4a7c15+uint64(k))
	}
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

// readVersion reads a file back, all of it or an error.
func readVersion(path string) (uint64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	if len(data) < 8 {
		return 0, fmt.Errorf("%d bytes", len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	if !bytes.Equal(data, version(n)) {
		return n, fmt.Errorf("%d bytes that are not version %d", len(data), n)
	}
	return n, nil
}

// TestKilledWriter is the process that TestKill kills; it says each version it has written.
func TestKilledWriter(t *testing.T) {
	path := os.Getenv(killedPath)
	if path == "" {
		t.Skip("run by TestKill")
	}
	n, err := readVersion(path)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(n)
	for {
		n++
		if err := WriteFile(path, version(n), true); err != nil {
			t.Fatal(err)
		}
		fmt.Println(n)
	}
}

func litter(t testing.TB, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

// A writer is killed 200 times, in the full run, at random moments. Each time the file is the last version that was said to be written or the one after it, whole, and what the
// killed processes leave behind does not add up.
func TestKill(t *testing.T) {
	kills := ci.Some(200, 12)
	folder := t.TempDir()
	path := filepath.Join(folder, "study.xlsx")
	if err := WriteFile(path, version(0), false); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(4, 200))
	midway, replaced := 0, 0
	cycle := 20 * time.Millisecond // of one version, as last measured
	for kill := range kills {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$", "-test.v=false")
		cmd.Env = append(os.Environ(), killedPath+"="+path)
		said, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(said)
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		time.Sleep(time.Duration(random.Float64() * 2 * float64(cycle)))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		lasted := time.Since(began)
		rest, _ := io.ReadAll(lines)
		_ = cmd.Wait() // "killed" is what it says
		var first, last uint64
		if _, err := fmt.Sscan(line, &first); err != nil {
			t.Fatalf("the writer said %q", line)
		}
		last = first
		for _, l := range strings.Fields(string(rest)) {
			if _, err := fmt.Sscan(l, &last); err != nil {
				t.Fatalf("the writer said %q", l)
			}
		}
		found, err := readVersion(path)
		if err != nil {
			t.Fatalf("kill %d: %v", kill, err)
		}
		if found != last && found != last+1 {
			t.Fatalf("kill %d: version %d is there, after %d was written", kill, found, last)
		}
		left := litter(t, folder)
		if len(left) > 1 {
			t.Fatalf("kill %d: temporary files add up: %v", kill, left)
		}
		if len(left) == 1 && !fileTemporaryName.MatchString(left[0]) {
			t.Fatalf("kill %d: left %s", kill, left[0])
		}
		midway += len(left)
		if last > first {
			replaced++
			cycle = (3*cycle + lasted/time.Duration(last-first)) / 4
		}
	}
	t.Logf("%d kills: %d left a temporary file, %d came after a whole new version", kills, midway, replaced)
	if midway == 0 && ci.Full() {
		t.Error("no kill came in the middle of writing; the test shows nothing")
	}
	if err := WriteFile(filepath.Join(folder, "other.xlsx"), nil, false); err != nil {
		t.Fatal(err)
	}
	if left := litter(t, folder); len(left) > 0 {
		t.Errorf("the next write into the folder left %v", left)
	}
}

// Nobody takes a living writer's temporary file for litter, nor a user's own file.
func TestSweepSparesTheLiving(t *testing.T) {
	folder := t.TempDir()
	living, err := fileTemporary(folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer living.Close()
	dead := filepath.Join(folder, ".veche-00c0ffee.tmp")
	own := []string{".veche-notes.tmp", ".veche-00c0ffee.tmp.xlsx", "x.veche-00c0ffee.tmp"}
	for _, name := range append(own, filepath.Base(dead)) {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(filepath.Join(folder, "a.xlsx"), []byte("a"), false); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(own, filepath.Base(living.Name())) {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(dead); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the litter is still there: %v", err)
	}
}

// Writers of one file at once: it is whole in the end, all of them succeed, and where none may overwrite, exactly one does.
func TestWritersAtOnce(t *testing.T) {
	folder := t.TempDir()
	const writers = 8
	for _, overwrite := range []bool{true, false} {
		path := filepath.Join(folder, fmt.Sprintf("%t.xlsx", overwrite))
		errs := make([]error, writers)
		var wg sync.WaitGroup
		for k := range errs {
			wg.Go(func() { errs[k] = WriteFile(path, version(uint64(k)), overwrite) })
		}
		wg.Wait()
		n, err := readVersion(path)
		if err != nil {
			t.Fatal(err)
		}
		for k, err := range errs {
			switch {
			case overwrite && err != nil:
				t.Errorf("writer %d: %v", k, err)
			case !overwrite && (err == nil) != (uint64(k) == n), !overwrite && err != nil && !errors.Is(err, fs.ErrExist):
				t.Errorf("writer %d said %v, and the file is writer %d's", k, err, n)
			}
		}
	}
	if left := litter(t, folder); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}
