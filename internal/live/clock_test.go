package live

import (
	"sync/atomic"
	"time"
)

// wound is a clock that stands still until the test winds it on. A house looks at its clock from goroutines of its own.
type wound struct{ at atomic.Pointer[time.Time] }

func windAt(t time.Time) *wound {
	c := &wound{}
	c.set(t)
	return c
}

func (c *wound) now() time.Time         { return *c.at.Load() }
func (c *wound) set(t time.Time)        { c.at.Store(&t) }
func (c *wound) passes(d time.Duration) { c.set(c.now().Add(d)) }
