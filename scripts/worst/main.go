// Command worst runs the hardest studies that the program takes and prints the table of docs/performance.md: go run ./scripts/worst [NAME...]. It ends with 1
// where something takes over 60 s of processor time (other work on the machine does not count) or 1 GB. Past a second every command tells a terminal that it is at work, and Ctrl+C ends it within 100 ms: tests of the command.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// worst is one of the hardest cases: a study and what is asked about it.
type worst struct {
	name  string
	study sheets
	args  []string // STUDY stands for the study, OUT for a file to write
}

func cases() []worst {
	var all []worst
	for _, method := range []string{"copeland", "probid", "todim", "multimoora", "promethee2"} {
		all = append(all, worst{method + ", 20,000 technologies × 10 criteria", measured(20_000, 10), []string{"rank", "STUDY", "--method", method}})
	}
	for _, method := range []string{"electre1", "electre2", "electre3", "electre-net-flow"} {
		all = append(all, worst{method + ", 3,000 × 10", measured(3_000, 10), []string{"rank", "STUDY", "--method", method}})
	}
	return append(all,
		worst{"weighted sum, 100,000 × 20", measured(100_000, 20), []string{"rank", "STUDY", "--method", "weighted-sum"}},
		worst{"weights, 20 experts compare 50 criteria", judged(50, 20, 1), []string{"weights", "STUDY"}},
		worst{"weights, 20 experts compare half of 50 criteria", judged(50, 20, 0.5), []string{"weights", "STUDY"}},
		worst{"weights, an expert compares 200 criteria", judged(200, 1, 1), []string{"weights", "STUDY"}},
		worst{"check, a chain of 2,000 criteria", chain(2_000), []string{"check", "STUDY"}},
		worst{"rank, a chain of 2,000 criteria", chain(2_000), []string{"rank", "STUDY"}},
		worst{"frame of weights, a chain of 500 criteria", chain(500), []string{"frame", "weights", "STUDY"}},
		worst{"frame of weights, a chain of 2,000 criteria", chain(2_000), []string{"frame", "weights", "STUDY"}},
		worst{"rank -o, 2,000 criteria", measured(20, 2_000), []string{"rank", "STUDY", "-o", "OUT"}},
		worst{"rank -o, 20,000 technologies × 10", measured(20_000, 10), []string{"rank", "STUDY", "--method", "weighted-sum", "-o", "OUT"}},
		worst{"robust, 2,000 × 10", measured(2_000, 10), []string{"robust", "STUDY", "--method", "topsis"}},
		worst{"robust, 200 × 20", measured(200, 20), []string{"robust", "STUDY", "--method", "topsis"}},
		worst{"select, 2,000 candidates", measured(2_000, 5), []string{"select", "STUDY", "--method", "weighted-sum", "--budget", "10000"}},
		worst{"panel, 500 experts × 100 × 5", panel(500, 100, 5), []string{"panel", "STUDY"}},
		worst{"network, 100,000 links", linked(100_000), []string{"network", "STUDY"}},
		worst{"forms of 200 experts, 100 × 10", panel(200, 100, 10), []string{"forms", "STUDY", "-d", "FOLDER"}},
		worst{"report.html, 200 × 20", measured(200, 20), []string{"report", "STUDY", "--method", "topsis", "-o", "PAGE"}},
		worst{"rank --trace, 2,000 × 10", measured(2_000, 10), []string{"rank", "STUDY", "--method", "topsis", "--trace"}},
		worst{"report.docx, 2,000 × 10", measured(2_000, 10), []string{"report", "STUDY", "--method", "topsis", "-o", "WORD", "--sections", "ranking"}},
		worst{"report.json, 200 × 20", measured(200, 20), []string{"report", "STUDY", "--method", "topsis", "-o", "DATA"}},
		worst{"figure, 2,000 × 10", measured(2_000, 10), []string{"rank", "STUDY", "--method", "topsis", "-o", "FIGURE"}},
		worst{"compare, 2,000 × 10 with itself", measured(2_000, 10), []string{"compare", "STUDY", "STUDY"}},
		worst{"select -o, 200 candidates", measured(200, 5), []string{"select", "STUDY", "--method", "weighted-sum", "--budget", "1000", "-o", "OUT"}},
		worst{"shard, 1,000,000 draws of 200 × 20", measured(200, 20), []string{"shard", "STUDY", "--method", "topsis", "--draws", "1000000", "--index", "0", "--of", "1", "-o", "DATA"}},
		worst{"lock -o, 2,000 criteria", measured(20, 2_000), []string{"lock", "STUDY", "-o", "OUT"}},
		worst{"replay, 100,000 actions on 37 technologies", measured(37, 9), []string{"replay", "STUDY", "LOG"}},
		worst{"check, 100,000 × 20", measured(100_000, 20), []string{"check", "STUDY"}},
		worst{"forms, 3 experts × 200 × 100", panel(3, 200, 100), []string{"forms", "STUDY", "-d", "FOLDER"}},
		worst{"panel, 3 experts × 20,000 × 3", panel(3, 20_000, 3), []string{"panel", "STUDY"}},
		worst{"network --accept, 100,000 links", linked(100_000), []string{"network", "STUDY", "--accept", "OUT"}},
		worst{"diagnose, 100,000 × 20", measured(100_000, 20), []string{"diagnose", "STUDY"}},
		worst{"why, 2,000 × 10", measured(2_000, 10), []string{"why", "STUDY", "--method", "topsis"}},
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
	veche := filepath.Join(folder, "veche")
	build := exec.Command("go", "build", "-o", veche, "./cmd/veche")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	bad := 0
	fmt.Println("| case | processor time | memory |\n|---|---|---|")
	for k, w := range cases() {
		if len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return bytes.Contains([]byte(w.name), []byte(name)) }) {
			continue
		}
		study, err := w.study.save(filepath.Join(folder, fmt.Sprint(k)))
		if err != nil {
			return err
		}
		over, err := w.run(veche, study)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		if over {
			bad++
		}
		if err := os.RemoveAll(study); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d over their bounds", bad)
	}
	return nil
}

// run prints a row of the table and reports whether a bound was broken.
func (w worst) run(veche, study string) (over bool, err error) {
	out := study + "-out"
	args := slices.Clone(w.args)
	for k, arg := range args {
		args[k] = map[string]string{"STUDY": study, "OUT": out + ".xlsx", "PAGE": out + ".html", "WORD": out + ".docx", "DATA": out + ".json", "FIGURE": out + ".svg", "LOG": out + ".jsonl", "FOLDER": out}[arg]
		if args[k] == "" {
			args[k] = arg
		}
	}
	if slices.Contains(w.args, "LOG") {
		if err := actions(out+".jsonl", 100_000); err != nil {
			return false, err
		}
	}
	cmd := exec.Command(veche, args...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return false, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err = <-ended:
	case <-time.After(2 * time.Minute):
		_ = cmd.Process.Kill() // it may have ended
		<-ended
	}
	took, peak := min(time.Since(began), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()), peakOf(cmd.ProcessState)
	if exit := (*exec.ExitError)(nil); err != nil && !asExit(err, &exit) {
		return false, err
	}
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 {
		fmt.Fprintf(os.Stderr, "%s: ended with %d: %.300s\n", w.name, code, problems.String())
	}
	fmt.Printf("| %s | %.1f s | %d MB |\n", w.name, took.Seconds(), peak>>20)
	return took > time.Minute || peak > 1<<30, nil
}

func asExit(err error, exit **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*exit = e
	return ok
}
