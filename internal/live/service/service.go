// Package service runs a panel's server on a machine: it opens the store, makes the panel, listens, and ends in order. [Run] is all of it; the command only
// reads flags. What people can take away from a panel is put together in files.go.
package service

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/metrics"
	"veche/internal/live/web"
	"veche/internal/release"
	"veche/internal/store"
	"veche/internal/store/postgres"
	"veche/internal/store/sqlite"
)

// Options of a server.
type Options struct {
	New     live.New // the panel to serve; that of an equal workbook that is kept already is gone on with
	Data    string   // folder of the database and of what the server makes for itself
	DB      string   // postgres://… in place of the folder's database
	Listen  string   // address and port
	URL     string   // what people open; needed unless Listen is a loopback
	Cert    string   // file of the TLS certificate
	Key     string   // and of its key
	TLSSelf bool     // a certificate made here
	Mail    string   // smtp://… of a server that takes letters; "": none are sent
	SSH     string   // address and port of the explorer over SSH; "": there is none
	Log     io.Writer
	Verbose bool // log every request

	LogJSON bool

	MailPasswordFile string     // "": VECHE_MAIL_PASSWORD
	OIDC             string     // https://…?client=… where people sign in with accounts; "": nowhere
	OIDCSecretFile   string     // "": VECHE_OIDC_SECRET
	Metrics          string     // address on this machine for who watches over the server; "": none
	Quota            live.Quota // of each panel

	Now   func() time.Time // nil: the clock
	Ready func(Ready)      // called once, when pages can be opened
}

// Ready is what a server says when pages can be opened.
type Ready struct {
	URL         string
	Panel       *live.Panel
	Links       []Link // of a panel that was just made; of one that is gone on with the links given out then still open
	Fingerprint string // of the certificate made here
	Metrics     string // address for who watches over the server; "" for none
	SSH         string // address of the explorer over SSH, and the fingerprint of its key
	SSHKey      string
	Plain       bool // people's answers come over the network without TLS
}

// Link is a person's link as an address.
type Link struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	Link   string `json:"link"`
}

// Open opens the store that a folder or a database's URL names.
func Open(ctx context.Context, folder, url string) (store.Store, error) {
	if url == "" {
		return sqlite.Open(ctx, folder)
	}
	return postgres.Open(ctx, url)
}

// leaving is how long a server that is one of several goes on answering once it is to end, and says on /ready that it will: two looks of a proxy, a second each.
const leaving = 3 * time.Second

// stopping is how long requests under way have to end.
const stopping = 5 * time.Second

