package live

import (
	"errors"

	"veche/internal/language"
	"veche/internal/store"
)

// What is refused, and why: each is a sentence for the reader ([language.Of] says it in their language). [errors.Is] tells them apart.
var (
	ErrLink      = language.Errorf("this link does not open anything: it may have expired, or been replaced by a newer one; ask the secretary for a new link")
	ErrSession   = language.Errorf("this device is signed out; open your link again")
	ErrPIN       = language.Errorf("this is not the PIN that the link was opened with first")
	ErrWeakPIN   = language.Errorf("choose a PIN of at least 4 characters that are not all the same")
	ErrLocked    = language.Errorf("the PIN was wrong too often; wait for a quarter of an hour")
	ErrDevices   = language.Errorf("the link is open on 3 devices already; sign out on one of them first")
	ErrAccount   = language.Errorf("this link is bound to an account: sign in with that")
	ErrBusy      = language.Errorf("the panel answers faster than this server lets it: wait a moment and send it again")
	ErrForbidden = language.Errorf("this is not open to you now")
	ErrRace      = language.Errorf("somebody else changed the panel at the same moment; nothing of yours was done: look at it as it is now and try again")
	ErrClosed    = language.Errorf("the round is closed: this answer does not count")
	ErrNone      = store.ErrNone    // there is no such panel, person or round
	ErrNoSpace   = store.ErrNoSpace // the disk is full: nothing was written
)

// ChangedError is an answer that was changed on another device since the page was read. Nothing of the save was written.
type ChangedError struct {
	Now       *Ballot    // as it stands
	Questions []Question // changed there and here
}

func (e *ChangedError) Error() string { return e.Message().String() }

// Message says it in the reader's language.
func (e *ChangedError) Message() language.Message {
	return language.M("%d answer was changed on another of your devices: look at both and save again|%d answers were changed on another of your devices: look at both and save again", len(e.Questions))
}

// In says it in a language.
func (e *ChangedError) In(l language.Language) string { return e.Message().In(l) }

// refused gives what the store refused the name it has here.
func refused(err error) error {
	switch {
	case errors.Is(err, store.ErrRace):
		return ErrRace
	case errors.Is(err, store.ErrGate):
		return ErrClosed
	}
	return err
}

// may is nil where a person has a right now.
func may(right Right, s *State, a Actor) error {
	p := s.Person(a.Person)
	if p == nil || !May(right, s, p) {
		return ErrForbidden
	}
	return nil
}
