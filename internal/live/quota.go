package live

import (
	"sync"
	"time"

	"veche/internal/language"
)

// Quota is what one panel may use of a server; zero values are the usual ones.
type Quota struct {
	People    int   // that ever were in it
	Answers   int   // saves a second, of all its people together
	Documents int64 // bytes of the files beside its technologies
}

// The usual quota: several times the largest panel that is planned for.
const (
	usualPeople    = 5000
	usualAnswers   = 1000
	usualDocuments = 256 << 20
)

// filled is the quota with the usual values in place of zeros.
func (q Quota) filled() Quota {
	if q.People == 0 {
		q.People = usualPeople
	}
	if q.Answers == 0 {
		q.Answers = usualAnswers
	}
	if q.Documents == 0 {
		q.Documents = usualDocuments
	}
	return q
}

// room refuses more people than a panel may have.
func (q Quota) room(had, more int) error {
	if had+more > q.People {
		return language.Errorf("a panel has at most %d people on this server", q.People)
	}
	return nil
}

// shelf refuses more documents than a panel may have.
func (q Quota) shelf(s *State, more int) error {
	all := int64(more)
	for k := range s.Documents {
		all += int64(s.Documents[k].Size)
	}
	if all > q.Documents {
		return language.Errorf("the documents of a panel have at most %d MB on this server", q.Documents>>20)
	}
	return nil
}

// pace lets so many saves a second through, and as many at once.
type pace struct {
	mu   sync.Mutex
	left float64
	at   time.Time
}

// allow takes one save.
func (p *pace) allow(most int, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at.IsZero() {
		p.left = float64(most)
	} else if passed := now.Sub(p.at).Seconds(); passed > 0 {
		p.left = min(float64(most), float64(passed*float64(most))+p.left)
	}
	p.at = now
	if p.left < 1 {
		return false
	}
	p.left--
	return true
}
