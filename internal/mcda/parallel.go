package mcda

import (
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// parallelFrom is the number of rows from which a second goroutine pays: below it, starting one costs more than it saves.
	parallelFrom = 20_000
	// chunk is the number of rows that one goroutine takes at a time.
	chunk = 4096

	// the same for work that goes through all the rows again for every row
	parallelPairsFrom = 2_000
	chunkPairs        = 64
)

// alone reports whether [parallel] would do m rows on the caller's goroutine alone. A caller that must not allocate asks first, because a closure does.
func alone(m int) bool { return m < parallelFrom || runtime.GOMAXPROCS(0) == 1 }

// parallel calls f on the rows 0 … m−1 in chunks, lo a multiple of chunk, sharing them out to the processors when there are many. The chunks are the same for
// any number of goroutines: what is reduced chunk by chunk and joined in their order has the same bits on every machine.
func parallel(m int, f func(lo, hi int)) {
	if alone(m) {
		for lo := 0; lo < m; lo += chunk {
			f(lo, min(m, lo+chunk))
		}
		return
	}
	shareOut(m, chunk, f)
}

// alonePairs is [alone], and parallelPairs is [parallel], for work that goes through all the rows again for every row. The chunks must not matter to it.
func alonePairs(m int) bool { return m < parallelPairsFrom || runtime.GOMAXPROCS(0) == 1 }

func parallelPairs(m int, f func(lo, hi int)) {
	if alonePairs(m) {
		f(0, m)
		return
	}
	shareOut(m, chunkPairs, f)
}

// shareOut has the rows done in chunks, by as many goroutines as there are processors.
func shareOut(m, chunk int, f func(lo, hi int)) {
	var next atomic.Int64
	work := func() {
		for lo := int(next.Add(int64(chunk))) - chunk; lo < m; lo = int(next.Add(int64(chunk))) - chunk {
			f(lo, min(m, lo+chunk))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (m+chunk-1)/chunk) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// chunks is the number of chunks of m rows.
func chunks(m int) int { return (m + chunk - 1) / chunk }
