package live

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/store"
)

// LetterKind says what a letter is for.
type LetterKind string

// The kinds of letter.
const (
	InvitationLetter LetterKind = "invitation" // with a link that is made when it is sent
	ReminderLetter   LetterKind = "reminder"   // to an expert who has not answered all
)

// LetterState is what became of a letter.
type LetterState string

// The states of a letter.
const (
	Queued  LetterState = "queued"
	Sending LetterState = "sending" // a server has it in hand; where that was cut short nobody knows whether it went out
	Sent    LetterState = "sent"
	Failed  LetterState = "failed"
)

const (
	recLetter     = "letter" // by panel and what there may be one letter for
	letterTries   = 5        // after which a letter that is refused for now has failed
	letterUnknown = 10 * time.Minute
	remindEvery   = time.Hour // an expert is reminded by the secretary at most once in
)

// Letter is one letter to one person. It holds neither address nor link.
type Letter struct {
	Kind   LetterKind  `json:"kind"`
	Person string      `json:"person"`
	Round  string      `json:"round,omitempty"` // ID, of a reminder
	By     string      `json:"by,omitempty"`    // who asked for it; "": the clock
	State  LetterState `json:"state"`
	Asked  time.Time   `json:"asked"`
	At     time.Time   `json:"at"`              // of the last thing that happened to it
	Next   time.Time   `json:"next,omitzero"`   // not to be tried before
	Tries  int         `json:"tries,omitempty"` // begun
	Fault  string      `json:"fault,omitempty"` // what the mail server said
}

// letterEvent says that a letter went out.
type letterEvent struct {
	Kind   LetterKind `json:"kind"`
	Person string     `json:"person"`
	Round  string     `json:"round,omitempty"`
	By     string     `json:"by,omitempty"`
	At     time.Time  `json:"at"`
}

// Letters are those that were asked for, the newest first.
func (p *Panel) Letters(ctx context.Context, a Actor) ([]Letter, error) {
	if err := may(InvitePeople, p.State(), a); err != nil {
		return nil, err
	}
	kept, err := p.letters(ctx)
	var all []Letter
	for k := range kept {
		all = append(all, kept[k].Letter)
	}
	slices.SortStableFunc(all, func(x, y Letter) int { return y.Asked.Compare(x.Asked) })
	return all, err
}

// keptLetter is a letter with the record that holds it.
type keptLetter struct {
	Letter
	record store.Record
}

func (p *Panel) letters(ctx context.Context) (all []keptLetter, err error) {
	records, err := p.house.store.Records(ctx, p.id, recLetter)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		x, err := decode[Letter](r)
		if err != nil {
			return nil, err
		}
		all = append(all, keptLetter{x, r})
	}
	return all, nil
}

// Unknown reports whether nobody knows if a letter went out: its server ended while it had it in hand.
func (x *Letter) Unknown(now time.Time) bool {
	return x.State == Sending && now.Sub(x.At) > letterUnknown
}

// AskInvitations puts letters with new links to people in the queue. It returns how many; people without an address are left out.
func (p *Panel) AskInvitations(ctx context.Context, a Actor, people []string) (int, error) {
	s := p.State()
	if err := may(InvitePeople, s, a); err != nil {
		return 0, err
	}
	addresses, err := p.addresses(ctx)
	if err != nil {
		return 0, err
	}
	now := p.house.now()
	var letters []Letter
	for _, id := range people {
		if who := s.Person(id); who != nil && who.Active() && addresses[id] != "" {
			letters = append(letters, Letter{Kind: InvitationLetter, Person: id, By: a.Person})
		}
	}
	return p.queue(ctx, letters, func(person string) string {
		return strconv.Itoa(s.Person(person).Generation) + "/" + strconv.FormatInt(now.Unix()/60, 10)
	})
}

