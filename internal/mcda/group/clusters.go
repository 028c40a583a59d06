package group

import (
	"fmt"
	"math"
	"slices"
)

// Clusters are experts grouped by how alike their rankings are.
type Clusters struct {
	Of         []int   // cluster of each expert, the largest first, from 0
	Count      int     // 1 when no grouping is better than none
	Silhouette float64 // mean silhouette of the grouping, in [−1, 1]; 0 for one cluster
}

// ClusterMin is the mean silhouette below which a grouping is taken for chance (Kaufman & Rousseeuw 1990: up to 0.25 "no substantial structure").
const ClusterMin = 0.25

// maxClusters bounds the number of groups looked for: camps that a facilitator can speak to.
const maxClusters = 5

// Cluster groups m experts by average linkage (UPGMA) on a symmetric distance, an m×m matrix by rows, and cuts the tree into the number of groups, at most
// five, with the largest mean silhouette; into one when that is below [ClusterMin]. Ties go to the expert who stands first, so order experts by their
// identifiers for a result that does not depend on their order. It takes O(m³) at worst and panics when the matrix has another size.
//
// Sources: R. R. Sokal & C. D. Michener 1958 (linkage; updated as in Lance & Williams 1967); P. J. Rousseeuw 1987, Journal of Computational and Applied
// Mathematics 20:53–65 (silhouette).
func Cluster(distance []float64, m int) Clusters {
	if len(distance) != m*m {
		panic(fmt.Sprintf("group: %d distances between %d experts", len(distance), m))
	}
	best := Clusters{Of: make([]int, m), Count: min(m, 1)}
	if m < 3 {
		return best
	}
	d := slices.Clone(distance)
	of, size, alive := make([]int, m), make([]int, m), make([]int, m)
	for k := range m {
		of[k], size[k], alive[k] = k, 1, k
	}
	for len(alive) > 2 {
		a, b, least := 0, 1, math.Inf(1)
		for i, x := range alive {
			row := d[x*m : (x+1)*m]
			for j := i + 1; j < len(alive); j++ {
				if row[alive[j]] < least {
					a, b, least = i, j, row[alive[j]]
				}
			}
		}
		x, y := alive[a], alive[b]
		for _, z := range alive {
			if z != x && z != y {
				joined := (float64(float64(size[x])*d[x*m+z]) + float64(float64(size[y])*d[y*m+z])) / float64(size[x]+size[y])
				d[x*m+z], d[z*m+x] = joined, joined
			}
		}
		size[x] += size[y]
		alive = slices.Delete(alive, b, b+1)
		for k := range of {
			if of[k] == y {
				of[k] = x
			}
		}
		if len(alive) > min(maxClusters, m-1) {
			continue
		}
		// Of equal silhouettes the fewer groups: they come later.
		if s := silhouette(distance, of, m); s >= ClusterMin && s >= best.Silhouette-1e-12 {
			best = Clusters{Of: numbered(of), Count: len(alive), Silhouette: s}
		}
	}
	return best
}

// silhouette is the mean over experts of (b − a)/max(a, b), a the mean distance to one's own cluster and b that to the nearest other; 0 for one alone.
func silhouette(distance []float64, of []int, m int) float64 {
	var total float64
	sum, count := make([]float64, m), make([]float64, m)
	for i := range m {
		clear(sum)
		clear(count)
		for j := range m {
			if j != i {
				sum[of[j]] += distance[i*m+j]
				count[of[j]]++
			}
		}
		if count[of[i]] == 0 {
			continue
		}
		a, b := sum[of[i]]/count[of[i]], math.Inf(1)
		for k := range m {
			if k != of[i] && count[k] > 0 {
				b = min(b, sum[k]/count[k])
			}
		}
		if top := max(a, b); top > 0 && !math.IsInf(b, 1) {
			total += (b - a) / top
		}
	}
	return total / float64(m)
}

// numbered gives clusters the numbers 0, 1, … by size, then by who stands first.
func numbered(of []int) []int {
	size, first := map[int]int{}, map[int]int{}
	var ids []int
	for k, c := range of {
		if size[c]++; size[c] == 1 {
			first[c] = k
			ids = append(ids, c)
		}
	}
	slices.SortFunc(ids, func(a, b int) int {
		if size[a] != size[b] {
			return size[b] - size[a]
		}
		return first[a] - first[b]
	})
	out := make([]int, len(of))
	for k, c := range of {
		out[k] = slices.Index(ids, c)
	}
	return out
}

// SameGroups returns the adjusted Rand index of two groupings of the same experts: 1 when they are the same, about 0 when they have nothing to do with each
// other; ok is false when it is not defined, as when both are one group. Source: L. Hubert & P. Arabie 1985, Journal of Classification 2:193–218. It panics
// when the lengths differ.
func SameGroups(a, b []int) (index float64, ok bool) {
	if len(a) != len(b) {
		panic("group: groupings of different experts")
	}
	pairs := func(n int) float64 { return float64(float64(n) * float64(n-1) / 2) }
	both, one, two := map[[2]int]int{}, map[int]int{}, map[int]int{}
	for k := range a {
		both[[2]int{a[k], b[k]}]++
		one[a[k]]++
		two[b[k]]++
	}
	var together, inA, inB float64
	for _, n := range both {
		together += pairs(n)
	}
	for _, n := range one {
		inA += pairs(n)
	}
	for _, n := range two {
		inB += pairs(n)
	}
	all := pairs(len(a))
	if all == 0 {
		return 0, false
	}
	chance, most := inA*inB/all, float64((inA+inB)/2)
	if most == chance {
		return 0, false
	}
	return (together - chance) / (most - chance), true
}
