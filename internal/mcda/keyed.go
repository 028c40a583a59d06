package mcda

import (
	"cmp"
	"math"
	"slices"
)

// keyed is a row with a key that sorts as its gain does.
type keyed struct {
	key uint64
	row int
}

// orderKey maps numbers to keys of the same order: a negative number has all its bits turned, another its sign.
func orderKey(x float64) uint64 {
	b := math.Float64bits(x)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

func keyedGain(key uint64) float64 {
	return math.Float64frombits(key ^ (^uint64(int64(key)>>63) | 1<<63))
}

const (
	digitBits = 11
	digits    = (64 + digitBits - 1) / digitBits
)

// sortKeyed sorts by key, and by row where rows ascend at first. Long lists are sorted digit by digit from the lowest (radix sort), digits that are the same
// throughout left out.
func sortKeyed(list, spare []keyed) {
	if len(list) < 512 {
		slices.SortFunc(list, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), a.row-b.row) })
		return
	}
	var counts [digits][1 << digitBits]int32
	const mask = 1<<digitBits - 1
	for _, x := range list {
		for d := range digits {
			counts[d][x.key>>(d*digitBits)&mask]++
		}
	}
	from, to := list, spare
	for d := range digits {
		count, shift := &counts[d], d*digitBits
		if int(count[from[0].key>>shift&mask]) == len(list) {
			continue
		}
		var before int32
		for v, c := range count {
			count[v] = before
			before += c
		}
		for _, x := range from {
			v := x.key >> shift & mask
			to[count[v]] = x
			count[v]++
		}
		from, to = to, from
	}
	if &from[0] != &list[0] {
		copy(list, from)
	}
}
