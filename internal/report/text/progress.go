package text

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Progress shows on a terminal how far a count is, once it has taken a second. What it returns first is told how much is done, the second wipes it away.
func Progress(w io.Writer, all int) (made func(int), done func()) {
	begun, last := time.Now(), time.Time{}
	made = func(n int) {
		now := time.Now()
		if now.Sub(begun) < time.Second || now.Sub(last) < 100*time.Millisecond {
			return
		}
		last = now
		const width = 30
		full := width * n / all
		fmt.Fprintf(w, "\rdrawing [%s%s] %3d%%", strings.Repeat("#", full), strings.Repeat(".", width-full), 100*n/all)
	}
	done = func() {
		if !last.IsZero() {
			fmt.Fprintf(w, "\r%s\r", strings.Repeat(" ", 60))
		}
	}
	return made, done
}
