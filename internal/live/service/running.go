package service

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/account"
	"veche/internal/live/metrics"
	"veche/internal/live/web"
)

// logger writes what happens, as text or as JSON: neither addresses nor links, names or answers.
func (o *Options) logger() *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelWarn}
	if o.Verbose {
		options.Level = slog.LevelInfo
	}
	if o.LogJSON {
		return slog.New(slog.NewJSONHandler(o.Log, options))
	}
	return slog.New(slog.NewTextHandler(o.Log, options))
}

// accounts is the provider the options name, for a server whose address for coming back is known later; nil for none.
func (o *Options) accounts() (func(back string) (*account.Provider, error), error) {
	if o.OIDC == "" {
		return nil, nil
	}
	known, err := secret(o.OIDCSecretFile, "VECHE_OIDC_SECRET")
	if err != nil {
		return nil, err
	}
	if _, err := account.Parse(o.OIDC, known, ""); err != nil {
		return nil, err
	}
	return func(back string) (*account.Provider, error) { return account.Parse(o.OIDC, known, back) }, nil
}

// ParseQuota reads what one panel may use, as people=5000,answers=1000,documents=256.
func ParseQuota(text string) (q live.Quota, err error) {
	had := map[string]bool{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1<<20 {
			return q, language.Errorf("--quota takes people, answers (a second) and documents (MB), as people=5000,answers=1000,documents=256; %q is none", part)
		}
		if had[name] {
			return q, language.Errorf("--quota has %s twice", name)
		}
		had[name] = true
		switch name {
		case "people":
			q.People = n
		case "answers":
			q.Answers = n
		case "documents":
			q.Documents = int64(n) << 20
		default:
			return q, language.Errorf("--quota takes people, answers (a second) and documents (MB), as people=5000,answers=1000,documents=256; %q is none", part)
		}
	}
	return q, nil
}

// watched listens for who watches over the server: on this machine only, apart from the pages. It is nil where nobody asks for it.
func (o *Options) watched() (net.Listener, error) {
	if o.Metrics == "" {
		return nil, nil
	}
	host, _, err := net.SplitHostPort(o.Metrics)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, language.Errorf("--metrics is for this machine only: an address as 127.0.0.1:9090, not %q", o.Metrics)
	}
	return listen("metrics", o.Metrics)
}

// watch answers who watches over the server until ctx ends: metrics, whether pages can be opened, and that the process lives.
func watch(ctx context.Context, listener net.Listener, house *live.House, pages *web.Server, m *metrics.Metrics, log *slog.Logger) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		phases, err := standing(r.Context(), house)
		if err != nil {
			http.Error(w, "the panels cannot be read", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		if err := m.Write(w, phases); err != nil {
			log.Debug("metrics", "error", err) // who asked has gone
		}
	})
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("alive\n")) })
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, r *http.Request) {
		if !pages.Ready(r.Context()) {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, MaxHeaderBytes: 8 << 10}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(listener); err != nil && ctx.Err() == nil {
		log.Error("metrics", "error", err)
	}
}

// standing is how many panels stand in each phase.
func standing(ctx context.Context, house *live.House) (map[string]int, error) {
	all, err := house.Panels(ctx)
	if err != nil {
		return nil, err
	}
	phases := map[string]int{}
	for _, p := range all {
		phases[string(p.State().Phase)]++
	}
	return phases, nil
}
