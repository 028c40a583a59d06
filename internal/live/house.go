package live

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/workbook"
)

// House is a store of panels at work.
type House struct {
	store store.Store
	group *store.Group
	now   func() time.Time
	quota Quota

	mu     sync.Mutex
	panels map[string]*Panel
	ctx    context.Context // of what goes on by itself
	end    context.CancelFunc
	done   sync.WaitGroup

	looking sync.RWMutex // held by who looks for events, so that the store is let go of when the house is closed
}

// Options of a house.
type Options struct {
	Now   func() time.Time // nil: the clock
	Quota Quota            // of each panel
}

// pollEvery is how often what other processes did is asked for, beside what the store tells.
const pollEvery = time.Second

// pollMost is how long that may take, lest a database that does not answer keeps what it tells later.
const pollMost = 5 * time.Second

// NewHouse opens what a store holds. The store stays the caller's to close, after the house.
func NewHouse(s store.Store, o Options) *House {
	if o.Now == nil {
		o.Now = time.Now
	}
	ctx, end := context.WithCancel(context.Background())
	h := &House{ctx: ctx, store: s, group: store.NewGroup(s), now: func() time.Time { return o.Now().UTC().Round(0) }, quota: o.Quota.filled(), panels: map[string]*Panel{}, end: end}
	h.done.Go(func() { h.follow(ctx) })
	return h
}

// Close ends all streams and looks.
func (h *House) Close() {
	h.end()
	h.done.Wait()
	h.looking.Lock()
	defer h.looking.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.panels {
		p.streams.end()
	}
}

// follow brings panels that somebody looks at up to date when the store says that they may have changed, and now and then.
func (h *House) follow(ctx context.Context) {
	changes := h.store.Watch(ctx)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case id, ok := <-changes:
			if !ok {
				return
			}
			if p := h.held(id); p != nil {
				p.catchUp(ctx)
			}
		case <-tick.C:
			h.poll(ctx)
		}
	}
}

// poll asks for the heads of all panels once, and for the common screens of those that somebody looks at: what is told by the store may be lost.
func (h *House) poll(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, pollMost)
	defer cancel()
	h.mu.Lock()
	held := mapValues(h.panels)
	h.mu.Unlock()
	if !slices.ContainsFunc(held, func(p *Panel) bool { return p.streams.any() }) {
		return
	}
	heads, err := h.store.Panels(ctx)
	if err != nil {
		return // who asks for a page is told
	}
	seq := map[string]int64{}
	for _, head := range heads {
		seq[head.ID] = head.Seq
	}
	for _, p := range held {
		now, there := seq[p.id]
		switch {
		case !there: // deleted by another process
			h.drop(p)
		case p.State().Seq != now:
			p.catchUp(ctx)
		case p.streams.any():
			p.lookAtScreen(ctx)
		}
	}
}

// drop lets go of a panel that is no more.
func (h *House) drop(p *Panel) {
	h.mu.Lock()
	if h.panels[p.id] == p {
		delete(h.panels, p.id)
	}
	h.mu.Unlock()
	p.streams.end()
}

