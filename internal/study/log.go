package study

import (
	"slices"
)

// Log is a study with the actions applied to it since it was read: undo, redo, the audit and replay are this one list.
type Log struct {
	actions []Action // done, then undone
	states  []*Study // states[0] as read, states[k] after k actions
	at      int      // how many actions are in force
}

// NewLog begins a log at a study.
func NewLog(s *Study) *Log { return &Log{states: []*Study{s}} }

// Current returns the study with all actions in force.
func (l *Log) Current() *Study { return l.states[l.at] }

// Previous returns the study before the last action in force; the study as read when there is none.
func (l *Log) Previous() *Study { return l.states[max(l.at-1, 0)] }

// Start returns the study as it was before the first action.
func (l *Log) Start() *Study { return l.states[0] }

// Do applies an action and drops what had been undone.
func (l *Log) Do(a Action) error {
	next, err := Apply(l.Current(), a)
	if err != nil {
		return err
	}
	l.actions = append(l.actions[:l.at], a)
	l.states = append(l.states[:l.at+1], next)
	l.at++
	return nil
}

// Amend replaces the last action by a, as the next position of the same drag. The log is unchanged if a fails.
func (l *Log) Amend(a Action) error {
	if l.at == 0 {
		return l.Do(a)
	}
	next, err := Apply(l.states[l.at-1], a)
	if err != nil {
		return err
	}
	l.actions = append(l.actions[:l.at-1], a)
	l.states = append(l.states[:l.at], next)
	return nil
}

// Undo takes the last action back and returns it; nil when there is none.
func (l *Log) Undo() Action {
	if l.at == 0 {
		return nil
	}
	l.at--
	return l.actions[l.at]
}

// Redo applies the last undone action again and returns it; nil when there is none.
func (l *Log) Redo() Action {
	if l.at == len(l.actions) {
		return nil
	}
	l.at++
	return l.actions[l.at-1]
}

// Index is after how many actions the log has, or had before undoing, a state; −1 when it has not.
func (l *Log) Index(s *Study) int { return slices.Index(l.states, s) }

// Actions returns a copy of the actions in force, first to last. The log's own list is changed in place: a log of many actions is built in linear time.
func (l *Log) Actions() []Action { return slices.Clone(l.actions[:l.at]) }

// Done is how many actions are in force.
func (l *Log) Done() int { return l.at }