// AskReminders puts reminders in the queue for the experts who have not answered all, or for those named among them; at most one an hour each. It returns how
// many.
func (p *Panel) AskReminders(ctx context.Context, a Actor, only []string) (int, error) {
	s := p.State()
	switch {
	case may(InvitePeople, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Opened:
		return 0, language.Errorf("no round is open")
	}
	return p.remind(ctx, a, "asked/"+strconv.FormatInt(p.house.now().Unix()/int64(remindEvery/time.Second), 10), only)
}

// remind queues one reminder of an occasion for everybody who has not answered all of the open round.
func (p *Panel) remind(ctx context.Context, a Actor, occasion string, only []string) (int, error) {
	coverage, err := p.covered(ctx)
	if err != nil {
		return 0, err
	}
	addresses, err := p.addresses(ctx)
	if err != nil {
		return 0, err
	}
	var letters []Letter
	for k := range coverage {
		id := coverage[k].Person.ID
		if coverage[k].Given >= coverage[k].Asked || coverage[k].Person.Revoked || addresses[id] == "" || only != nil && !slices.Contains(only, id) {
			continue
		}
		letters = append(letters, Letter{Kind: ReminderLetter, Person: id, Round: p.State().Current().ID, By: a.Person})
	}
	return p.queue(ctx, letters, func(string) string { return occasion })
}

// queue puts letters in the queue and returns how many, without those whose person has one of the kind for the occasion, or one that waits for its first try: a second
// invitation would make the first one's link worthless before it is read.
func (p *Panel) queue(ctx context.Context, letters []Letter, occasion func(person string) string) (asked int, err error) {
	kept, err := p.letters(ctx)
	if err != nil {
		return 0, err
	}
	whose := func(x *Letter) string { return strings.Join([]string{p.id, string(x.Kind), x.Person, x.Round}, "/") }
	there := map[string]bool{}
	for k := range kept {
		x := &kept[k]
		there[x.record.Key] = true
		if x.State == Queued && x.Tries == 0 {
			there[whose(&x.Letter)] = true
		}
	}
	now := p.house.now()
	for _, x := range letters {
		key := whose(&x) + "/" + occasion(x.Person)
		if there[key] || there[whose(&x)] {
			continue
		}
		x.State, x.Asked, x.At = Queued, now, now
		err := p.commit(ctx, store.Write{Records: []store.RecordWrite{{Record: record(recLetter, key, p.id, x.Person, time.Time{}, x)}}}).Err
		if errors.Is(err, store.ErrRace) { // another server put it there meanwhile
			continue
		}
		if err != nil {
			return asked, err
		}
		asked++
	}
	return asked, nil
}

// RemindBefore queues the reminders of the clock: for rounds that end within so long, once for each time that a round was meant to end.
func (h *House) RemindBefore(ctx context.Context, before time.Duration) error {
	panels, err := h.Panels(ctx)
	if err != nil {
		return err
	}
	for _, p := range panels {
		s, now := p.State(), h.now()
		if s.Phase != Opened {
			continue
		}
		r := s.Current()
		if r.Until.IsZero() || now.Before(r.Until.Add(-before)) || !now.Before(r.Until) || now.Sub(r.Opened) < before/4 { // who was just asked is not reminded
			continue
		}
		if _, err := p.remind(ctx, Actor{}, "until/"+strconv.FormatInt(r.Until.Unix(), 10), nil); err != nil {
			return err
		}
	}
	return nil
}

// Outgoing is a letter to be sent now.
type Outgoing struct {
	Kind        LetterKind
	To          string // address
	Person      Person
	Title       string // of the panel
	Language    string // "en" or "ru"
	Round       string // name of the open one; "" while none is
	Until       time.Time
	Token       string // of an invitation's link
	Expires     time.Time
	Fingerprint string
}

// PostError is a mail server's refusal. One that is not for good is tried again.
type PostError struct {
	ForGood bool
	Said    string // by the server: for the secretary, not for a log
}

func (e *PostError) Error() string { return "live: the mail server refuses the letter" }

// Post sends what is in the queue and due, at most so many, by send; a letter is in the hand of one server only, whichever of several that is, and never sent twice.
// It rests after each, when what became of it is kept. It returns how many were sent and how many were refused.
func (h *House) Post(ctx context.Context, most int, rest time.Duration, send func(context.Context, Outgoing) error) (sent, failed int, err error) {
	panels, err := h.Panels(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, p := range panels {
		letters, err := p.letters(ctx)
		if err != nil {
			return sent, failed, err
		}
		for _, x := range letters {
			if x.State != Queued || x.Next.After(h.now()) {
				continue
			}
			if sent+failed >= most || ctx.Err() != nil {
				return sent, failed, ctx.Err()
			}
			switch done, err := p.post(ctx, x.record, x.Letter, send); {
			case err != nil:
				return sent, failed, err
			case done == "":
				continue
			case done == Sent:
				sent++
			default:
				failed++
			}
			select {
			case <-ctx.Done():
			case <-time.After(rest):
			}
		}
	}
	return sent, failed, nil
}

// post sends one letter: it takes it in hand, so that nobody else does, sends it and says what became of it. "" where somebody else has it or it is needed no more.
func (p *Panel) post(ctx context.Context, r store.Record, x Letter, send func(context.Context, Outgoing) error) (LetterState, error) {
	keep := func(x Letter, version int64, events ...store.Draft) (int64, error) {
		x.At = p.house.now()
		w := store.Write{Events: events, Records: []store.RecordWrite{{Record: record(recLetter, r.Key, p.id, x.Person, time.Time{}, x), Expect: version}}}
		return version + 1, p.commit(context.WithoutCancel(ctx), w).Err
	}
	out, needed, err := p.outgoing(ctx, x)
	if err != nil {
		return "", err
	}
	if !needed { // answered since, taken out, or the round is closed
		err := p.house.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recLetter, Key: r.Key}, Expect: r.Version})
		if errors.Is(err, store.ErrRace) {
			err = nil
		}
		return "", err
	}
	x.State, x.Tries = Sending, x.Tries+1
	version, err := keep(x, r.Version)
	if errors.Is(err, store.ErrRace) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if x.Kind == InvitationLetter {
		link, err := p.relink(ctx, x)
		if err != nil {
			x.State = Failed
			_, other := keep(x, version)
			return Failed, errors.Join(err, other)
		}
		out.Token, out.Expires = link.Token, link.Expires
	}
	refusal := send(ctx, out)
	var said *PostError
	switch {
	case refusal == nil:
		x.State, x.Fault = Sent, ""
		e := letterEvent{Kind: x.Kind, Person: x.Person, Round: x.Round, By: x.By, At: p.house.now()}
		_, err = keep(x, version, draft(evLetter, x.Person, e))
		return Sent, err
	case errors.As(refusal, &said):
		x.Fault = atMost(said.Said, 300)
	}
	x.State = Failed
	if (said == nil || !said.ForGood) && x.Tries < letterTries {
		x.State, x.Next = Queued, p.house.now().Add(time.Minute<<(2*x.Tries-2)) // 1, 4, 16, 64 minutes
	}
	_, err = keep(x, version)
	return Failed, err
}

