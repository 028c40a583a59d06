package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/report/safe"
)

// planted are names that are markup, and one that turns a line around.
var planted = []string{"</title><script>alert(1)</script>", `"><svg onload=alert(2)>`, "[x](javascript:alert(3))", "a\u202eb\u2066c\u200bd", "`<img src=x>`", "![i](http://127.0.0.1/x.png)", "|<b>|"}

// plantedStudy is a folder that is a study, every name of it planted.
func plantedStudy(t *testing.T) string {
	t.Helper()
	name := func(k int) string { return fmt.Sprint(planted[k%len(planted)], " ", k) }
	sheets := map[string][][]string{
		"Study":        {{"Key", "Value"}, {"title", name(0)}, {"shortlist", "2"}},
		"Criteria":     {{"Code", "Criterion", "Sense", "Weight", "Unit"}},
		"Technologies": {{"ID", "Technology", "Group", "Cost", "Note"}},
		"Experts":      {{"ID", "Name", "Organisation", "Bloc"}},
		"Scores":       {{"Round", "Expert", "Technology", "Criterion", "Score"}},
		"Links":        {{"Project", "Technology", "Period", "Partner", "Bloc"}},
	}
	for c := range 3 {
		sheets["Criteria"] = append(sheets["Criteria"], []string{fmt.Sprint("C", c), name(c + 1), []string{"benefit", "cost"}[c%2], "1", name(c + 2)})
	}
	for i := range 7 {
		technology := fmt.Sprint("T", i)
		sheets["Technologies"] = append(sheets["Technologies"], []string{technology, name(i), name(i + 20), "1", name(i + 3)})
		for _, partner := range []int{i, i + 1} {
			sheets["Links"] = append(sheets["Links"], []string{name(i + 40), technology, "2020", name(partner + 60), name(80)})
		}
		for e := range 3 {
			for c := range 3 {
				sheets["Scores"] = append(sheets["Scores"], []string{name(100), fmt.Sprint("E", e), technology, fmt.Sprint("C", c), fmt.Sprint(1 + (3*i+5*e+7*c+i*c)%9)})
			}
		}
	}
	for e := range 3 {
		sheets["Experts"] = append(sheets["Experts"], []string{fmt.Sprint("E", e), name(e), name(e + 4), name(e + 2)})
	}
	folder := filepath.Join(t.TempDir(), "planted")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for sheet, rows := range sheets {
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, sheet+".csv"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// Whatever a command prints, no name in it turns a line around; and in Markdown none is a tag, a link or a picture, in tables and in the sentences above them.
func TestEveryNamePlanted(t *testing.T) {
	study := plantedStudy(t)
	for _, command := range []string{"rank", "rank --trace", "weights", "panel", "robust --draws 200", "robust --draws 200 --pair T1,T2", "select --budget 4", "why", "why T1 T2", "network", "compare " + study, "check",
		"report --sections decision,procedure,reasons,firmness,set,minutes,record"} {
		for _, format := range []string{"md", "table", "csv", "json"} {
			args := strings.Fields(command)
			args = append(append([]string{args[0], study}, args[1:]...), "--format", format, "--quiet")
			if args[0] == "check" {
				args = args[:len(args)-1]
			}
			if args[0] == "report" && format != "md" && format != "json" {
				continue
			}
			var out, problems bytes.Buffer
			if code := run(args, strings.NewReader(""), &out, &problems); code != exitDone && code != exitIssues {
				t.Errorf("%v ends with %d: %s", args, code, problems.String())
			}
			if out.Len() == 0 {
				t.Errorf("%v prints nothing", args)
			}
			if k := strings.IndexFunc(out.String()+problems.String(), safe.Mark); k >= 0 {
				t.Errorf("%v prints a mark: %q", args, (out.String() + problems.String())[max(0, k-20):k+4])
			}
			for _, markup := range []string{"<script", "<svg", "<img", "<b>", "]("} {
				if k := strings.Index(out.String(), markup); format == "md" && k >= 0 {
					t.Errorf("%v prints markup: %q", args, out.String()[max(0, k-30):min(out.Len(), k+30)])
				}
			}
		}
	}
}
