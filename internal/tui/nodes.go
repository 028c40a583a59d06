package tui

import (
	"veche/internal/mcda/robust"
	"veche/internal/tui/draw"
)

// node is a criterion of the tree in the order in which it is listed: each after the one it is part of.
type node struct {
	criterion int    // of the study
	leaf      int    // column; −1 for one with others below it
	depth     int    // 0 at the top
	columns   []int  // its own, or those of the leaves below it
	name      string // for the screen
}

// grow lists the criteria tree.
func (x *session) grow() {
	s := x.study()
	leaf := make(map[int]int, len(x.out.Leaves))
	for k, i := range x.out.Leaves {
		leaf[i] = k
	}
	x.nodes, x.names, x.nodeOf = nil, nil, make([]int, len(x.out.Leaves))
	var below func(parent string, depth int)
	below = func(parent string, depth int) {
		for _, i := range s.Children(parent) {
			c := &s.Criteria[i]
			n := node{criterion: i, leaf: -1, depth: depth, columns: x.out.Columns(i)}
			if n.name = draw.Clean(c.Name); n.name == "" {
				n.name = draw.Clean(c.Code)
			}
			k, ok := leaf[i]
			if ok {
				n.leaf, x.nodeOf[k] = k, len(x.nodes)
			}
			x.nodes, x.names = append(x.nodes, n), append(x.names, n.name)
			if !ok {
				below(c.Code, depth+1)
			}
		}
	}
	below("", 0)
	var codes []string
	for k := range x.nodes {
		codes = append(codes, draw.Clean(x.codeOf(&x.nodes[k])))
	}
	x.nodeRoll = newRoll(x.names, codes, true)
}

// deep reports whether the tree has more than leaves.
func (x *session) deep() bool { return len(x.nodes) > len(x.crit) }

// total is the weight of a node among global weights.
func (n *node) total(global []float64) float64 {
	var sum float64
	for _, k := range n.columns {
		sum += global[k]
	}
	return sum
}

// fixed reports whether a node's weight is locked: all below it.
func (x *session) fixed(n *node) bool {
	for _, k := range n.columns {
		if !x.locked[k] {
			return false
		}
	}
	return true
}

// codeOf is the code of a node.
func (x *session) codeOf(n *node) string { return x.study().Criteria[n.criterion].Code }

// path is how the other weights follow a node's.
func (x *session) path(n *node) *robust.Path { return x.out.Path(n.criterion, x.out.SharingInForce()) }

// stable is the stability of a leaf; nil when it is not known.
func (x *session) stable(leaf int) *robust.Stability { return x.stability[x.nodeOf[leaf]] }
