package mcda

import "sync"

// spare keeps memory of calls that have ended for the next ones: as many pieces as were in use at once. A sync.Pool would let go of them now and then, and
// a method that scores at every key would leave garbage.
type spare[T any] struct {
	mu   sync.Mutex
	free []*T
}

// take returns a piece that is not in use, a new one when there is none.
func (s *spare[T]) take(make func() *T) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := len(s.free) - 1; k >= 0 {
		x := s.free[k]
		s.free = s.free[:k]
		return x
	}
	return make()
}

// give takes a piece back.
func (s *spare[T]) give(x *T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, x)
}
