package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Summary says how the two rankings differ, in sentences: how many rose, fell and kept their places among those ranked in both editions; who entered the list and
// who left it; how the movement divides over the factors; how many moves hold in the draws; what the reader must not overlook.
func (c *Comparison) Summary() []language.Message {
	if len(c.Moves) == 0 && len(c.Changes) == 0 {
		return []language.Message{language.M("The two editions give the same ranking, and nothing that could move a place differs between them.")}
	}
	var said []language.Message
	add := func(m language.Message) {
		if !m.IsZero() {
			said = append(said, m)
		}
	}
	add(c.sayCounts())
	add(c.sayListed("Entered the list: %s.", func(m *Move) bool { return m.Entered }))
	add(c.sayListed("Left the list: %s.", func(m *Move) bool { return m.Left }))
	add(c.sayPull())
	add(c.sayFirm())
	return append(said, c.Caveats()...)
}

func (c *Comparison) sayCounts() language.Message {
	both := c.Rose + c.Fell + c.Stayed
	if both == 0 {
		return language.M("No technology is ranked in both editions: there are no moves to explain.")
	}
	return language.M("%d technology is ranked in both editions: %d rose, %d fell, %d kept the place.|%d technologies are ranked in both editions: %d rose, %d fell, %d kept the place.", both, c.Rose, c.Fell, c.Stayed)
}

func (c *Comparison) sayListed(text string, which func(*Move) bool) language.Message {
	var names []language.Message
	for k := range c.Moves {
		if m := &c.Moves[k]; which(m) {
			names = append(names, c.listing(m))
		}
	}
	if names == nil {
		return language.Message{}
	}
	return language.M(text, language.Join(names, ", "))
}

// listing names a technology that entered the list or left it, with the places it went from and to, or why it has none.
func (c *Comparison) listing(m *Move) language.Message {
	switch {
	case m.Reason == Moved:
		return language.M("%s (%d → %d)", c.Name(m), m.LastRank, m.ThisRank)
	case m.Both():
		return language.M("%s (%d → %d, %s)", c.Name(m), m.LastRank, m.ThisRank, m.Said())
	}
	return language.M("%s (%s)‹edition›", c.Name(m), m.Said())
}

// Pull is how far the factors pulled places, up or down: the sum of the sizes of their shares over the technologies ranked in both editions, in 120ths.
func (c *Comparison) Pull() (pull [factors]int) {
	for k := range c.Moves {
		if s := c.Moves[k].Shares; s != nil {
			for f, x := range s {
				pull[f] += max(x, -x)
			}
		}
	}
	return pull
}

func (c *Comparison) sayPull() language.Message {
	pull, sum := c.Pull(), 0
	for _, x := range pull {
		sum += x
	}
	if sum == 0 {
		return language.Message{}
	}
	order := Factors()
	slices.SortStableFunc(order, func(a, b Factor) int { return cmp.Compare(pull[b], pull[a]) })
	var parts []language.Message
	for _, f := range order {
		if pull[f] > 0 {
			parts = append(parts, language.M("%s %s", f.Title(), language.M("%.0f%%", 100*float64(pull[f])/float64(sum))))
		}
	}
	return language.M("Of all that pulled technologies up or down: %s.", language.Join(parts, ", "))
}

// Firm is the share of the draws from which on a move is called beyond the noise.
const Firm = 0.95

func (c *Comparison) sayFirm() language.Message {
	moves, firm := 0, 0
	for k := range c.Moves {
		if p := c.Moves[k].BeyondNoise; p != nil {
			moves++
			if *p >= Firm {
				firm++
			}
		}
	}
	if moves == 0 {
		return language.Message{}
	}
	return language.M("%d of %d moves keeps its direction in at least 95%% of %d draws of the weights (each within 30%% of itself); the others are within their noise.|%d of %d moves keep their direction in at least 95%% of %d draws of the weights (each within 30%% of itself); the others are within their noise.", firm, moves, c.Draws)
}

