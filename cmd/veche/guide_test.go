package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"veche/internal/ci"
)

// pictures of the guide, each by the command that makes it; UPDATE=1 makes them anew.
var pictures = map[string]string{
	"weights":        "weights science-fields -o weights.png",
	"camps":          "panel horizon-scan --figure camps -o camps.png",
	"weights-screen": "frame weights --size 120x36 -o weights-screen.svg",
	"stability":      "robust horizon-scan --show stability -o stability.png",
	"plane":          "rank science-fields --figure plane -o plane.png",
}

// Every command of the guide does what it says, in the order in which it stands there; every picture and page it points to is there.
func TestGuide(t *testing.T) {
	ci.Long(t, "the commands of the guide")
	pages, err := filepath.Glob("../../docs/guide/*.md")
	if err != nil || len(pages) != 6 {
		t.Fatal(pages, err)
	}
	for _, page := range pages {
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(data), -1) {
				if _, err := os.Stat(filepath.Join(filepath.Dir(page), link[1])); err != nil {
					t.Error(err)
				}
			}
			folder, commands := t.TempDir(), 0
			for _, block := range regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(string(data), -1) {
				for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
					commands++
					guided(t, folder, strings.TrimPrefix(line, "veche "))
				}
			}
			if commands < 5 {
				t.Errorf("%d commands", commands)
			}
		})
	}
	for name, line := range pictures {
		for _, lang := range []string{"en", "ru"} {
			folder := t.TempDir()
			guided(t, folder, line+" --lang "+lang)
			ext := line[strings.LastIndex(line, "."):]
			made, err := os.ReadFile(filepath.Join(folder, name+ext))
			if err != nil {
				t.Fatal(err)
			}
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile("../../docs/guide/pictures/"+name+"-"+lang+ext, made, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// guided runs a command line in a folder. An exit code of 1 is that something was found, which is no failure.
func guided(t *testing.T, folder, line string) {
	t.Helper()
	var args []string
	for _, a := range strings.Fields(line) {
		args = append(args, strings.Trim(a, `"`))
	}
	cmd := exec.Command("veche", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "HOME="+folder)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && args[0] == "collect" {
		return
	}
	if err != nil {
		t.Errorf("veche %s: %v\n%s", line, err, out)
	}
}
