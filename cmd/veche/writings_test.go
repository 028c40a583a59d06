package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/live"
	"veche/internal/live/service"
	"veche/internal/report/pdf"
)

// writing is a command that writes files: killed, interrupted, unheard, on a full disk and on one that is only read, each of them is the old one or the new one,
// whole, and the exit code says which.
type writing struct {
	command []string
	targets string                  // a pattern
	merges  bool                    // its exit code may say that something is missing
	over    bool                    // it changes a study in place
	valid   func(data []byte) error // whether a file is whole, where every run writes another; nil: it is the same each time
	slow    bool                    // a browser takes part
}

// now tells a new file, whole, from any other.
func (w writing) now(data, again []byte) bool {
	if w.valid != nil {
		return w.valid(data) == nil
	}
	return bytes.Equal(data, again)
}

// name is the row's, for a test's title.
func (w writing) name() string { return w.does() + "-" + strings.ReplaceAll(w.targets, "/*", "") }

// does is the command of the tree that the row runs.
func (w writing) does() string {
	if w.command[0] == "veche-save" {
		return "explore"
	}
	return w.command[1]
}

// lines are the writings, a line each: the command, and after the bar the pattern of its files in the folder out. A command that writes a file and has no line
// here fails TestEveryWritingIsARow, which asks the commands themselves what they write.
const lines = `
veche new out/new.xlsx --force | new.xlsx
veche import matrix.xlsx -o out/imported.xlsx --force | imported.xlsx
veche rank study.xlsx -o out/shortlist.xlsx --force | shortlist.xlsx
veche rank study.xlsx -o out/rank.svg --force | rank.svg
veche rank study.xlsx -o out/rank.png --force | rank.png
veche weights study.xlsx -o out/weights.svg --force | weights.svg
veche weights study.xlsx -o out/weights.png --force | weights.png
veche panel study.xlsx -o out/panel.svg --force | panel.svg
veche panel study.xlsx -o out/panel.png --force | panel.png
veche network networks.xlsx -o out/network.svg --force | network.svg
veche network networks.xlsx -o out/network.png --force | network.png
veche network networks.xlsx --accept out/accepted.xlsx --force | accepted.xlsx
veche robust study.xlsx --draws 500 -o out/robust.svg --force | robust.svg
veche robust study.xlsx --draws 500 -o out/robust.png --force | robust.png
veche shard study.xlsx --draws 20000 --index 0 --of 2 -o out/tally.json --force | tally.json
veche select portfolio.xlsx -o out/set.xlsx --force | set.xlsx
veche select portfolio.xlsx -o out/set.svg --force | set.svg
veche select portfolio.xlsx -o out/set.png --force | set.png
veche why study.xlsx -o out/why.svg --force | why.svg
veche why study.xlsx -o out/why.png --force | why.png
veche report study.xlsx -o out/report.html --static --force | report.html
veche report study.xlsx -o out/report.docx --force | report.docx
veche report study.xlsx -o out/minutes.docx --sections minutes --force | minutes.docx
veche report study.xlsx -o out/report.md --force | report.md
veche report study.xlsx -o out/report.json --force | report.json
veche report study.xlsx -o out/report.pdf --static --sections decision --force | report.pdf
veche compare study.xlsx study.xlsx -o out/editions.svg --force | editions.svg
veche compare study.xlsx study.xlsx -o out/editions.png --force | editions.png
veche forms study.xlsx -d out/forms --force | forms/*.xlsx
veche collect study.xlsx returned -o out/merged.xlsx --force | merged.xlsx
veche collect study.xlsx returned -o out/both.xlsx --letters out/letters --force | letters/*.txt
veche lock out/sealed.xlsx | sealed.xlsx
veche lock study.xlsx -o out/anew.xlsx | anew.xlsx
veche-save out/saved.xlsx | saved.xlsx
veche replay study.xlsx log.jsonl -o out/replayed.xlsx --force | replayed.xlsx
veche replay study.xlsx log.jsonl -o out/replayed.svg --force | replayed.svg
veche replay study.xlsx log.jsonl -o out/replayed.png --force | replayed.png
veche replay study.xlsx log.jsonl --save out/changed.xlsx | changed.xlsx
veche frame weights study.xlsx -o out/frame.svg --force | frame.svg
veche frame weights study.xlsx -o out/frame.txt --force | frame.txt
veche frame weights study.xlsx -o out/frame.ans --force | frame.ans
veche diagnose study.xlsx -o out/fault.json --force | fault.json
veche invite E02 --data kept --url http://127.0.0.1:1 -o out/links.csv --force | links.csv
veche export --data kept -o out/panel.xlsx --force | panel.xlsx
veche export --data kept --record out/record.json --force | record.json
veche backup --data kept -o out/copy.age --recipient RECIPIENT --force | copy.age
`

