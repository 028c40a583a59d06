package main

import (
	"fmt"
	"math"
	"slices"
)

const saidOfPart = "%d of the %d places in the experts' orders rests on part of the criteria only, with half of the weight or more.|%d of the %d places in the experts' orders rest on part of the criteria only, with half of the weight or more."

// placed works out from the scores alone which technologies an expert's order has, and which of them by part of the criteria's weight: an expert places a
// technology whose answers carry half of the weight of the criteria that anybody answered.
func (c *checker) placed(e int) (whole, part []string) {
	asked := make([]bool, len(c.codes))
	var all float64
	for j, code := range c.codes {
		for _, rows := range c.scores {
			for _, row := range rows {
				asked[j] = asked[j] || !math.IsNaN(row[j])
			}
		}
		if asked[j] {
			all += c.rank.weight(code)
		}
	}
	for i, row := range c.scores[e] {
		var share float64
		for j, x := range row {
			if !math.IsNaN(x) {
				share += c.rank.weight(c.codes[j]) / all
			}
		}
		switch {
		case share > 1-1e-9:
			whole = append(whole, c.ids[i])
		case share > 0.5-1e-9:
			part = append(part, c.ids[i])
		}
	}
	return whole, part
}

// parts checks what JSON has of the places that rest on part of the criteria, and returns how many these are, of how many.
func (c *checker) parts() (part, all int, err error) {
	for _, e := range c.panel.Experts {
		at := slices.Index(c.experts, e.ID)
		if at < 0 {
			return 0, 0, fmt.Errorf("there is no expert %s", e.ID)
		}
		whole, some := c.placed(at)
		if !slices.Equal(some, e.Part) {
			return 0, 0, fmt.Errorf("%s places by part of the criteria %v, not %v", e.ID, some, e.Part)
		}
		for _, id := range slices.Concat(whole, some) {
			if e.Ranks[id] == 0 {
				return 0, 0, fmt.Errorf("%s has no place for %s", e.ID, id)
			}
		}
		if n := len(whole) + len(some); n != len(e.Ranks) {
			return 0, 0, fmt.Errorf("%s places %d, not %d", e.ID, n, len(e.Ranks))
		}
		part, all = part+len(some), all+len(whole)+len(some)
	}
	if b := c.panel.Complete; b != nil && (b.Part > part || c.whole() && b.Experts*b.Technologies == all && b.Part != part) {
		return 0, 0, fmt.Errorf("%d of the block's places are by part of the criteria, not %d", part, b.Part)
	}
	return part, all, nil
}

// saysPart checks that the sentence is said where it is to be, with these numbers.
func (c *checker) saysPart(s *said) error {
	part, all, err := c.parts()
	if err == nil && (part == 0 || s.number(0) != float64(part) || s.number(1) != float64(all)) {
		return fmt.Errorf("it is %d of %d", part, all)
	}
	return err
}
