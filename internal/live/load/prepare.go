package main

import (
	"context"
	"crypto/ed25519"
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"veche/internal/live"
	"veche/internal/live/load/fleet"
	"veche/internal/live/service"
	"veche/internal/study"
	"veche/internal/workbook"
)

// prepared is a panel whose first round is closed and, but for people who come by SSH, whose second is open, with everybody's session.
type prepared struct {
	study, data string
	panel       string
	round       string
	sessions    map[string]string     // by person
	keys        map[string]ssh.Signer // of those who come by SSH
	experts     []string
}

// prepare makes the panel in this process, before the servers start: opening a thousand links takes its time on purpose.
func prepare(ctx context.Context, o options, folder string) (*prepared, error) {
	data, err := fleet.Study(o.experts, o.technologies, o.criteria)
	if err != nil {
		return nil, err
	}
	x := &prepared{study: filepath.Join(folder, "load.xlsx"), data: filepath.Join(folder, "data"), sessions: map[string]string{}, keys: map[string]ssh.Signer{}}
	if err := os.WriteFile(x.study, data, 0o600); err != nil {
		return nil, err
	}
	st, err := service.Open(ctx, x.data, o.db)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	house := live.NewHouse(st, live.Options{})
	defer house.Close()
	p, links, err := house.Create(ctx, live.New{Kind: live.Open, File: workbook.FormFile{Name: "load.xlsx", Data: data}, Language: "en"})
	if err != nil {
		return nil, err
	}
	x.panel = p.ID()
	chair, err := p.As("chair")
	if err != nil {
		return nil, err
	}
	if _, err := p.OpenRound(ctx, chair, p.State().Control, time.Time{}); err != nil {
		return nil, err
	}
	asked, err := p.Questions(ctx, chair)
	if err != nil {
		return nil, err
	}
	work, faults := make(chan int), make(chan error, len(links))
	var mu sync.Mutex
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			for n := range work {
				l, answers, mix := links[n], map[live.Question]live.Answer{}, rand.New(rand.NewPCG(1, uint64(n)))
				for _, q := range asked { // not all the same: what all said is not shown
					answers[q] = live.Answer{State: study.Given, Value: float64(1 + mix.IntN(9))}
				}
				session, key, err := x.come(ctx, house, p, l, answers, o.ssh > 0)
				if err != nil {
					faults <- fmt.Errorf("%s: %w", l.Person, err)
					continue
				}
				mu.Lock()
				x.sessions[l.Person], x.keys[l.Person] = session, key
				mu.Unlock()
			}
		})
	}
	for n, l := range links {
		work <- n
		if l.Roles[0] == live.Expert {
			x.experts = append(x.experts, l.Person)
		}
	}
	close(work)
	done.Wait()
	select {
	case err := <-faults:
		return nil, err
	default:
	}
	if _, err := p.CloseRound(ctx, chair, p.State().Control); err != nil {
		return nil, err
	}
	if o.ssh > 0 {
		return x, nil
	}
	if _, err := p.OpenRound(ctx, chair, p.State().Control, time.Time{}); err != nil {
		return nil, err
	}
	x.round = p.State().Current().ID
	return x, nil
}

// come opens somebody's link; an expert agrees, registers a key where they come by SSH, and answers everything.
func (x *prepared) come(ctx context.Context, house *live.House, p *live.Panel, l live.Link, answers map[live.Question]live.Answer, bySSH bool) (session string, key ssh.Signer, err error) {
	session, err = house.Enter(ctx, l.Token, fleet.PIN, "load")
	if err != nil || l.Roles[0] != live.Expert {
		return session, nil, err
	}
	_, a, err := house.Session(ctx, session)
	if err != nil {
		return "", nil, err
	}
	if bySSH {
		_, secret, err := ed25519.GenerateKey(crand.Reader)
		if err != nil {
			return "", nil, err
		}
		if key, err = ssh.NewSignerFromKey(secret); err != nil {
			return "", nil, err
		}
		if err := p.AddKey(ctx, a, fleet.PIN, ssh.FingerprintSHA256(key.PublicKey()), "load"); err != nil {
			return "", nil, err
		}
	}
	if err := p.Consent(ctx, a); err != nil {
		return "", nil, err
	}
	_, err = p.Save(ctx, a, live.Save{Round: p.State().Current().ID, Answers: answers})
	return session, key, err
}

// lost is how many of the answers that a page called saved the store does not know.
func (x *prepared) lost(ctx context.Context, o options, acknowledged map[string]string) (n int, err error) {
	st, err := service.Open(ctx, x.data, o.db)
	if err != nil {
		return 0, err
	}
	defer st.Close()
	for client, person := range acknowledged {
		if _, err := st.Receipt(ctx, x.panel, person, client); err != nil {
			n++
		}
	}
	return n, nil
}
