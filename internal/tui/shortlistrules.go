package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// typedRule adds the rule that was typed.
func (s *shortlistScreen) typedRule(text string) (cmd tea.Cmd, fault string) {
	if strings.TrimSpace(text) == "" {
		return nil, ""
	}
	a, ok := readRule(s.study(), text)
	if !ok {
		return nil, s.t(textRuleBad)
	}
	if _, err := study.Apply(s.study(), a); err != nil {
		return nil, s.told(err)
	}
	return s.host.act(a), ""
}

// readRule reads a line as "requires T1 T2", "excludes T1 T2", "group-max Energy use 2" or "at-least T1; T2; T3 1": the kind, then names as on the sheet Rules,
// several with semicolons between them, then what a rule that counts counts to. Names may hold blanks: of a rule on two sides the first division counts of which
// both sides are known. What is not known is left to the action to find fault with.
func readRule(s *study.Study, text string) (a study.AddRule, ok bool) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return a, false
	}
	a.Rule = strings.ToLower(words[0])
	words = words[1:]
	kind := study.RuleKind(a.Rule)
	switch {
	case !slices.Contains(study.RuleKinds(), kind):
		return a, false
	case kind.Counts():
		x, err := strconv.ParseFloat(strings.ReplaceAll(words[len(words)-1], ",", "."), 64)
		if err != nil || len(words) < 2 {
			return a, false
		}
		a.Subject, a.Value = strings.Join(words[:len(words)-1], " "), x
		return a, true
	}
	groups := s.Groups()
	known := func(side string) bool {
		return !slices.ContainsFunc(strings.Split(side, ";"), func(name string) bool {
			name = strings.TrimSpace(name)
			return name != study.Every && s.Technology(name) < 0 && !slices.Contains(groups, name)
		})
	}
	if whole := strings.Join(words, " "); kind == study.Excludes && known(whole) {
		a.Subject = whole
		return a, true
	}
	for k := 1; k < len(words); k++ {
		x, y := strings.Join(words[:k], " "), strings.Join(words[k:], " ")
		if k == 1 || known(x) && known(y) {
			a.Subject, a.Object = x, y
		}
		if known(x) && known(y) {
			break
		}
	}
	if a.Subject == "" {
		a.Subject = words[0]
	}
	return a, true
}

// chooseRule lists the rules of the study; the one chosen is removed.
func (s *shortlistScreen) chooseRule() {
	rules := s.study().Rules
	if len(rules) == 0 {
		s.complain(textNoRuleToDrop)
		return
	}
	var list []entry
	for k, r := range rules {
		text := fmt.Sprintf("%d  %s %s", k+1, r.Kind, strings.Join(r.Subject, "; "))
		if len(r.Object) > 0 {
			text += " " + strings.Join(r.Object, "; ")
		}
		if r.Kind.Counts() {
			text += " " + s.lang.Shortest(r.Value)
		}
		list = append(list, entry{name: draw.Clean(text), action: study.RemoveRule{Number: k + 1}})
	}
	s.host.show(&overlay{title: s.t(textDropRuleTitle), entries: list, choose: true})
}
