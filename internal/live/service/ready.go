package service

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os/exec"
	"runtime"
	"slices"

	"veche/internal/language"
	"veche/internal/live"
)

// Chair is the chair's link, "" where it was given out before.
func (r Ready) Chair() string {
	if at := slices.IndexFunc(r.Links, func(l Link) bool { return l.Role == string(live.Chair) }); at >= 0 {
		return r.Links[at].Link
	}
	return ""
}

// Said is what to say when pages can be opened: beside the result, and as the result. Links are secrets: they go to a terminal or to who asked for JSON, not into
// a log.
func (r Ready) Said(asJSON, terminal bool) (beside, result []language.Message) {
	if r.Fingerprint != "" {
		beside = append(beside, language.M("The certificate made here has the fingerprint (SHA-256) %s. A browser asks whether to trust it: compare the fingerprint.", r.Fingerprint))
	}
	if r.SSH != "" {
		beside = append(beside, language.M("The explorer over SSH is at %s; its key has the fingerprint %s. Keys are registered on the page “What is kept of you”.", r.SSH, r.SSHKey))
	}
	if r.Plain {
		beside = append(beside, language.M("warning: the connection is not encrypted: whoever sits on the network between can read and change what people send. Use --tls self, --tls-cert, or a proxy with TLS."))
	}
	switch chair := r.Chair(); {
	case asJSON:
		if line, err := json.Marshal(listing{r.URL, append([]Link{}, r.Links...)}); err == nil {
			result = append(result, language.M("%s", string(line)))
		}
	case chair == "":
		result = append(result, language.M("The panel goes on at %s; links given out before still open.", r.URL))
	case terminal:
		result = append(result, language.M("The chair's link, which asks for a PIN of their choice when it is first opened:"), language.M("%s", chair),
			language.M("The chair invites the others on the page Room. Ctrl+C ends the server; what was said is kept."))
	default:
		result = append(result, language.M("The panel is at %s. Links are printed to a terminal, or with --links json.", r.URL))
	}
	return beside, result
}

// listing is links as JSON.
type listing struct {
	URL   string `json:"url"`
	Links []Link `json:"links"`
}

// Listed is links as json, as csv with headings for mail merge, or as lines.
func Listed(url string, links []live.Link, kind string) ([]byte, error) {
	var b bytes.Buffer
	switch kind {
	case "json":
		all := listing{URL: url, Links: []Link{}}
		for _, l := range links {
			all.Links = append(all.Links, Link{Person: l.Person, Role: string(l.Roles[0]), Link: Address(url, l.Token)})
		}
		data, err := json.Marshal(all)
		return append(data, '\n'), err
	case "csv":
		w := csv.NewWriter(&b)
		rows := [][]string{{"person", "name", "role", "link"}}
		for _, l := range links {
			rows = append(rows, []string{l.Person, l.Name, string(l.Roles[0]), Address(url, l.Token)})
		}
		err := w.WriteAll(rows)
		return b.Bytes(), err
	}
	for _, l := range links {
		fmt.Fprintf(&b, "%s (%s): %s\n", l.Name, l.Roles[0], Address(url, l.Token))
	}
	return b.Bytes(), nil
}

// Browse opens an address in the person's browser.
func Browse(ctx context.Context, address string) error {
	command := exec.CommandContext(ctx, "xdg-open", address)
	switch runtime.GOOS {
	case "darwin":
		command = exec.CommandContext(ctx, "open", address)
	case "windows":
		command = exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", address)
	}
	return command.Start()
}
