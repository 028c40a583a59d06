package tui

import (
	"cmp"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"veche/internal/study"
)

// WarningChanged warns that what was left behind belongs to another state of the workbook.
const WarningChanged = textLeftChanged

// Left is what an earlier explorer of the study was kept from saving.
type Left struct {
	Study    *study.Study // the one its steps belong to; nil: the one being opened
	Steps    []study.Step
	Fault    error // why what follows the steps cannot be read; nil: nothing does
	Torn     bool  // the last step was not written whole
	At       time.Time
	Warning  string                 // what should be known before it is taken up, "" for nothing
	Take     func() error           // makes the journal go on from it
	PutAside func() (string, error) // keeps it where it is not offered again, and says where
}

// offer asks what to do with what was left behind.
func (m *model) offer() {
	left := m.options.Left
	base := left.Study
	if base == nil {
		base = m.log.Start()
	}
	log, saved, fault := study.Replay(base, left.Steps)
	actions := log.Actions()
	question := m.t(textLeftAsk, len(actions)-max(min(log.Index(saved), len(actions)), 0), left.At.Format("2006-01-02 15:04"))
	if fault = cmp.Or(fault, left.Fault); fault != nil {
		question = m.t(textLeftFault, m.told(fault)) + " " + question
	}
	if left.Torn {
		question = m.t(textLeftTorn) + " " + question
	}
	if left.Warning != "" {
		question = m.t(left.Warning) + " " + question
	}
	var again func()
	again = func() {
		m.dialog = &dialog{question, []choice{
			{"r", textAnswerRecover, []command{"enter"}, func() tea.Cmd { return m.recover(log, saved) }},
			{"s", textAnswerShow, nil, func() tea.Cmd {
				again()
				m.overlay = &overlay{title: m.t(textLeftTitle), entries: m.stepEntries(actions)}
				return nil
			}},
			{"i", textAnswerIgnore, nil, m.ignore},
			{"q", textAnswerLater, []command{"ctrl+c"}, func() tea.Cmd { return m.leave(true) }},
		}}
	}
	again()
}

// stepEntries lists actions, the last first: it is the one remembered.
func (m *model) stepEntries(actions []study.Action) []entry {
	var all []entry
	for k := len(actions) - 1; k >= 0; k-- {
		all = append(all, entry{name: fmt.Sprintf("%3d  %s", k+1, m.did(actions[k]))})
	}
	return all
}

// recoveredMsg brings the session as it was left.
type recoveredMsg struct {
	session *session
	err     error
}

// recover goes on where the earlier explorer was stopped.
func (m *model) recover(log *study.Log, saved *study.Study) tea.Cmd {
	m.busy = m.t(textWorkingOn)
	lang, take := m.lang, m.options.Left.Take
	return func() tea.Msg {
		x, err := resumed(log, saved, lang)
		if err == nil {
			err = take()
		}
		return recoveredMsg{x, err}
	}
}

func (m *model) recovered(msg recoveredMsg) tea.Cmd {
	m.busy = ""
	if msg.err != nil {
		m.complain(textNotRecovered, m.told(msg.err))
		return nil
	}
	x := msg.session
	x.record, x.gen = m.record, m.gen+1
	*m.session = *x
	m.chosen, m.rival, m.leaf = m.techOf(0), -1, 0
	m.say(textRecovered, m.done())
	return m.settle()
}

// ignore puts what was left aside.
func (m *model) ignore() tea.Cmd {
	put := m.options.Left.PutAside
	return func() tea.Msg {
		where, err := put()
		return asideMsg{where, err}
	}
}

// asideMsg says where a journal was put.
type asideMsg struct {
	where string
	err   error
}
