package service

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"time"

	"veche/internal/live"
	"veche/internal/live/mail"
)

const (
	postEvery    = 5 * time.Second // how often the queue of letters is looked at
	remindEvery  = time.Minute     // how often the clock's reminders are
	remindBefore = 24 * time.Hour  // the end of a round
)

// secret is a password: of a file, else of an environment variable. It never stands among the arguments.
func secret(file, variable string) (string, error) {
	if file == "" {
		return os.Getenv(variable), nil
	}
	data, err := os.ReadFile(file)
	return strings.TrimRight(string(data), "\r\n"), err
}

// mailServer is the one the options name; nil for none.
func (o *Options) mailServer() (*mail.Server, error) {
	if o.Mail == "" {
		return nil, nil
	}
	password, err := secret(o.MailPasswordFile, "VECHE_MAIL_PASSWORD")
	if err != nil {
		return nil, err
	}
	return mail.Parse(o.Mail, password)
}

// post sends the letters that are asked for, evenly, until ctx ends. Several servers may do so at once: a letter is in one's hand only.
func post(ctx context.Context, house *live.House, server *mail.Server, link func(token string) string, log *slog.Logger) {
	var reminded time.Time
	tick := time.NewTicker(postEvery)
	defer tick.Stop()
	pause := time.Minute / time.Duration(server.PerMinute)
	send := func(ctx context.Context, out live.Outgoing) error {
		address := ""
		if out.Token != "" {
			address = link(out.Token)
		}
		err := server.Send(ctx, out, address)
		wait(ctx, pause)
		return err
	}
	for {
		if time.Since(reminded) > remindEvery {
			reminded = time.Now()
			if err := house.RemindBefore(ctx, remindBefore); err != nil && ctx.Err() == nil {
				log.Error("reminders", "error", err)
			}
		}
		sent, failed, err := house.Post(ctx, server.PerMinute, send)
		if err != nil && ctx.Err() == nil {
			log.Error("letters", "error", err)
		}
		if sent > 0 {
			log.Info("letters", "sent", sent)
		}
		if failed > 0 {
			log.Warn("the mail server refused letters; the page Mail says which", "refused", failed)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// wait waits, or until ctx ends.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
