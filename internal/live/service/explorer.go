package service

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"runtime/debug"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/ssh"
	"veche/internal/live/web"
)

// explorer is the explorer over SSH; its zero value is none.
type explorer struct {
	listener net.Listener
	server   *ssh.Server
	address  string
	page     web.SSH
}

// explorer listens where people are to come by SSH.
func (o *Options) explorer(ctx context.Context, house *live.House, log *slog.Logger) (x explorer, err error) {
	if o.SSH == "" {
		return x, nil
	}
	if x.server, err = ssh.New(ctx, house, ssh.Usual, log); err != nil {
		return x, err
	}
	if x.page.Fingerprint, err = ssh.Fingerprint(ctx, house); err != nil {
		return x, err
	}
	if x.listener, err = listen("ssh", o.SSH); err != nil {
		if errors.As(err, new(*language.Fault)) {
			return x, err
		}
		return x, language.Errorf("--ssh takes an address and a port, as 127.0.0.1:2222 or :2222: %v", err)
	}
	x.address = x.listener.Addr().String()
	_, x.page.Port, err = net.SplitHostPort(x.address)
	return x, err
}

// garbage is how much of what is kept may be garbage beside it, in percent, while there are terminals: each is a megabyte that lives as long as its session.
const garbage = 60

// serve lets people in until ctx ends.
func (x explorer) serve(ctx context.Context, log *slog.Logger) {
	if x.server == nil {
		return
	}
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(garbage))
	}
	if err := x.server.Serve(ctx, x.listener); err != nil {
		log.Error("ssh", "error", err)
	}
}
