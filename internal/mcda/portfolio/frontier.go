package portfolio

import (
	"context"
	"math"
	"slices"
	"time"
)

// Point is the best set at a budget.
type Point struct {
	Budget float64
	Set    Set
	Proven bool // the set is the best at that budget; otherwise it is the best found
	Found  bool // there is a set within the budget and the rules
}

// Curve is the best value against the budget.
type Curve struct {
	Points []Point // by increasing budget
	Exact  bool    // every budget at which the best value rises is a point: between two of them the best set is that of the lower
}

// At solves the problem at each budget in turn. The points that the time limit, over all of them, leaves unsolved are not Proven.
func At(ctx context.Context, p *Problem, budgets []float64, limit time.Duration) []Point {
	deadline := until(limit)
	points := make([]Point, len(budgets))
	for k, b := range budgets {
		q := *p
		q.Budget = b
		points[k] = q.point(ctx, deadline)
	}
	return points
}

func until(limit time.Duration) time.Time {
	if limit <= 0 {
		return time.Time{}
	}
	return time.Now().Add(limit)
}

// left is what a deadline leaves for one more search; never 0, which would mean no limit.
func left(deadline time.Time) time.Duration {
	if deadline.IsZero() {
		return 0
	}
	return max(time.Until(deadline), time.Nanosecond)
}

func (p *Problem) point(ctx context.Context, deadline time.Time) Point {
	r := Solve(ctx, p, Options{TimeLimit: left(deadline)})
	pt := Point{Budget: p.Budget, Proven: r.Stopped == Proven}
	if len(r.Sets) > 0 {
		pt.Set, pt.Found = r.Sets[0], true
	}
	return pt
}

// Frontier follows the best value down from a budget: each point is the cheapest set of its value, and its cost the least budget that pays for that value.
// When there are more than most such points, or the time limit runs out, the curve holds those found from the top and is not Exact.
func Frontier(ctx context.Context, p *Problem, from float64, most int, limit time.Duration) Curve {
	deadline := until(limit)
	var c Curve
	q := *p
	q.Budget = from
	for q.Budget >= 0 {
		pt := q.point(ctx, deadline)
		if !pt.Proven {
			break
		}
		if !pt.Found {
			c.Exact = true
			break
		}
		pt.Budget = pt.Set.Cost
		if last := len(c.Points) - 1; last >= 0 && c.Points[last].Set.Value <= pt.Set.Value+float64(1e-9*max(1, math.Abs(pt.Set.Value))) {
			c.Points[last] = pt // the same value for less
		} else if len(c.Points) == most {
			break
		} else {
			c.Points = append(c.Points, pt)
		}
		below := pt.Set.Cost - float64(4*slack(pt.Set.Cost))
		if pt.Set.Cost == 0 || math.IsInf(pt.Set.Cost, 1) {
			c.Exact = true
			break
		}
		q.Budget = below
	}
	slices.Reverse(c.Points)
	return c
}
