package service

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/store/postgres"
	"veche/internal/store/postgrestest"
	"veche/internal/workbook"
)

// copied makes a panel at a place, copies it, puts the copy back at another, and looks at what is there.
func copied(t *testing.T, from, to Place) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), from.Data, from.DB)
	if err != nil {
		t.Fatal(err)
	}
	h := live.NewHouse(s, live.Options{})
	p, links, err := h.Create(t.Context(), live.New{File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}})
	if err != nil {
		t.Fatal(err)
	}
	head := p.State().Head
	h.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	if err := from.Backup(t.Context(), &copied, Copy{}); err == nil {
		t.Error("a copy is written to nobody")
	}
	if err := from.Backup(t.Context(), &copied, Copy{Recipient: key.Recipient().String()}); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(copied.Bytes(), []byte("Horizon scan")) || bytes.Contains(copied.Bytes(), []byte("SQLite format")) {
		t.Error("the copy can be read without a key")
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Restore(t.Context(), bytes.NewReader(copied.Bytes()), Copy{}, []byte(other.String())); err == nil {
		t.Error("another's key opens the copy")
	}
	if err := to.Restore(t.Context(), bytes.NewReader(copied.Bytes()), Copy{}, []byte(key.String())); err != nil {
		t.Fatal(err)
	}
	if err := to.Restore(t.Context(), bytes.NewReader(copied.Bytes()), Copy{}, []byte(key.String())); err == nil {
		t.Error("a copy was put over panels")
	}
	err = to.In(t.Context(), func(h *live.House) error {
		again, err := Chosen(t.Context(), h, p.ID()[:6])
		if err != nil {
			return err
		}
		state := again.State()
		if state.Head == head || len(state.Restored) != 1 || state.Title != p.State().Title {
			t.Errorf("restored as %+v", state)
		}
		if _, err := h.Invited(t.Context(), links[0].Token); !errors.Is(err, live.ErrLink) {
			t.Errorf("a link from before the copy: %v", err)
		}
		made, err := Renew(t.Context(), again, []string{"chair"})
		if err != nil {
			return err
		}
		_, err = h.Invited(t.Context(), made[0].Token)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A copy opens with its key only, goes back into an empty place only, and ends all links.
func TestCopy(t *testing.T) {
	folder := t.TempDir()
	copied(t, Place{Data: filepath.Join(folder, "a")}, Place{Data: filepath.Join(folder, "b")})
}

// The same on PostgreSQL.
func TestCopyOfPostgres(t *testing.T) {
	server := postgrestest.Start(t)
	from, to := server.Database(), server.Database()
	s, err := postgres.Open(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	copied(t, Place{DB: from}, Place{DB: to})
}
