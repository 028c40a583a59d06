// Command scale measures veche on large studies: go run ./scripts/scale makes a study of technologies judged by measured values, runs the commands of a user on it,
// and prints what each takes as a ratio to `veche check --cells`, which reads every cell and keeps none, in the same run. See docs/scale.md.
//
//	go run ./scripts/scale -rows 10000,100000          one table a size, and how time and memory grow
//	go run ./scripts/scale -rows 10000,100000,1000000  the largest with as many criteria as a sheet holds
//	go run ./scripts/scale -rows 10000,100000,1000000 -text   the study as files of text, with all its criteria at every size
//	go run ./scripts/scale -rows 100000 -only export   the commands whose name holds a word
//	go run ./scripts/scale -first PROGRAM              with the ratios to another program's check --cells, such as the first edition's (git worktree add ../first 6da5406)
//	go run ./scripts/scale -python python3             the same work by pandas beside it
//	go run ./scripts/scale -study big.xlsx -rows 1000  only makes the study
//	go run ./scripts/scale -db postgres://…/postgres   a count by workers at a PostgreSQL, in databases made for it
//	go run ./scripts/scale -text -rows 1000000 -draws 10000 -brief -db postgres://…/postgres   a long one of a study that no workbook holds
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"veche/scripts/peak"
)

// run is one command of a user.
type run struct {
	name string
	args []string // {study} and {out} stand for the files
	wish string   // what docs/scale.md wants
	by   string   // another program than the one that is measured
}

// runs are measured in this order; the first is the yardstick.
var runs = []run{
	{"check --cells", []string{"check", "--cells", "{study}"}, "", ""},
	{"check", []string{"check", "{study}"}, "≤ 1.2 ×, 150 MB", ""},
	{"rank --format csv", []string{"rank", "{study}", "--format", "csv"}, "≤ 1.3 ×, 150 MB", ""},
	{"rank --format json", []string{"rank", "{study}", "--format", "json"}, "≤ 1.5 ×, 200 MB", ""},
	{"rank", []string{"rank", "{study}"}, "≤ 1.5 ×, 150 MB", ""},
	{"rank -o (export)", []string{"rank", "{study}", "-o", "{out}", "--force", "--format", "csv"}, "≤ 10 ×, 400 MB", ""},
}

// figures are of the fastest of the repetitions; memory is the largest.
type figures struct {
	wall, cpu time.Duration
	peak      int64 // bytes
	printed   int64 // bytes
	written   int64 // bytes of the file
}

func main() {
	rows := flag.String("rows", "100000", "sizes of the studies in technologies, with commas between them")
	columns := flag.Int("criteria", 20, "criteria")
	repeat := flag.Int("repeat", 3, "runs of each command; the fastest counts")
	only := flag.String("only", "", "only commands whose name holds this, and the yardstick")
	binary := flag.String("veche", "", "the program to measure; built from this folder unless named")
	out := flag.String("study", "", "only make the study, as this file")
	first := flag.String("first", "", "another program, whose check --cells is measured too")
	text := flag.Bool("text", false, "the study as a folder of .csv files; `check` is the yardstick")
	python := flag.String("python", "", "a Python with pandas and openpyxl, by which the same work is measured too")
	db := flag.String("db", "", "measure workers at this PostgreSQL in place of the commands")
	draws := flag.Int("draws", 2048, "draws that the workers share")
	brief := flag.Bool("brief", false, "with -db: without two counts side by side and without one worker alone")
	flag.Parse()
	if *text {
		runs = runs[1:]
		for k := range runs {
			runs[k].wish = "" // which is of workbooks
		}
	}
	if *python != "" && !*text {
		runs = append(runs, run{"pandas, openpyxl and numpy", []string{"-c", pandas, "{study}"}, "ahead of it by 10 ×", *python})
	}
	if *first != "" && !*text {
		runs = slices.Insert(runs, 1, run{"check --cells of " + filepath.Base(*first), runs[0].args, "", *first})
	}
	var grown []growth
	each := func(binary, path string, n, columns int) error {
		best, err := table(binary, path, n, columns, *repeat, *only)
		grown = append(grown, growth{n, columns, best})
		return err
	}
	if *db != "" {
		each = func(binary, path string, _, _ int) error { return spread(binary, path, *db, *draws, *brief) }
	}
	if err := measure(*rows, *columns, *binary, *out, *text, each); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
	printGrowth(grown)
}

// mostCells are those of the largest sheet that is read.
const mostCells = 5_000_000

// growth is what a size took.
type growth struct {
	rows, columns int
	best          []figures
}

// printGrowth shows time and memory for a million scores at each size: they stay as they are where nothing grows faster than the study.
func printGrowth(sizes []growth) {
	if len(sizes) < 2 {
		return
	}
	fmt.Print("\nFor a million scores\n\n| command |")
	for _, g := range sizes {
		fmt.Printf(" %d × %d |", g.rows, g.columns)
	}
	fmt.Println("\n|---|" + strings.Repeat("---|", len(sizes)))
	for k, r := range runs {
		if sizes[0].best[k].wall == 0 {
			continue
		}
		fmt.Printf("| `%s` |", r.name)
		for _, g := range sizes {
			millions := float64(g.rows) * float64(g.columns) / 1e6
			fmt.Printf(" %.2f s, processor %.2f s, %.0f MB |", g.best[k].wall.Seconds()/millions, g.best[k].cpu.Seconds()/millions, float64(g.best[k].peak>>20)/millions)
		}
		fmt.Println()
	}
}

