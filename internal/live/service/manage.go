package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"filippo.io/age"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/report"
	"veche/internal/store"
	"veche/internal/store/postgres"
	"veche/internal/store/sqlite"
	"veche/internal/workbook"
)

// Place is where panels are kept.
type Place struct{ Data, DB string }

// kept reports that there are no panels at the place.
func (p Place) kept() error {
	info, err := os.Stat(filepath.Join(p.Data, sqlite.File))
	switch {
	case p.DB != "", err == nil && info.Mode().IsRegular():
		return nil
	case err == nil:
		return language.Errorf("%s is not a file", filepath.Join(p.Data, sqlite.File))
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return language.Errorf("there are no panels in %s", p.Data)
	}
	return language.Errorf("there are no panels in %s: %v", p.Data, err)
}

// Trouble tells what the system or the database says of where panels are kept from what is said to whoever asked, which is a sentence and nil here.
func (p Place) Trouble(err error) error {
	var sentence *language.Fault
	switch {
	case errors.Is(err, store.ErrNoSpace), errors.Is(err, syscall.ENOSPC):
		return language.Errorf("%s was not written, the disk is full (%v): make room on it, or write to another", p.Data, err)
	case err == nil, errors.Is(err, context.Canceled), errors.As(err, &sentence):
		return nil
	}
	return err
}

// In opens the panels that are kept at a place, for as long as do takes. A folder without panels is an error: nothing is made.
func (p Place) In(ctx context.Context, do func(*live.House) error) error {
	if err := p.kept(); err != nil {
		return err
	}
	s, err := Open(ctx, p.Data, p.DB)
	if err != nil {
		return err
	}
	h := live.NewHouse(s, live.Options{})
	defer s.Close()
	defer h.Close()
	if err := h.FinishRestoring(ctx); err != nil {
		return err
	}
	return do(h)
}

