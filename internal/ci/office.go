package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Office skips, loudly, what LibreOffice is needed for, but in the full run.
func Office(t *testing.T) {
	t.Helper()
	Need(t, "soffice")
	Long(t, "what LibreOffice makes of our workbooks, live formulas recalculated")
}

// Recalculate has LibreOffice compute every formula anew (its profile forbids trusting saved values) and returns the files as it saves them.
func Recalculate(t *testing.T, files map[string][]byte) map[string][]byte {
	t.Helper()
	folder := t.TempDir()
	profile := filepath.Join(folder, "profile", "user")
	in, out := filepath.Join(folder, "in"), filepath.Join(folder, "out")
	for _, d := range []string{profile, in, out} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`
	if err := os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), []byte(always), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out}
	for name, data := range files {
		path := filepath.Join(in, name+".xlsx")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if text, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	done := map[string][]byte{}
	for name := range files {
		data, err := os.ReadFile(filepath.Join(out, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		done[name] = data
	}
	return done
}

// Python finds an interpreter that has openpyxl, "" when there is none.
func Python() string {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import openpyxl").Run() == nil {
			return name
		}
	}
	return ""
}
