package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"veche/internal/live/load/fleet"
)

// result is what a run came to.
type result struct {
	what     string
	explored bool // over SSH: answers are what a key waited for its frame
	answers  []time.Duration
	first    []time.Duration // of the servers' first seconds
	struck   []time.Duration // due while a server was killed and in the first seconds after everybody had one again
	down     time.Duration   // until then, without those seconds
	failed   int             // sent again until they were saved
	screens  []time.Duration
	reports  []time.Duration
	unseen   int // changes of the screen that some stream never told of in time
	memory   []int64
	lost     int
	fsync    time.Duration
}

// percentile is the value that a share of the sorted values do not exceed.
func percentile(all []time.Duration, share float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	return all[min(int(float64(len(all))*share), len(all)-1)]
}

func (r *result) String() string {
	slices.Sort(r.first)
	slices.Sort(r.struck)
	slices.Sort(r.answers)
	slices.Sort(r.screens)
	var b strings.Builder
	row := func(name, format string, values ...any) {
		fmt.Fprintf(&b, "%-28s "+format+"\n", append([]any{name}, values...)...)
	}
	row("run", "%s", r.what)
	if r.explored {
		row("keys", "%d, without a frame %d", len(r.answers), r.failed)
	} else {
		row("answers saved", "%d, sent again %d", len(r.first)+len(r.struck)+len(r.answers), r.failed)
	}
	waited := func(name string, all []time.Duration) {
		if len(all) > 0 {
			row(name, "%v / %v / %v", percentile(all, 0.5).Round(100*time.Microsecond), percentile(all, 0.99).Round(100*time.Microsecond), percentile(all, 1).Round(100*time.Microsecond))
		}
	}
	waited("first seconds p50/p99/max", r.first)
	waited(map[bool]string{true: "key to frame p50/p99/max", false: "answer p50 / p99 / max"}[r.explored], r.answers)
	slices.Sort(r.reports)
	waited("report p50 / p99 / max", r.reports)
	waited("around the kill p50/p99/max", r.struck)
	if len(r.struck) > 0 {
		row("killed: a server again in", "%v", r.down.Round(10*time.Millisecond))
	}
	if !r.explored {
		row("screen-p50/max", "%v / %v, %d of %d late", percentile(r.screens, 0.5).Round(time.Millisecond), percentile(r.screens, 1).Round(time.Millisecond), r.unseen, r.unseen+len(r.screens))
	}
	for k, m := range r.memory {
		row(fmt.Sprint("memory-", k+1), "%d MB", m>>20)
	}
	if !r.explored {
		row("lost", "%d", r.lost)
	}
	row("fsync here", "%v", r.fsync.Round(10*time.Microsecond))
	return b.String()
}

// crowd is everybody at the servers.
type crowd struct {
	o       options
	x       *prepared
	mu      sync.Mutex
	servers []*fleet.Server
	members []*fleet.Member
	chair   *fleet.Member
	warm    time.Time      // until when the servers have just started
	killed  time.Time      // when a server was
	back    time.Time      // when everybody had one again, with the first seconds of that
	seen    []atomic.Int64 // when each stream last told of the screen, in nanoseconds
	out     sync.WaitGroup
	saved   map[string]string // clients of answers that a page called saved: whose they are
	result  result
}

func run(ctx context.Context, o options) (*result, error) {
	folder, err := os.MkdirTemp("", "veche-load-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	c := &crowd{o: o, saved: map[string]string{}}
	if c.x, err = prepare(ctx, o, folder); err != nil {
		return nil, err
	}
	for k := range max(o.replicas, 1) {
		s, err := fleet.Start(ctx, c.serverOptions(k, ""))
		if err != nil {
			return nil, err
		}
		defer func() { _ = s.Kill() }() // it may have been
		c.servers = append(c.servers, s)
	}
	dismiss, err := c.hire(ctx)
	if err != nil {
		return nil, err
	}
	defer dismiss()
	c.result.fsync = fsync(folder)
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 256, MaxIdleConns: 1024}}
	for k, id := range c.x.experts {
		c.members = append(c.members, fleet.With(c.servers[k%len(c.servers)], client, id, c.x.sessions[id]))
	}
	c.chair = fleet.With(c.servers[0], client, "chair", c.x.sessions["chair"])
	c.seen = make([]atomic.Int64, len(c.members))
	running, stop := context.WithCancel(ctx)
	defer stop()
	for k := range c.members {
		c.out.Go(func() { c.follow(running, k) })
	}
	time.Sleep(2 * time.Second) // all are connected
	work, end := context.WithTimeout(ctx, o.warm+o.lasts)
	var all sync.WaitGroup
	all.Go(func() { c.lead(work) })
	all.Go(func() { c.answer(ctx, work) })
	all.Go(func() { c.report(ctx, work) })
	if o.kill {
		all.Go(func() { c.killOne(ctx, o.warm+o.lasts/2) })
	}
	all.Wait()
	end()
	for _, s := range c.servers {
		_, most, err := s.Memory()
		if err != nil {
			return nil, err
		}
		c.result.memory = append(c.result.memory, most)
	}
	stop()
	c.out.Wait()
	for _, s := range c.servers {
		if err := s.Stop(); err != nil {
			return nil, err
		}
	}
	c.result.what = fmt.Sprintf("%s servers=%d experts=%d rate=%d/s for=%v killed=%v reports=%d workers=%d", map[bool]string{true: "SQLite", false: "PostgreSQL"}[o.db == ""], len(c.servers), o.experts, o.rate, o.lasts, o.kill, o.reports, o.workers)
	c.result.lost, err = c.x.lost(ctx, o, c.saved)
	return &c.result, err
}