// Caveats say what must be known to read the shares.
func (c *Comparison) Caveats() []language.Message {
	var said []language.Message
	if c.Unexplained != nil {
		said = append(said, language.M("There are no shares of the moves: the editions cannot be mixed. %s", *c.Unexplained))
	}
	if c.Replaced() {
		said = append(said, language.M("Nobody of the last panel is in this one: new people cannot be told from changed minds, and what experts' new scores did stands under people."))
	}
	if c.Draws == 0 && c.Rose+c.Fell+c.Stayed > 0 {
		said = append(said, language.M("The editions have no weighted criterion in common: whether a move is beyond the noise of the weights is not known."))
	}
	for k := range c.Renames {
		r := &c.Renames[k]
		x, y := &c.Last.Study.Technologies[r.Last], &c.This.Study.Technologies[r.This]
		if x.ID != y.ID || folded(x.Name) != folded(y.Name) {
			said = append(said, language.M("%s of the last edition is %s of this one.", called(x), called(y)))
		}
	}
	return said
}

func called(t *study.Technology) string {
	if t.Name == "" {
		return t.ID
	}
	return fmt.Sprintf("%s (%s)", t.Name, t.ID)
}

// Name is what a technology is called: as in this edition, where it is in it.
func (c *Comparison) Name(m *Move) string { return called(c.Technology(m)) }

// Technology is the technology as in this edition, where it is in it, else as in the last.
func (c *Comparison) Technology(m *Move) *study.Technology {
	if m.This >= 0 {
		return &c.This.Study.Technologies[m.This]
	}
	return &c.Last.Study.Technologies[m.Last]
}

// Said is the reason for reading, with what an unranked technology lacks.
func (m *Move) Said() language.Message {
	said := map[Reason]language.Message{
		New: language.M("new‹candidate›"), Withdrawn: language.M("withdrawn‹candidate›"), Moved: language.M("moved‹place›"), Length: language.M("length of the list"), Unranked: language.M("not ranked in one edition"),
	}[m.Reason]
	switch {
	case m.Why.IsZero():
		return said
	case m.Reason == Unranked && m.ThisRank == 0:
		return language.M("not ranked now: %s", m.Why)
	case m.Reason == Unranked:
		return language.M("not ranked before: %s", m.Why)
	}
	return language.M("%s; not ranked: %s", said, m.Why)
}

// Sentence says what became of a technology and why: from which place to which, what each factor did, and whether the move is more than the noise of the weights.
func (c *Comparison) Sentence(m *Move) language.Message {
	name := c.Name(m)
	var first language.Message
	switch {
	case !m.Both() && m.ThisRank > 0:
		return language.M("%s is at place %d: %s.", name, m.ThisRank, m.Said())
	case !m.Both() && m.LastRank > 0:
		return language.M("%s was at place %d: %s.", name, m.LastRank, m.Said())
	case !m.Both():
		return language.M("%s is not ranked: %s.", name, m.Said())
	case m.Moved > 0:
		first = language.M("%s rose from place %d to %d", name, m.LastRank, m.ThisRank)
	case m.Moved < 0:
		first = language.M("%s fell from place %d to %d", name, m.LastRank, m.ThisRank)
	default:
		first = language.M("%s kept place %d", name, m.ThisRank)
	}
	if said := c.shares(m); !said.IsZero() {
		first = language.M("%s: %s", first, said)
	}
	if m.BeyondNoise != nil {
		return language.M("%s. The direction holds in %s of the draws.", first, language.M("%.0f%%", 100**m.BeyondNoise))
	}
	return language.M("%s.", first)
}

// shares are the factors that moved a technology, the strongest first, as "scores +1.5, weights −0.5".
func (c *Comparison) shares(m *Move) language.Message {
	if m.Shares == nil {
		return language.Message{}
	}
	order := Factors()
	size := func(f Factor) int { return max(m.Shares[f], -m.Shares[f]) }
	slices.SortStableFunc(order, func(a, b Factor) int { return cmp.Compare(size(b), size(a)) })
	var parts []language.Message
	for _, f := range order {
		if m.Shares[f] != 0 {
			parts = append(parts, language.M("%s %s", f.Title(), places(m.Share(f))))
		}
	}
	return language.Join(parts, ", ")
}

// places is a number of places with its sign, as many decimals as it needs, at most two.
type places float64

func (x places) In(l language.Language) string {
	text := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%+.2f", float64(x)), "0"), ".")
	text = strings.Replace(text, "-", "−", 1)
	if l == language.Russian {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
