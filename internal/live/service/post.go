package service

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"time"

	"veche/internal/live"
	"veche/internal/live/mail"
	"veche/internal/live/metrics"
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

// letters are the duties of who sends them: one server at a time, and even where two were at it a letter is in one's hand only.
func letters(house *live.House, server *mail.Server, link func(token string) string, counted *metrics.Metrics, log *slog.Logger) []duty {
	send := func(ctx context.Context, out live.Outgoing) error {
		address := ""
		if out.Token != "" {
			address = link(out.Token)
		}
		return server.Send(ctx, out, address)
	}
	return []duty{
		{"reminders", remindEvery, func(ctx context.Context) error { return house.RemindBefore(ctx, remindBefore) }},
		{"letters", postEvery, func(ctx context.Context) error {
			sent, failed, err := house.Post(ctx, server.PerMinute, time.Minute/time.Duration(server.PerMinute), send)
			counted.Letters(sent, failed)
			if sent > 0 {
				log.Info("letters", "sent", sent)
			}
			if failed > 0 {
				log.Warn("the mail server refused letters; the page Mail says which", "refused", failed)
			}
			return err
		}},
	}
}