// fresh are the files that a command makes and never writes over; before it there is none.
var fresh = map[string]bool{"anew.xlsx": true, "changed.xlsx": true}

// writings are all of them, to be run in a folder that this fills with what they read.
func writings(t *testing.T, folder string) (all []writing) {
	t.Helper()
	for _, command := range [][]string{
		{"new", "study.xlsx", "--example", "horizon-scan"},
		{"forms", "study.xlsx", "-d", "returned"},
		{"new", "portfolio.xlsx", "--example", "portfolio"},
		{"new", "networks.xlsx", "--example", "research-networks"},
	} {
		if text, err := in(folder, append([]string{"veche"}, command...)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, text)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "log.jsonl"), []byte(`{"action":"set-method","method":"topsis"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	matrix := excelize.NewFile()
	for k, row := range [][]any{{"", "Cost", "Risk", "Effect"}, {"Cost", 1, 3, 5}, {"Risk", "1/3", 1, 2}, {"Effect", 0.2, 0.5, 1}} {
		if err := matrix.SetSheetRow("Sheet1", fmt.Sprint("B", 3+k), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := matrix.SaveAs(filepath.Join(folder, "matrix.xlsx")); err != nil {
		t.Fatal(err)
	}
	keptPanel(t, service.Place{Data: filepath.Join(folder, "kept")})
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	valid := map[string]func([]byte) error{
		"links.csv": func(data []byte) error {
			rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if err == nil && (len(rows) != 2 || !bytes.HasSuffix(data, []byte("\n")) || !strings.Contains(rows[1][len(rows[1])-1], "http://127.0.0.1:1/i/")) {
				err = fmt.Errorf("%q", rows)
			}
			return err
		},
		"record.json": func(data []byte) error { // every run writes another
			v, err := live.Verify(data, live.Evidence{})
			if err == nil && len(v.Wrong) > 0 {
				err = fmt.Errorf("%v", v.Wrong)
			}
			return err
		},
		"copy.age": func(data []byte) error {
			plain, err := age.Decrypt(bytes.NewReader(data), key)
			if err == nil {
				_, err = io.Copy(io.Discard, plain) // the last block says that it is the last
			}
			return err
		},
		"report.pdf": func(data []byte) error {
			if !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
				return fmt.Errorf("%d bytes that are no whole PDF", len(data))
			}
			return nil
		},
	}
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		text, targets, _ := strings.Cut(strings.TrimSpace(line), " | ")
		w := writing{command: strings.Fields(strings.Replace(text, "RECIPIENT", key.Recipient().String(), 1)), targets: targets, valid: valid[targets]}
		w.merges = w.command[1] == "collect"
		w.over = w.command[0] == "veche-save" || targets == "sealed.xlsx"
		w.slow = strings.HasSuffix(targets, ".pdf")
		all = append(all, w)
	}
	return all
}

// ready skips a row that takes seconds, and the second kind of a figure, but in the longest run.
func (w writing) ready(t *testing.T) {
	t.Helper()
	if (w.slow || strings.HasSuffix(w.targets, ".png")) && !ci.Longest() {
		t.Skip("NOT CHECKED: a PDF or PNG; it runs with VECHE_LONG=1")
	}
	if !w.slow {
		return
	}
	if _, err := pdf.Browser(); err != nil {
		ci.Without(t, err.Error())
	}
}

func in(folder string, command []string) *exec.Cmd {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "HOME="+folder, "XDG_STATE_HOME="+folder)
	return cmd
}
