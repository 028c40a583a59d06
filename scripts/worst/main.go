// Command worst runs the hardest studies that the program takes and prints the table of docs/performance.md: go run ./scripts/worst [NAME...]. It ends with 1
// where something takes over 60 s of processor time (other work on the machine does not count) or 1 GB. Past a second every command tells a terminal that it is at work, and Ctrl+C ends it within 100 ms: tests of the command.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"veche/scripts/peak"
)

// worst is one of the hardest cases: a study and what is asked about it.
type worst struct {
	name  string
	study sheets
	args  []string // STUDY stands for the study, OUT for a file to write, and so on: see files
	needs []need   // what makes the files that it reads besides; not counted
}

// need makes what a case reads: a command, or something in this process.
type need struct {
	args []string
	make func(file func(string) string) error // file gives the place of a name as STUDY
}

// command is a need: a command of the program.
func command(args ...string) need { return need{args: args} }

func cases() []worst {
	var all []worst
	for _, method := range []string{"copeland", "probid", "todim", "multimoora", "promethee2"} {
		all = append(all, worst{name: method + ", 20,000 technologies × 10 criteria", study: measured(20_000, 10), args: []string{"rank", "STUDY", "--method", method}})
	}
	for _, method := range []string{"electre1", "electre2", "electre3", "electre-net-flow"} {
		all = append(all, worst{name: method + ", 3,000 × 10", study: measured(3_000, 10), args: []string{"rank", "STUDY", "--method", method}})
	}
	return append(all,
		worst{name: "weighted sum, 100,000 × 20", study: measured(100_000, 20), args: []string{"rank", "STUDY", "--method", "weighted-sum"}},
		worst{name: "weights, 20 experts compare 50 criteria", study: judged(50, 20, 1), args: []string{"weights", "STUDY"}},
		worst{name: "weights, 20 experts compare half of 50 criteria", study: judged(50, 20, 0.5), args: []string{"weights", "STUDY"}},
		worst{name: "weights, an expert compares 200 criteria", study: judged(200, 1, 1), args: []string{"weights", "STUDY"}},
		worst{name: "check, a chain of 2,000 criteria", study: chain(2_000), args: []string{"check", "STUDY"}},
		worst{name: "rank, a chain of 2,000 criteria", study: chain(2_000), args: []string{"rank", "STUDY"}},
		worst{name: "frame of weights, a chain of 500 criteria", study: chain(500), args: []string{"frame", "weights", "STUDY"}},
		worst{name: "frame of weights, a chain of 2,000 criteria", study: chain(2_000), args: []string{"frame", "weights", "STUDY"}},
		worst{name: "rank -o, 2,000 criteria", study: measured(20, 2_000), args: []string{"rank", "STUDY", "-o", "OUT"}},
		worst{name: "rank -o, 20,000 technologies × 10", study: measured(20_000, 10), args: []string{"rank", "STUDY", "--method", "weighted-sum", "-o", "OUT"}},
		worst{name: "robust, 2,000 × 10", study: measured(2_000, 10), args: []string{"robust", "STUDY", "--method", "topsis"}},
		worst{name: "robust, a shortlist of 10 of 2,000 × 10", study: measured(2_000, 10), args: []string{"robust", "STUDY", "--method", "topsis", "--set", "shortlist=10"}},
		worst{name: "robust, 200 × 20", study: measured(200, 20), args: []string{"robust", "STUDY", "--method", "topsis"}},
		worst{name: "select, 2,000 candidates", study: measured(2_000, 5), args: []string{"select", "STUDY", "--method", "weighted-sum", "--budget", "10000"}},
		worst{name: "panel, 500 experts × 100 × 5", study: panel(500, 100, 5), args: []string{"panel", "STUDY"}},
		worst{name: "network, 100,000 links", study: linked(100_000), args: []string{"network", "STUDY"}},
		worst{name: "forms of 200 experts, 100 × 10", study: panel(200, 100, 10), args: []string{"forms", "SAVED", "-d", "FOLDER"}, needs: []need{{make: saved}}},
		worst{name: "report.html, 200 × 20", study: measured(200, 20), args: []string{"report", "STUDY", "--method", "topsis", "-o", "PAGE"}},
		worst{name: "rank --trace, 2,000 × 10", study: measured(2_000, 10), args: []string{"rank", "STUDY", "--method", "topsis", "--trace"}},
		worst{name: "report.docx, 2,000 × 10", study: measured(2_000, 10), args: []string{"report", "STUDY", "--method", "topsis", "-o", "WORD", "--sections", "decision"}},
		worst{name: "report.docx, a shortlist of 10 of 2,000 × 10, all sections", study: measured(2_000, 10), args: []string{"report", "STUDY", "--method", "topsis", "--set", "shortlist=10", "-o", "WORD", "--sections", "decision,procedure,reasons,firmness,set,minutes,record"}},
		worst{name: "report.json, 200 × 20", study: measured(200, 20), args: []string{"report", "STUDY", "--method", "topsis", "-o", "DATA"}},
		worst{name: "figure, 2,000 × 10", study: measured(2_000, 10), args: []string{"rank", "STUDY", "--method", "topsis", "-o", "FIGURE"}},
		worst{name: "compare, 2,000 × 10 with itself", study: measured(2_000, 10), args: []string{"compare", "STUDY", "STUDY"}},
		worst{name: "select -o, 200 candidates", study: measured(200, 5), args: []string{"select", "STUDY", "--method", "weighted-sum", "--budget", "1000", "-o", "OUT"}},
		worst{name: "shard, 1,000,000 draws of 200 × 20", study: measured(200, 20), args: []string{"shard", "STUDY", "--method", "topsis", "--draws", "1000000", "--index", "0", "--of", "1", "-o", "DATA"}},
		worst{name: "lock -o, 2,000 criteria", study: measured(20, 2_000), args: []string{"lock", "SAVED", "-o", "OUT"}, needs: []need{{make: saved}}},
		worst{name: "replay, 100,000 actions on 37 technologies", study: measured(37, 9), args: []string{"replay", "STUDY", "LOG"}, needs: []need{{make: func(file func(string) string) error { return actions(file("LOG"), 100_000) }}}},
		worst{name: "check, 100,000 × 20", study: measured(100_000, 20), args: []string{"check", "STUDY"}},
		worst{name: "forms, 3 experts × 200 × 100", study: panel(3, 200, 100), args: []string{"forms", "SAVED", "-d", "FOLDER"}, needs: []need{{make: saved}}},
		worst{name: "panel, 3 experts × 20,000 × 3", study: panel(3, 20_000, 3), args: []string{"panel", "STUDY"}},
		worst{name: "network --accept, 100,000 links", study: linked(100_000), args: []string{"network", "STUDY", "--accept", "OUT"}},
		worst{name: "diagnose, 100,000 × 20", study: measured(100_000, 20), args: []string{"diagnose", "SAVED"}, needs: []need{{make: saved}}},
		worst{name: "why, 2,000 × 10", study: measured(2_000, 10), args: []string{"why", "STUDY", "--method", "topsis"}},
		worst{name: "report.html, 500 experts × 100 × 5", study: panel(500, 100, 5), args: []string{"report", "STUDY", "-o", "PAGE"}},
		worst{name: "report.docx, 500 experts × 100 × 5", study: panel(500, 100, 5), args: []string{"report", "STUDY", "-o", "WORD"}},
		worst{name: "report.md, 2,000 × 10", study: measured(2_000, 10), args: []string{"report", "STUDY", "--method", "topsis", "-o", "TEXT"}},
		worst{name: "rank -o, 500 experts × 100 × 5", study: panel(500, 100, 5), args: []string{"rank", "STUDY", "-o", "OUT"}},
		worst{name: "robust -o, 2,000 × 10", study: measured(2_000, 10), args: []string{"robust", "STUDY", "--method", "topsis", "-o", "FIGURE"}},
		worst{name: "robust -o, 200 × 20, a picture", study: measured(200, 20), args: []string{"robust", "STUDY", "--method", "topsis", "--figure", "acceptability", "-o", "PICTURE"}},
		worst{name: "collect, forms of 200 experts, 100 × 10", study: panel(200, 100, 10), args: []string{"collect", "SAVED", "FOLDER", "-o", "OUT"}, needs: []need{{make: saved}, command("forms", "SAVED", "-d", "FOLDER")}},
		worst{name: "collect, forms of 3 experts, 200 × 100", study: panel(3, 200, 100), args: []string{"collect", "SAVED", "FOLDER", "-o", "OUT"}, needs: []need{{make: saved}, command("forms", "SAVED", "-d", "FOLDER")}},
		worst{name: "import, a grid of 4,900 things by 100 experts", args: []string{"import", "BOOK", "-o", "OUT", "--as", "items-by-experts"}, needs: []need{{make: func(file func(string) string) error { return grid(file("BOOK"), 4_900, 100) }}}},
		worst{name: "import, a list of 120,000 scores", args: []string{"import", "BOOK", "-o", "OUT"}, needs: []need{{make: func(file func(string) string) error { return list(file("BOOK"), 100, 200, 6) }}}},
		worst{name: "import, 200 experts' matrices of 30 on a sheet each", args: []string{"import", "BOOK", "-o", "OUT"}, needs: []need{{make: func(file func(string) string) error { return matrices(file("BOOK"), 200, 30) }}}},
		worst{name: "serve, a workbook of 500 experts × 200 × 10 until it is ready", study: panel(500, 200, 10), args: []string{"serve", "SAVED", "--data", "PANEL", "--links", "json"}, needs: []need{{make: saved}}},
		worst{name: "export, 300 experts' ballots of 50 × 10", args: []string{"export", "--data", "PANEL", "-o", "OUT"}, needs: []need{{make: ballots(300)}}},
		worst{name: "export, 1,200 experts' ballots of 50 × 10", args: []string{"export", "--data", "PANEL", "-o", "OUT"}, needs: []need{{make: ballots(1_200)}}},
		worst{name: "export --record, 300 × 50 × 10", args: []string{"export", "--data", "PANEL", "--record", "DATA"}, needs: []need{{make: ballots(300)}}},
		worst{name: "verify, 300 × 50 × 10", args: []string{"verify", "DATA"}, needs: []need{{make: ballots(300)}, command("export", "--data", "PANEL", "--record", "DATA")}},
		worst{name: "backup, 300 × 50 × 10", args: []string{"backup", "--data", "PANEL", "-o", "COPY", "--recipient", recipient}, needs: []need{{make: ballots(300)}}},
		worst{name: "serve, 300 × 50 × 10 begun before, until it is ready", args: []string{"serve", "BOOK", "--data", "PANEL", "--links", "json"}, needs: []need{{make: ballots(300)}}},
	)
}