// measure makes a study of each size and measures the program on it.
func measure(sizes string, columns int, binary, out string, text bool, each func(binary, study string, rows, columns int) error) error {
	folder, err := os.MkdirTemp("", "veche-scale")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if binary == "" && out == "" {
		binary = filepath.Join(folder, "veche")
		if output, err := exec.Command("go", "build", "-trimpath", "-o", binary, "./cmd/veche").CombinedOutput(); err != nil {
			return fmt.Errorf("building: %w\n%s", err, output)
		}
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < 2 {
			return fmt.Errorf("%q is no number of technologies", size)
		}
		if text {
			path := cmp.Or(out, filepath.Join(folder, fmt.Sprintf("study-%d", n)))
			if err := makeText(path, n, columns); err != nil || out != "" {
				return err
			}
			if err := each(binary, path, n, columns); err != nil {
				return err
			}
			continue
		}
		columns := max(1, min(columns, mostCells/(n+1)-1))
		if out != "" {
			if err := makeStudy(out, n, columns); err != nil {
				return err
			}
			continue
		}
		// The study is made by another process: what this one holds would count as the peak of those it starts.
		path := filepath.Join(folder, fmt.Sprintf("study-%d.xlsx", n))
		if output, err := exec.Command(self, "-study", path, "-rows", size, "-criteria", strconv.Itoa(columns)).CombinedOutput(); err != nil {
			return fmt.Errorf("making the study: %w: %s", err, output)
		}
		if err := each(binary, path, n, columns); err != nil {
			return err
		}
	}
	return nil
}

// table measures every command on one study and prints what it takes.
func table(binary, study string, rows, columns, repeat int, only string) ([]figures, error) {
	size, kind, err := sizeOf(study)
	if err != nil {
		return nil, err
	}
	fmt.Printf("\n%d technologies × %d criteria, %s of %.1f MB; the fastest of %d\n\n", rows, columns, kind, float64(size)/1e6, repeat)
	other := strings.HasPrefix(runs[1].name, runs[0].name)
	heading, line := "| command | time | processor | by time | by processor |", "|---|---|---|---|---|"
	if other {
		heading, line = heading+" by processor to "+filepath.Base(runs[1].by)+" |", line+"---|"
	}
	fmt.Println("Ratios are to " + runs[0].name + ".\n\n" + heading + " peak memory | printed | file | wanted |\n" + line + "---|---|---|---|")
	best := make([]figures, len(runs))
	for range repeat { // the commands take turns, so that a busy moment meets all of them
		for k, r := range runs {
			if k > 0 && (r.by == "" || k > 1) && !strings.Contains(r.name, only) {
				continue
			}
			f, err := once(cmp.Or(r.by, binary), study, r)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			if b := &best[k]; b.wall == 0 {
				*b = f
			} else {
				b.wall, b.cpu, b.peak = min(b.wall, f.wall), min(b.cpu, f.cpu), max(b.peak, f.peak)
			}
		}
	}
	for k, r := range runs {
		f := best[k]
		if f.wall == 0 {
			continue
		}
		file := ""
		if f.written > 0 {
			file = fmt.Sprintf("%.1f MB", float64(f.written)/1e6)
		}
		ratios := fmt.Sprintf("%.2f × | %.2f × |", f.wall.Seconds()/best[0].wall.Seconds(), f.cpu.Seconds()/best[0].cpu.Seconds())
		if other {
			ratios += fmt.Sprintf(" %.2f × |", f.cpu.Seconds()/best[1].cpu.Seconds())
		}
		fmt.Printf("| `%s` | %.2f s | %.2f s | %s %d MB | %.1f MB | %s | %s |\n", r.name, f.wall.Seconds(), f.cpu.Seconds(), ratios, f.peak>>20, float64(f.printed)/1e6, file, r.wish)
	}
	return best, nil
}

// sizeOf is what a study takes on the disk, in bytes.
func sizeOf(study string) (size int64, kind string, err error) {
	kind = "a workbook"
	err = filepath.Walk(study, func(_ string, info os.FileInfo, err error) error {
		switch {
		case err != nil:
			return err
		case info.IsDir():
			kind = "files of text"
		default:
			size += info.Size()
		}
		return nil
	})
	return size, kind, err
}

// counter counts what is printed.
type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// once runs one command to its end.
func once(binary, study string, r run) (figures, error) {
	out := filepath.Join(filepath.Dir(study), "out.xlsx")
	args := slices.Clone(r.args)
	for k := range args {
		args[k] = strings.NewReplacer("{study}", study, "{out}", out).Replace(args[k])
	}
	var f figures
	cmd := exec.Command(binary, args...)
	var stderr strings.Builder
	cmd.Stdout, cmd.Stderr = io.Writer((*counter)(&f.printed)), &stderr
	began := time.Now()
	err := cmd.Run()
	f.wall = time.Since(began)
	if err != nil {
		return f, fmt.Errorf("%w: %s", err, stderr.String())
	}
	f.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	f.peak = peak.Of(cmd.ProcessState)
	if info, err := os.Stat(out); err == nil && slices.Contains(args, out) {
		f.written = info.Size()
	}
	return f, nil
}