// outgoing is a letter with whom it goes to; needed is false where it has lost its reason.
func (p *Panel) outgoing(ctx context.Context, x Letter) (out Outgoing, needed bool, err error) {
	s := p.State()
	who := s.Person(x.Person)
	addresses, err := p.addresses(ctx)
	if err != nil || who == nil || !who.Active() || addresses[x.Person] == "" {
		return out, false, err
	}
	out = Outgoing{Kind: x.Kind, To: addresses[x.Person], Person: who.Person, Title: s.Title, Language: s.Language, Fingerprint: s.Fingerprint}
	if s.Phase == Opened {
		out.Round, out.Until = s.Current().Name, s.Current().Until
	}
	if x.Kind == InvitationLetter {
		return out, true, nil
	}
	if s.Phase != Opened || s.Current().ID != x.Round || who.Revoked {
		return out, false, nil
	}
	coverage, err := p.covered(ctx)
	for k := range coverage {
		if c := &coverage[k]; c.Person.ID == x.Person {
			needed = c.Given < c.Asked
		}
	}
	return out, needed, err
}

// relink makes the new link of an invitation.
func (p *Panel) relink(ctx context.Context, x Letter) (Link, error) {
	for range 10 {
		s, err := p.Head(ctx)
		if err != nil {
			return Link{}, err
		}
		link, _, err := p.renew(ctx, x.By, s.Control, x.Person)
		if !errors.Is(err, ErrRace) {
			return link, err
		}
	}
	return Link{}, ErrRace
}