func main() {
	if err := measure(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "worst:", err)
		os.Exit(1)
	}
}

func measure(names []string) error {
	folder, err := os.MkdirTemp("", "worst")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	veche := os.Getenv("VECHE") // one that is built
	if veche == "" {
		veche = filepath.Join(folder, "veche")
		build := exec.Command("go", "build", "-o", veche, "./cmd/veche")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return err
		}
	}
	bad := 0
	fmt.Println("| case | processor time | by the clock | memory |\n|---|---|---|---|")
	for k, w := range cases() {
		if len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(w.name, name) }) {
			continue
		}
		over, err := w.measure(veche, filepath.Join(folder, fmt.Sprint(k)))
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		if over {
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d over their bounds", bad)
	}
	return nil
}

// measure makes what the case needs in a folder of its own, which goes afterwards, and prints its row.
func (w worst) measure(veche, folder string) (over bool, err error) {
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	names := map[string]string{"STUDY": "study", "OUT": "out.xlsx", "PAGE": "out.html", "WORD": "out.docx", "TEXT": "out.md", "DATA": "out.json", "FIGURE": "out.svg", "PICTURE": "out.png",
		"LOG": "log.jsonl", "FOLDER": "forms", "BOOK": "book.xlsx", "SAVED": "study.xlsx", "PANEL": "panel", "COPY": "out.age"}
	file := func(name string) string { return filepath.Join(folder, names[name]) }
	if err := w.study.save(file("STUDY")); err != nil {
		return false, err
	}
	named := func(args []string) []string {
		args = slices.Clone(args)
		for k, arg := range args {
			if names[arg] != "" {
				args[k] = file(arg)
			}
		}
		return args
	}
	for _, n := range w.needs {
		if n.make != nil {
			err = n.make(file)
		} else if text, fault := exec.Command(veche, named(n.args)...).CombinedOutput(); fault != nil {
			err = fmt.Errorf("%v: %w: %.300s", n.args, fault, text)
		}
		if err != nil {
			return false, err
		}
	}
	return w.run(veche, named(w.args))
}

// run prints a row of the table and reports whether a bound was broken. A server is interrupted when it says that it is ready.
func (w worst) run(veche string, args []string) (over bool, err error) {
	cmd := exec.Command(veche, args...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	if args[0] == "serve" {
		cmd.Stdout = &first{func() { _ = cmd.Process.Signal(os.Interrupt) }} // it may have ended
	}
	if err := peak.Small(); err != nil {
		return false, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return false, err
	}
	hang := time.AfterFunc(15*time.Minute, func() { _ = cmd.Process.Kill() }) // it may have ended
	defer hang.Stop()
	err = cmd.Wait()
	wall := time.Since(began)
	took, most := min(wall, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()), peak.Of(cmd.ProcessState)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return false, err
	}
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 {
		return false, fmt.Errorf("it ended with %d: %.300s", code, problems.String())
	}
	fmt.Printf("| %s | %.1f s | %.1f s | %d MB |\n", w.name, took.Seconds(), wall.Seconds(), most>>20)
	return took > time.Minute || most > 1<<30, nil
}

// first calls what is to be done at the first byte that is written to it.
type first struct{ do func() }

func (f *first) Write(b []byte) (int, error) {
	if f.do != nil {
		f.do()
		f.do = nil
	}
	return len(b), nil
}
