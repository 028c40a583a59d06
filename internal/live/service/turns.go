package service

import (
	"context"
	"io"
	"net/url"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/metrics"
)

// panelsLook is how often a worker looks whether there are panels yet.
const panelsLook = 10 * time.Second

// TakeTurns has the worker take turns with the servers of the panels at sending letters, whose links lead to the address people open, and at what else one of them does for
// all, as watching the time of rounds. It returns at once and goes on until [Helper.Close]. Without a mail server it takes none. The error says what of the two cannot be.
func (h *Helper) TakeTurns(ctx context.Context, said io.Writer) error {
	o := Options{Mail: h.Mail, MailPasswordFile: h.MailPasswordFile, URL: h.URL, Log: said}
	postman, err := o.mailServer()
	if err != nil || postman == nil {
		return err
	}
	if u, err := url.Parse(h.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return language.Errorf("--mail needs --url, the address people open, without a path, as https://panel.example: the links in letters are made of it; %q is none", h.URL)
	}
	log := o.logger()
	ctx, h.end = context.WithCancel(ctx)
	h.done.Go(func() {
		var house *live.House
		for {
			var none error
			if house, none = h.open(ctx); none == nil {
				break
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(panelsLook):
			}
		}
		link := func(token string) string { return Address(h.URL, token) }
		h.done.Go(func() { attend(ctx, h.store, dutiesTurn, duties(house, log), log) })
		attend(ctx, h.store, lettersTurn, letters(house, postman, link, metrics.New(), log), log)
	})
	return nil
}