// Run serves until ctx ends, then lets what is under way end.
func Run(ctx context.Context, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	postman, err := o.mailServer()
	if err != nil {
		return err
	}
	provider, err := o.accounts()
	if err != nil {
		return err
	}
	watching, err := o.watched()
	if err != nil {
		return err
	}
	if watching != nil {
		defer watching.Close()
	}
	st, err := Open(ctx, o.Data, o.DB)
	if err != nil {
		return err
	}
	defer st.Close()
	house := live.NewHouse(st, live.Options{Now: o.Now, Quota: o.Quota})
	defer house.Close()
	var panel *live.Panel
	var links []live.Link
	err = st.Alone(ctx, "start", func(ctx context.Context) error { // two servers that are started at once make one panel
		for _, finish := range []func(context.Context) error{house.FinishRestoring, house.Settle} { // what was cut short
			if err := finish(ctx); err != nil {
				return err
			}
		}
		panel, links, err = take(ctx, house, o.New)
		return err
	})
	if err != nil {
		return err
	}
	listener, err := listen("listen", o.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	ready := Ready{Panel: panel}
	config, err := o.certificate(&ready)
	if err != nil {
		return err
	}
	log, counted := o.logger(), metrics.New()
	explorer, err := o.explorer(ctx, house, log)
	if err != nil {
		return err
	}
	away, err := o.errands(ctx, release.Build(), log)
	if err != nil {
		return err
	}
	defer away.close()
	pages, err := web.New(web.Options{House: house, Listen: listener.Addr().String(), Address: o.URL, TLS: config != nil, Log: log, Files: away.files(), Mail: postman != nil, Account: provider, Metrics: counted, Now: o.Now, SSH: explorer.page, Firm: away.firm})
	if err != nil {
		return err
	}
	beside, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	defer func() { stop(); done.Wait() }()
	done.Go(func() { explorer.serve(beside, log) })
	all := duties(house, log)
	if o.DB != "" {
		all = append(all, away.duty(house))
	}
	done.Go(func() { attend(beside, st, dutiesTurn, all, log) })
	if postman != nil {
		done.Go(func() { attend(beside, st, lettersTurn, letters(house, postman, pages.Link, counted, log), log) })
	}
	if watching != nil {
		ready.Metrics = watching.Addr().String()
		done.Go(func() { watch(beside, watching, house, pages, counted, log) })
	}
	ready.URL, ready.SSH, ready.SSHKey = pages.Address(), explorer.address, explorer.page.Fingerprint
	ready.Plain = !loopback(o.Listen) && !strings.HasPrefix(ready.URL, "https://")
	for _, l := range links {
		ready.Links = append(ready.Links, Link{l.Person, role(l.Roles), pages.Link(l.Token)})
	}
	leave := time.Duration(0)
	if o.DB != "" { // there may be others
		leave = leaving
	}
	return serve(ctx, listener, config, pages, log, leave, func() { o.Ready(ready) })
}

// serve answers on a listener until ctx ends, and a while longer for requests that a proxy sends before it has noticed.
func serve(ctx context.Context, listener net.Listener, config *tls.Config, pages *web.Server, log *slog.Logger, leave time.Duration, ready func()) error {
	server := &http.Server{Handler: pages.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, TLSConfig: config,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)} // whoever breaks off a connection is no news
	ended := make(chan error, 1)
	go func() {
		if config != nil {
			ended <- server.ServeTLS(listener, "", "")
		} else {
			ended <- server.Serve(listener)
		}
	}()
	ready()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	pages.End() // streams go on at another server, and whoever sends people here is told that it ends
	select {
	case err := <-ended:
		return err
	case <-time.After(leave):
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopping)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		_ = server.Close() // what did not end in time is cut; nothing it was told is lost
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// check refuses what cannot be, or should not without being said.
func (o *Options) check() error {
	host, _, err := net.SplitHostPort(o.Listen)
	switch {
	case err != nil:
		return language.Errorf("--listen takes an address and a port, as 127.0.0.1:8080 or :8080, not %q", o.Listen)
	case (o.Cert == "") != (o.Key == ""):
		return language.Errorf("--tls-cert and --tls-key go together")
	case o.Cert != "" && o.TLSSelf:
		return language.Errorf("--tls self makes a certificate: it does not go with --tls-cert")
	case o.URL == "" && !loopback(o.Listen):
		return language.Errorf("--listen %s can be reached from other machines: say with --url by which address people open it, as https://panel.example", o.Listen)
	case host == "" && loopback(o.Listen):
		return language.Errorf("--listen takes an address and a port, as 127.0.0.1:8080 or :8080, not %q", o.Listen)
	}
	return nil
}

// listen listens at an address that a flag named.
func listen(flag, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, language.Errorf("--%s %s: another program listens there; end it, or name another port", flag, address)
	}
	return l, err
}

// loopback reports whether only this machine reaches an address.
func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// take is the panel of a workbook: the one that is kept already, else a new one with its links.
func take(ctx context.Context, house *live.House, n live.New) (*live.Panel, []live.Link, error) {
	panels, err := house.Panels(ctx)
	if err != nil {
		return nil, nil, err
	}
	digest := digestOf(n.File.Data)
	for k := len(panels) - 1; k >= 0; k-- {
		if s := panels[k].State(); s.SHA256 == digest && s.Phase != live.Finished {
			return panels[k], nil, nil
		}
	}
	return house.Create(ctx, n)
}

// role is the foremost of a person's roles.
func role(roles []live.Role) string {
	for _, r := range []live.Role{live.Chair, live.Secretary, live.Expert} {
		for _, has := range roles {
			if has == r {
				return string(r)
			}
		}
	}
	return string(live.Observer)
}
