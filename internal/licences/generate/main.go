// Command generate writes notices.txt from the licence files of the modules that are linked into the command on any of its systems. It runs by
// go generate ./internal/licences, in that folder.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// systems are what the command is built for.
var systems = []string{"linux", "windows", "darwin"}

type module struct{ path, version, folder string }

func main() {
	log.SetFlags(0)
	text, err := notices()
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("notices.txt", []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

func notices() (string, error) {
	modules, err := linked()
	if err != nil {
		return "", err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("where is Go: %w", err)
	}
	var b strings.Builder
	b.WriteString("Veche is under the MIT licence, and is built with the software below, whose licences follow in full; the sources of the data in it stand at the end.\n")
	own := module{path: "veche", folder: "../.."}
	for _, m := range append([]module{own, {path: "the Go programming language and its library", folder: strings.TrimSpace(string(root))}}, modules...) {
		texts, err := licencesIn(m.folder)
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.path, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s\n", strings.Repeat("=", 80), strings.TrimSpace(m.path+" "+m.version))
		for _, text := range texts {
			fmt.Fprintf(&b, "\n%s\n", text)
		}
	}
	sources, err := filepath.Glob("../example/*/SOURCE.md")
	if err != nil || sources == nil {
		return "", fmt.Errorf("where do the example studies come from: %v, %w", sources, err)
	}
	for _, path := range sources {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "\n%s\nthe example study %s\n\n%s\n", strings.Repeat("=", 80), filepath.Base(filepath.Dir(path)), strings.TrimSpace(string(data)))
	}
	return b.String(), nil
}

// linked are the modules whose packages are linked into the command, by path.
func linked() ([]module, error) {
	found := map[string]module{}
	for _, system := range systems {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "veche/cmd/veche")
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for line := range strings.Lines(string(out)) {
			if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 {
				found[fields[0]] = module{fields[0], fields[1], fields[2]}
			}
		}
	}
	var all []module
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return cmp.Compare(a.path, b.path) })
	return all, nil
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// licencesIn are the texts of the licence files at the top of a folder; a module without one cannot be passed on.
func licencesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries { // by name
		if e.IsDir() || !licenceName.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		var lines []string
		for line := range strings.Lines(strings.ReplaceAll(string(data), "\r\n", "\n")) {
			lines = append(lines, strings.TrimRight(line, " \t\n"))
		}
		texts = append(texts, strings.Trim(strings.Join(lines, "\n"), "\n"))
	}
	if texts == nil {
		return nil, fmt.Errorf("no licence stands in %s", folder)
	}
	return texts, nil
}
