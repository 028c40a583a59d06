package workers

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"veche/internal/ci"
	"veche/internal/store"
	"veche/internal/store/postgrestest"
)

// A database whose disk is full says so when its tables are made, and with room again it opens.
func TestOpenOnAFullDisk(t *testing.T) {
	server := postgrestest.Start(t)
	disk := server.Disk("small", "64m")
	server.Do("CREATE DATABASE counts TABLESPACE small")
	first, err := pgx.Connect(t.Context(), server.URL("counts")) // at which PostgreSQL writes a file
	if err != nil {
		t.Fatal(err)
	}
	first.Close(t.Context())
	fill := ci.FillDisk(t, disk)
	d, err := Open(t.Context(), server.URL("counts"), "build", slog.New(slog.DiscardHandler))
	if err == nil {
		d.Close()
	}
	if !errors.Is(err, store.ErrNoSpace) || !strings.Contains(err.Error(), "disk of the PostgreSQL server is full") {
		t.Errorf("on a full disk: %v", err)
	}
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	if d, err = Open(t.Context(), server.URL("counts"), "build", slog.New(slog.DiscardHandler)); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	d.Close()
}