// Chosen is the panel of an ID, or of the beginning of one; where none is named the only one there is.
func Chosen(ctx context.Context, h *live.House, id string) (*live.Panel, error) {
	all, err := h.Panels(ctx)
	if err != nil {
		return nil, err
	}
	var found []*live.Panel
	for _, p := range all {
		if strings.HasPrefix(p.ID(), strings.ToLower(id)) {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return nil, language.Errorf("there is no panel %q", id)
	}
	return nil, language.Errorf("there are %d panels: name one with --panel; veche panels lists them", len(found))
}

// kinds and phases are a panel's in words.
var (
	kinds  = map[live.Kind]string{live.Open: "open‹panel›", live.Closed: "closed‹panel›"}
	phases = map[live.Phase]string{live.Preparing: "being prepared‹panel›", live.Nominating: "nominating‹panel›", live.Opened: "a round is open‹panel›", live.Closing: "a round is closing‹panel›",
		live.Between: "a round is closed‹panel›", live.Finished: "finished‹panel›"}
)

// List is a table of the panels that are kept.
func List(ctx context.Context, h *live.House, l language.Language) (*report.Table, error) {
	all, err := h.Panels(ctx)
	if err != nil {
		return nil, err
	}
	t := &report.Table{}
	for _, head := range []string{"Panel‹kept›", "Title", "Kind‹panel›", "Phase", "Begun"} {
		t.Add(language.Say(l, head), false)
	}
	for _, head := range []string{"Experts", "Rounds closed"} {
		t.Add(language.Say(l, head), true)
	}
	for _, p := range all {
		s := p.State()
		t.Rows = append(t.Rows, []report.Cell{report.Text(p.ID()), report.Text(s.Title), report.Text(language.Say(l, kinds[s.Kind])), report.Text(language.Say(l, phases[s.Phase])),
			report.Text(s.Created.Format("2006-01-02 15:04 MST")), report.Count(len(s.Experts())), report.Count(s.Closed())})
	}
	return t, nil
}

// Chair is an actor of the panel's chair, for commands of whoever runs the machine.
func Chair(p *live.Panel) (live.Actor, error) {
	s := p.State()
	for k := range s.People {
		if who := &s.People[k]; who.Is(live.Chair) && !who.Revoked {
			return p.As(who.ID)
		}
	}
	return live.Actor{}, language.Errorf("the panel needs its chair")
}

// Renew makes new links for people, by ID; those they had end.
func Renew(ctx context.Context, p *live.Panel, people []string) ([]live.Link, error) {
	a, err := Chair(p)
	if err != nil {
		return nil, err
	}
	var links []live.Link
	for _, id := range people {
		if p.State().Person(id) == nil {
			return links, language.Errorf("there is nobody called %q in the panel", id)
		}
		link, _, err := p.Renew(ctx, a, p.State().Control, id)
		if err != nil {
			return links, err
		}
		links = append(links, link)
	}
	return links, nil
}

// Copy is who a copy is encrypted to.
type Copy struct {
	Recipient  string // age1…, as age-keygen prints it
	Passphrase string
}

func (c Copy) recipient() (age.Recipient, error) {
	switch {
	case c.Recipient != "" && c.Passphrase == "":
		r, err := age.ParseX25519Recipient(strings.TrimSpace(c.Recipient))
		if err != nil {
			return nil, language.Errorf("this is no recipient, as age-keygen prints one (age1…): %v", err)
		}
		return r, nil
	case c.Passphrase != "" && c.Recipient == "":
		return age.NewScryptRecipient(c.Passphrase)
	}
	return nil, language.Errorf("say to whom the copy is encrypted: a recipient (age1…) or a file with a passphrase")
}

// identity opens copies: a passphrase, or the text of an identity file (AGE-SECRET-KEY-1…).
func (c Copy) identities(key []byte) ([]age.Identity, error) {
	if c.Passphrase != "" {
		i, err := age.NewScryptIdentity(c.Passphrase)
		return []age.Identity{i}, err
	}
	return age.ParseIdentities(bytes.NewReader(key))
}

// Backup writes an encrypted copy of all panels.
func (p Place) Backup(ctx context.Context, w io.Writer, to Copy) error {
	r, err := to.recipient()
	if err != nil {
		return err
	}
	if err := p.kept(); err != nil {
		return err
	}
	s, err := Open(ctx, p.Data, p.DB)
	if err != nil {
		return err
	}
	defer s.Close()
	sealed, err := age.Encrypt(w, r)
	if err != nil {
		return err
	}
	if err := s.Backup(ctx, sealed); err != nil {
		return err
	}
	return sealed.Close()
}

// Restore puts a copy back where no panels are. All links and sessions end: whoever takes part gets a new link.
func (p Place) Restore(ctx context.Context, r io.Reader, from Copy, key []byte) error {
	identities, err := from.identities(key)
	if err != nil {
		return err
	}
	plain, err := age.Decrypt(r, identities...)
	if err != nil {
		return language.Errorf("the copy does not open with this key: %v", err)
	}
	if p.DB == "" { // the panels appear when their links have ended, not before
		err = sqlite.Restore(p.Data, plain, func(folder string) error {
			return Place{Data: folder}.In(ctx, func(h *live.House) error { return h.Restored(ctx) })
		})
	} else if err = restorePostgres(ctx, p.DB, plain); err == nil {
		err = p.In(ctx, func(*live.House) error { return nil }) // nobody opens them before it is settled
	}
	if errors.Is(err, os.ErrExist) {
		return language.Errorf("there are panels already: a copy is put back into an empty folder or database")
	}
	return err
}

// CopyTo is who a copy is encrypted to, or opened with: a recipient, or the passphrase that a file holds.
func CopyTo(recipient, passphraseFile string) (Copy, error) {
	if passphraseFile == "" {
		return Copy{Recipient: recipient}, nil
	}
	data, err := workbook.ReadWhole(passphraseFile)
	return Copy{Recipient: recipient, Passphrase: strings.TrimSpace(string(data))}, err
}

// RestoreFile is Restore of a file, with the key in another.
func (p Place) RestoreFile(ctx context.Context, path string, from Copy, identity string) error {
	var key []byte
	var err error
	if identity != "" {
		if key, err = workbook.ReadWhole(identity); err != nil {
			return err
		}
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return language.Errorf("%s is not a file", path)
	}
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	return p.Restore(ctx, in, from, key)
}

func restorePostgres(ctx context.Context, url string, r io.Reader) error {
	s, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	return errors.Join(s.Restore(ctx, r), s.Close())
}

// Say is what a verification comes to, in lines.
func Say(v *live.Verification, l language.Language) []string {
	lines := []string{language.Say(l, "%s: panel %s, %d events, key %s", v.Title, v.Panel, v.Events, v.Fingerprint)}
	for _, r := range v.Rounds {
		text := "round %s: %d ballots, root %s"
		if r.Ranked {
			text = "round %s: %d ballots, root %s; the ranking was worked out again and is the same to the bit"
		}
		lines = append(lines, language.Say(l, text, r.Name, r.Ballots, r.Root))
	}
	if v.Held > 0 {
		lines = append(lines, language.Say(l, "receipts and roots that fit: %d", v.Held))
	}
	for _, n := range v.Notes {
		lines = append(lines, language.Say(l, "note: %v", n))
	}
	for _, w := range v.Wrong {
		lines = append(lines, language.Say(l, "DOES NOT FIT: %v", w))
	}
	if len(v.Wrong) == 0 {
		lines = append(lines, language.Say(l, "Everything fits."))
	}
	return lines
}

// Address is a link as an address of the server that people open.
func Address(url, token string) string {
	return fmt.Sprintf("%s/i/%s", strings.TrimRight(url, "/"), token)
}

// Verify checks the record in a file, with what people kept of it in others: receipts and roots.
func Verify(record string, kept, absent []string) (*live.Verification, error) {
	data, err := workbook.ReadWhole(record)
	if err != nil {
		return nil, err
	}
	e := live.Evidence{Absent: absent}
	for _, path := range kept {
		receipt, err := workbook.ReadWhole(path)
		if err != nil {
			return nil, err
		}
		if err := e.ReadEvidence(receipt); err != nil {
			return nil, language.Errorf("%s: %v", path, err)
		}
	}
	return live.Verify(data, e)
}
