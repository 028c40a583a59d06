package mcda

// circuits finds who reaches whom and is reached back along a relation (the strongly connected components, Tarjan 1972), without garbage.
type circuits struct {
	first            []int // m: the lowest member of each one's circuit, itself when it is in none
	order, low, next []int
	stack, path      []int
	stacked          []bool
}

func newCircuits(m int) circuits {
	return circuits{first: make([]int, m), order: make([]int, m), low: make([]int, m), next: make([]int, m), stack: make([]int, 0, m), path: make([]int, 0, m), stacked: make([]bool, m)}
}

// find fills first for the m elements of the relation (m×m) that are in.
func (c *circuits) find(m int, in func(a int) bool, relation []bool) {
	for a := range m {
		c.first[a], c.order[a], c.next[a], c.stacked[a] = a, 0, 0, false
	}
	met := 0
	enter := func(a int) {
		met++
		c.order[a], c.low[a], c.stacked[a] = met, met, true
		c.stack, c.path = append(c.stack, a), append(c.path, a)
	}
	for root := range m {
		if c.order[root] > 0 || !in(root) {
			continue
		}
		enter(root)
		for len(c.path) > 0 {
			a := c.path[len(c.path)-1]
			if c.next[a] < m {
				b := c.next[a]
				c.next[a]++
				switch {
				case !relation[a*m+b] || !in(b):
				case c.order[b] == 0:
					enter(b)
				case c.stacked[b]:
					c.low[a] = min(c.low[a], c.order[b])
				}
				continue
			}
			c.path = c.path[:len(c.path)-1]
			if len(c.path) > 0 {
				above := c.path[len(c.path)-1]
				c.low[above] = min(c.low[above], c.low[a])
			}
			if c.low[a] == c.order[a] {
				c.close(a)
			}
		}
	}
}

// close takes the circuit of a, which ends the stack, off it.
func (c *circuits) close(a int) {
	k := len(c.stack) - 1
	least := a
	for ; c.stack[k] != a; k-- {
		least = min(least, c.stack[k])
	}
	for _, b := range c.stack[k:] {
		c.first[b], c.stacked[b] = least, false
	}
	c.stack = c.stack[:k]
}
