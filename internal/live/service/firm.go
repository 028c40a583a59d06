package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"veche/internal/live"
	"veche/internal/live/web"
	"veche/internal/release"
	"veche/internal/shards"
	"veche/internal/shards/workers"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// firmErrand is what working out how firm a ranking is is called.
const firmErrand = "robustness"

const (
	firmAgain = time.Minute      // after which it is asked for again, where nothing came
	firmSoon  = 10 * time.Minute // after a closing for which a server asks before anybody looks
)

// askedFirm is the ranking for which it was asked last.
type askedFirm struct {
	of string
	at time.Time
}

// firmOrder is how firm a ranking is to be worked out.
type firmOrder struct {
	Of string `json:"of"` // the ranking
}

// firmOf names a ranking as members see it, whoever makes it: what it follows from, and the figures themselves as they are drawn from. It is "" where nothing can be drawn.
func firmOf(s *live.State, o *study.Outcome) string {
	run, err := shards.New(o, robustness.DrawOptions{}, release.Build())
	if err != nil {
		return ""
	}
	text, err := json.Marshal([]any{s.Ranking(), run.Mark, o.SharingInForce()})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// firm is how firm a panel's ranking is, for the common screen, if it was worked out in full; else a worker is asked to, for who looks later.
func (e *errands) firm(ctx context.Context, p *live.Panel, a live.Actor, o *study.Outcome) []byte {
	if e.d == nil {
		return nil
	}
	of := firmOf(p.State(), o)
	if of == "" {
		return nil
	}
	data, err := p.KeptOf(ctx, a, firmErrand, of)
	if err != nil {
		e.log.Warn("how firm a ranking is cannot be read", "error", err)
		return nil
	}
	if data == nil {
		e.askFirm(p, a, of)
	}
	return data
}

// askFirm asks a worker, and does not wait: those who look are told when it is there.
func (e *errands) askFirm(p *live.Panel, a live.Actor, of string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x := e.asked[p.ID()]; e.ctx.Err() != nil || x.of == of && time.Since(x.at) < firmAgain {
		return
	}
	e.asked[p.ID()] = askedFirm{of, time.Now()}
	e.done.Go(func() {
		_, err := e.made(e.ctx, p, a, firmErrand, firmOrder{of}, false)
		switch {
		case err == nil || errors.Is(err, live.ErrNone): // there is nothing to collect
			p.Tell(live.TopicFigures)
		case e.ctx.Err() == nil && !errors.Is(err, workers.ErrNobody):
			e.log.Warn("a worker did not work out how firm a ranking is", "error", err)
		}
	})
}

// duty asks for it when a round was closed, before anybody looks.
func (e *errands) duty(house *live.House) duty {
	seen := map[string]string{} // ranking by panel
	return duty{firmErrand, 5 * time.Second, func(ctx context.Context) error {
		all, err := house.Panels(ctx)
		if err != nil {
			return err
		}
		for _, p := range all {
			s := p.State()
			r := s.Current()
			if s.Phase != live.Between || time.Since(r.ClosedAt) > firmSoon || seen[p.ID()] == s.Ranking() {
				continue
			}
			seen[p.ID()] = s.Ranking()
			at := slices.IndexFunc(s.People, func(x live.Standing) bool { return x.Is(live.Chair) && !x.Revoked })
			if at < 0 {
				continue
			}
			chair, err := p.As(s.People[at].ID)
			if err != nil {
				return err
			}
			if o, err := p.Published(ctx, chair); err == nil { // else there is no ranking
				e.firm(ctx, p, chair, o)
			}
		}
		return nil
	}}
}

// workOutFirm does the errand. What is kept is of the ranking that was asked about, or nothing is.
func workOutFirm(ctx context.Context, house *live.House, where ask) error {
	var x firmOrder
	order, err := house.Ordered(ctx, where.Panel, where.Key, &x)
	if err != nil {
		return err
	}
	o, err := order.Panel.Published(ctx, order.Actor)
	if err != nil {
		return err
	}
	if x.Of != firmOf(order.Panel.State(), o) {
		return live.ErrRace
	}
	if had, err := order.Panel.KeptOf(ctx, order.Actor, firmErrand, x.Of); err != nil || had != nil {
		return err // another server asked too
	}
	data, err := web.Firm(ctx, o)
	if err != nil {
		return err
	}
	return order.Keep(ctx, firmErrand, x.Of, data)
}
