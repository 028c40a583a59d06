package sums

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/store"
	"veche/internal/store/postgrestest"
)

// A PostgreSQL whose disk is full says so, and with room again adds up the same answers.
func TestReadOnAFullDisk(t *testing.T) {
	server := postgrestest.Start(t)
	disk := server.Disk("small", "64m")
	server.Do("CREATE DATABASE means TABLESPACE small")
	var answers []string
	for e := range 3000 {
		answers = append(answers, fmt.Sprintf("E%d,T1,C1,5", e), fmt.Sprintf("E%d,T2,C1,4", e))
	}
	folder := small(t, "", answers...)
	if _, err := Read(t.Context(), folder, server.URL("means")); err != nil { // PostgreSQL writes a file at the first connection
		t.Fatal(err)
	}
	fill := ci.FillDisk(t, disk)
	_, err := Read(t.Context(), folder, server.URL("means"))
	if !errors.Is(err, store.ErrNoSpace) || !strings.Contains(err.Error(), "disk of the PostgreSQL server is full") {
		t.Errorf("on a full disk: %v", err)
	}
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	summed, err := Read(t.Context(), folder, server.URL("means"))
	if err != nil || summed.Answers != 6000 {
		t.Errorf("with room again: %+v, %v", summed, err)
	}
}