func mapValues[K comparable, V any](m map[K]V) []V {
	all := make([]V, 0, len(m))
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

func (h *House) held(id string) *Panel {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.panels[id]
}

// New is what a panel is made of.
type New struct {
	Title        string // "": the study's
	Kind         Kind   // "": [Closed]
	Pace         Pace   // "": [InRounds]
	Language     string // "": the study's, else "en"
	Consent      string
	ObserversSee bool
	Retention    time.Duration // how long data stays after the end; 0: until somebody erases it
	File         workbook.FormFile
	KeepAnswers  bool          // those of earlier rounds in the workbook stay; of an open panel only
	People       []Person      // beside the study's experts; a chair and a secretary where there is none
	LinksFor     time.Duration // how long links open; 0: 90 days
}

// Link is what somebody comes in by. The token is told once: the store knows its hash.
type Link struct {
	Person, Name string
	Roles        []Role
	Token        string
	Expires      time.Time
}

// linksFor is how long links open where nobody says.
const linksFor = 90 * 24 * time.Hour

// Create makes a panel of a workbook, with a link for everybody. The error of a workbook that cannot be read is its [study.Issues].
func (h *House) Create(ctx context.Context, n New) (*Panel, []Link, error) {
	s, issues := workbook.ReadUnanswered(n.File.Name, n.File.Data)
	if issues.Err() != nil {
		return nil, nil, issues
	}
	if err := n.fill(s); err != nil {
		return nil, nil, err
	}
	if err := h.quota.room(0, len(n.People)); err != nil {
		return nil, nil, err
	}
	base, err := n.base(s)
	if err != nil {
		return nil, nil, err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	id, now := newID(), h.now()
	created := createdEvent{Title: n.Title, Kind: n.Kind, Pace: n.Pace, Language: n.Language, Consent: n.Consent, ObserversSee: n.ObserversSee, Retention: n.Retention,
		File: n.File.Name, SHA256: workbook.Digest(n.File.Data), Base: digest(base), PublicKey: public, At: now}
	w := store.Write{Control: new(int64), Events: []store.Draft{draft(evCreated, "", created)}}
	for _, p := range n.People {
		w.Events = append(w.Events, draft(evJoined, p.ID, joinedEvent{Person: p, At: now}))
	}
	keep := func(kind, key string, data []byte) {
		w.Records = append(w.Records, store.RecordWrite{Record: store.Record{Kind: kind, Key: key, Panel: id, Data: data}})
	}
	keep(recKey, id, private.Seed())
	keep(recWorkbook, id+"/original", n.File.Data)
	keep(recWorkbook, id+"/"+digest(base).String(), base)
	expires := now.Add(n.LinksFor)
	var links []Link
	for k := range n.People {
		link, record := newLink(id, &n.People[k], 0, now, expires)
		links, w.Records = append(links, link), append(w.Records, record)
	}
	if err := h.store.Create(ctx, id, now); err != nil {
		return nil, nil, err
	}
	if r := h.group.Commit(ctx, id, w); r.Err != nil {
		return nil, nil, errors.Join(r.Err, h.store.Delete(context.WithoutCancel(ctx), id))
	}
	p, err := h.Panel(ctx, id)
	return p, links, err
}

// fill gives what was not said its usual value, and refuses what cannot be.
func (n *New) fill(s *study.Study) error {
	if n.Title = strings.TrimSpace(n.Title); n.Title == "" {
		n.Title = s.Title
	}
	if n.Kind == "" {
		n.Kind = Closed
	}
	if n.Pace == "" {
		n.Pace = InRounds
	}
	if n.Language == "" {
		n.Language = "en"
		if l, _ := language.Named(s.Settings.Language); l == language.Russian {
			n.Language = "ru"
		}
	}
	if n.LinksFor == 0 {
		n.LinksFor = linksFor
	}
	switch {
	case n.Kind != Open && n.Kind != Closed:
		return language.Errorf("a panel is open or closed, not %q", string(n.Kind))
	case n.Pace != InRounds && n.Pace != RealTime:
		return language.Errorf("a panel answers in rounds or in real time, not %q", string(n.Pace))
	case n.Kind == Closed && s.Settings.Competent():
		return language.Errorf("a closed panel cannot count the experts' competence: their weights would tell who they are; set competence to off, or make the panel open")
	case len(Questions(s)) == 0:
		return language.Errorf("the study asks its experts nothing: all criteria have evidence, and its weighting is not made of judgements")
	}
	var experts []Person
	for k := range s.Experts {
		e := &s.Experts[k]
		if s.Excluded.Experts[e.ID] {
			continue
		}
		p := Person{ID: e.ID, Name: e.Name, Organisation: e.Organisation, Bloc: e.Bloc, Roles: []Role{Expert}, Weight: e.Weight, Familiarity: e.Familiarity}
		if at := slices.IndexFunc(n.People, func(q Person) bool { return q.ID == e.ID }); at >= 0 { // a chair who is an expert too
			p.Roles = append(p.Roles, n.People[at].Roles...)
			n.People = slices.Delete(slices.Clone(n.People), at, at+1)
		}
		experts = append(experts, p)
	}
	n.People = append(experts, n.People...)
	for _, role := range []Role{Chair, Secretary} {
		if !slices.ContainsFunc(n.People, func(p Person) bool { return p.Is(role) }) {
			n.People = append(n.People, Person{ID: freeID(n.People, string(role)), Roles: []Role{role}})
		}
	}
	for k := range n.People {
		if err := n.People[k].check(n.People[:k]); err != nil {
			return err
		}
	}
	return nil
}

// freeID is an ID nobody has.
func freeID(people []Person, wish string) string {
	for slices.ContainsFunc(people, func(p Person) bool { return strings.EqualFold(p.ID, wish) }) {
		wish += "-2"
	}
	return wish
}

// check refuses a person who cannot be, among those there are.
func (p *Person) check(others []Person) error {
	slices.Sort(p.Roles)
	p.Roles = slices.Compact(p.Roles)
	switch {
	case p.ID == "" || len(p.ID) > 80:
		return language.Errorf("a person needs an ID of at most 80 characters")
	case len(p.Roles) == 0 || slices.ContainsFunc(p.Roles, func(r Role) bool { return !slices.Contains(Roles(), r) }):
		return language.Errorf("%s needs a role: observer, expert, secretary or chair", p.ID)
	case len(p.Roles) > 1 && !slices.Equal(p.Roles, []Role{Chair, Expert}):
		return language.Errorf("%s cannot have two roles: only a chair may be an expert too", p.ID)
	case slices.ContainsFunc(others, func(q Person) bool { return strings.EqualFold(p.ID, q.ID) }):
		return language.Errorf("there are two people with the ID %s", p.ID)
	}
	return nil
}

// base is the workbook that the panel answers to.
func (n *New) base(s *study.Study) ([]byte, error) {
	had := len(s.Scores) + len(s.Judgements) + len(s.Unread)
	if had == 0 || n.KeepAnswers && n.Kind == Open && len(s.Roundless()) == 0 && (len(s.Rounds) > 0 || len(s.Scores)+len(s.Judgements) == 0) {
		return n.File.Data, nil
	}
	if n.KeepAnswers && n.Kind == Open {
		return nil, language.Errorf("the workbook has answers of no round, which would count in every round: give them one in the column Round, or begin without them")
	}
	return workbook.WriteStudy(unanswered(s))
}

// unanswered is a study without what its experts said.
func unanswered(s *study.Study) *study.Study {
	c := s.Changed()
	c.Scores, c.Judgements, c.Unread, c.Rounds, c.Seal = nil, nil, nil, nil, nil
	c.Settings.Round = ""
	return c
}

// newID is 80 random bits that can be read aloud.
func newID() string {
	b := make([]byte, 10)
	rand.Read(b) // it never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b))
}

// Panels are all there are, the oldest first.
func (h *House) Panels(ctx context.Context) ([]*Panel, error) {
	heads, err := h.store.Panels(ctx)
	if err != nil {
		return nil, err
	}
	var all []*Panel
	for _, head := range heads {
		if head.Seq == 0 { // its making was cut short
			continue
		}
		p, err := h.Panel(ctx, head.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// Panel is one, as it stands now; [ErrNone] when there is none.
func (h *House) Panel(ctx context.Context, id string) (*Panel, error) {
	h.mu.Lock()
	p := h.panels[id]
	if p == nil {
		p = &Panel{house: h, id: id}
	}
	h.mu.Unlock()
	if err := p.refresh(ctx, 0); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if had := h.panels[id]; had != nil {
		return had, nil
	}
	h.panels[id] = p
	return p, nil
}

// put writes a value as a record.
func record(kind, key, panel, person string, expires time.Time, value any) store.Record {
	data, err := json.Marshal(value)
	if err != nil {
		panic("live: a record cannot be written: " + err.Error())
	}
	return store.Record{Kind: kind, Key: key, Panel: panel, Person: person, Expires: expires, Data: data}
}
