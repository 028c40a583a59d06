package postgres_test

import (
	"context"
	"testing"

	"veche/internal/ci"
	"veche/internal/store"
	"veche/internal/store/conformance"
	"veche/internal/store/postgres"
	"veche/internal/store/postgrestest"
)

func open(t testing.TB, address string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	t.Cleanup(func() {
		if !closed {
			closed = true
			s.Close() // a test may have closed it
		}
	})
	return s
}

// All on one server, which takes two seconds to start.
func TestPostgres(t *testing.T) {
	server := postgrestest.Start(t)
	t.Run("conformance", func(t *testing.T) {
		databases := map[string]string{}
		conformance.Run(t, func(t *testing.T, name string) store.Store {
			if databases[name] == "" {
				databases[name] = server.Database()
			}
			return open(t, databases[name])
		})
	})
	t.Run("replicas", func(t *testing.T) {
		address := server.Database()
		conformance.Shared(t, open(t, address), open(t, address))
	})
	t.Run("the other replica is told", func(t *testing.T) {
		address := server.Database()
		conformance.Told(t, open(t, address), open(t, address))
	})
	t.Run("a lost turn", func(t *testing.T) {
		address := server.Database()
		conformance.Turn(t, open(t, address), open(t, address), server.Cut)
	})
	t.Run("cut connections", func(t *testing.T) {
		conformance.Broken(t, open(t, server.Database()), ci.Some(100, 3), server.Cut)
	})
	t.Run("killed", func(t *testing.T) {
		times := ci.Some(20, 1) // two to fifteen seconds each, by how busy the machine is
		if ci.Longest() {
			times = 100
		}
		conformance.Broken(t, open(t, server.Database()), times, func() {
			server.Kill()
			server.Run()
		})
	})
}