// serverOptions are those of the server with a number, the first is 0; its profile's name has it where there are several.
func (c *crowd) serverOptions(k int, listen string) fleet.Options {
	profile := c.o.profile
	if profile != "" && k > 0 {
		profile += fmt.Sprint("-", k+1)
	}
	return fleet.Options{Study: c.x.study, Data: c.x.data, DB: c.o.db, Listen: listen, Profile: profile}
}

// follow keeps an expert's stream open, from where it was.
func (c *crowd) follow(ctx context.Context, k int) {
	since := ""
	for ctx.Err() == nil {
		_ = c.members[k].Follow(ctx, since, func(l fleet.Line) { // it is followed again
			if l.ID != "" {
				since = l.ID
			}
			if slices.Contains(l.Topics, "screen") {
				c.seen[k].Store(time.Now().UnixNano())
			}
		})
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(500+rand.IntN(1000)) * time.Millisecond):
		}
	}
}

// lead changes the common screen every two seconds and looks when everybody was told.
func (c *crowd) lead(ctx context.Context) {
	views := []string{"ranking", "candidates", "weights"}
	for n := 0; ctx.Err() == nil; n++ {
		page, err := c.chair.Must(ctx, "/screen", nil)
		began := time.Now()
		if err == nil {
			_, err = c.chair.Must(ctx, "/screen", url.Values{"seq": {fleet.Hidden(page, "seq")}, "view": {views[n%len(views)]}})
		}
		if err == nil {
			c.told(ctx, began)
		}
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
}

func (c *crowd) told(ctx context.Context, began time.Time) {
	for end := began.Add(5 * time.Second); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
		last := began.UnixNano()
		for k := range c.seen {
			at := c.seen[k].Load()
			if at < began.UnixNano() {
				last = 0
				break
			}
			last = max(last, at)
		}
		if last > 0 {
			c.result.screens = append(c.result.screens, time.Duration(last-began.UnixNano()))
			return
		}
	}
	if ctx.Err() == nil {
		c.result.unseen++
	}
}

// answer sends answers when they are due, each until it is saved.
func (c *crowd) answer(whole, ctx context.Context) {
	var under sync.WaitGroup
	every := time.Second / time.Duration(c.o.rate)
	began := time.Now()
	c.warm = began.Add(c.o.warm)
	for n := 0; ; n++ {
		due := began.Add(time.Duration(n) * every)
		select {
		case <-ctx.Done():
			under.Wait()
			return
		case <-time.After(time.Until(due)):
		}
		m := c.members[rand.IntN(len(c.members))]
		field := fmt.Sprintf("s.T%d.C%d", 1+rand.IntN(c.o.technologies), 1+rand.IntN(c.o.criteria))
		client, value := fmt.Sprint("load-", n), fmt.Sprint(1+rand.IntN(9))
		under.Go(func() { c.save(whole, m, due, client, field, value) })
	}
}

// struckBefore is how long before a kill an answer may have been sent that it meets.
const struckBefore = 100 * time.Millisecond

func (c *crowd) save(ctx context.Context, m *fleet.Member, due time.Time, client, field, value string) {
	for try := 0; try < 60 && ctx.Err() == nil; try++ {
		if _, err := m.Save(ctx, c.x.round, client, field, "", value); err == nil {
			c.mu.Lock()
			c.saved[client] = m.Person
			all := &c.result.answers
			switch {
			case due.Before(c.warm):
				all = &c.result.first
			case !c.killed.IsZero() && due.After(c.killed.Add(-struckBefore)) && (c.back.IsZero() || due.Before(c.back)):
				all = &c.result.struck
			}
			*all = append(*all, time.Since(due))
			c.mu.Unlock()
			return
		} else if errors.Is(err, context.Canceled) {
			return
		}
		c.mu.Lock()
		c.result.failed++
		c.mu.Unlock()
		time.Sleep(200 * time.Millisecond)
	}
}

// killOne kills the last server with signal 9. Where it is the only one it is started again, else everybody goes to the first.
func (c *crowd) killOne(ctx context.Context, after time.Duration) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(after):
	}
	last := len(c.servers) - 1
	was := c.servers[last]
	c.mu.Lock()
	c.killed = time.Now()
	c.mu.Unlock()
	_ = was.Kill() // it has ended either way
	next := c.servers[0]
	if last == 0 {
		u, err := url.Parse(was.URL)
		if err != nil {
			return
		}
		if next, err = fleet.Start(ctx, c.serverOptions(1, u.Host)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		c.servers[0] = next
	} else {
		c.servers = c.servers[:last]
	}
	for _, m := range append(c.members, c.chair) {
		m.At(next)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result.down = time.Since(c.killed)
	c.back = time.Now().Add(c.o.warm)
}

// fsync is what the disk takes to keep a page, the median of a hundred.
func fsync(folder string) time.Duration {
	f, err := os.Create(filepath.Join(folder, "fsync"))
	if err != nil {
		return 0
	}
	defer f.Close()
	var all []time.Duration
	for range 100 {
		began := time.Now()
		if _, err := f.Write(make([]byte, 4096)); err != nil || f.Sync() != nil {
			return 0
		}
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	return all[50]
}
