// Package pdf prints a page of package report/html through a browser that is installed: Chromium, Chrome or Edge. Nothing else of a page is a PDF of the same
// quality, and one of the three is on nearly every desk; where none is, [Print] says how to print by hand.
package pdf

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"veche/internal/language"
)

// patience is how long a browser may take.
const patience = 2 * time.Minute

// ErrNone says that there is no browser to print with.
var ErrNone = language.Errorf("a PDF is printed by Chromium, Chrome or Edge, and none of them was found here. Write the report as .html, open it in any browser and print it to a file; " +
	"or name the program in the variable VECHE_BROWSER")

// Browser is the program to print with: VECHE_BROWSER where it is set, else the first that is found where the three systems keep it. The error is [ErrNone], or says that
// VECHE_BROWSER names nothing.
func Browser() (string, error) {
	if named := os.Getenv("VECHE_BROWSER"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", language.Errorf("VECHE_BROWSER names no program: %s", named)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, path := range places(runtime.GOOS, os.Getenv) {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, nil
		}
	}
	return "", ErrNone
}

// places are where a system keeps browsers that are not on the path.
func places(system string, env func(string) string) []string {
	var all []string
	switch system {
	case "windows":
		for _, folder := range []string{env("ProgramFiles"), env("ProgramFiles(x86)"), env("LocalAppData")} {
			if folder != "" {
				for _, below := range []string{`Google\Chrome\Application\chrome.exe`, `Microsoft\Edge\Application\msedge.exe`, `Chromium\Application\chrome.exe`} {
					all = append(all, folder+`\`+below)
				}
			}
		}
	case "darwin":
		for _, folder := range []string{"/Applications", env("HOME") + "/Applications"} {
			for _, app := range []string{"Google Chrome", "Microsoft Edge", "Chromium"} {
				all = append(all, folder+"/"+app+".app/Contents/MacOS/"+app)
			}
		}
	default:
		all = append(all, "/snap/bin/chromium", "/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge")
	}
	return all
}

// Print makes a PDF of a page. The browser has a profile of its own, which is removed, and no network of the page's: the page forbids requests itself. It ends when ctx does.
func Print(ctx context.Context, page []byte) ([]byte, error) {
	browser, err := Browser()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "veche-pdf-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	from, to := filepath.Join(folder, "report.html"), filepath.Join(folder, "report.pdf")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	arguments := []string{"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
		"--no-pdf-header-footer", "--user-data-dir=" + filepath.Join(folder, "profile"), "--print-to-pdf=" + to}
	if runtime.GOOS == "linux" && os.Geteuid() == 0 { // as in a container, where there is nobody else
		arguments = append(arguments, "--no-sandbox")
	}
	command := exec.CommandContext(ctx, browser, append(arguments, address(from))...)
	said, failed := command.CombinedOutput()
	data, err := os.ReadFile(to)
	switch {
	case ctx.Err() != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, language.Errorf("%s took longer than %v to print", browser, patience)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil || len(data) < 5 || string(data[:5]) != "%PDF-":
		return nil, language.Errorf("%s printed nothing: %v %s", browser, failed, lastOf(said))
	}
	return data, nil
}

// lastOf is the end of what a program said, for an error.
func lastOf(said []byte) string {
	const most = 300
	if len(said) > most {
		said = said[len(said)-most:]
	}
	return string(said)
}

// address is a file's as a browser takes it.
func address(path string) string {
	path = filepath.ToSlash(path)
	if path[0] != '/' { // C:/…
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
