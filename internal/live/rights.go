package live

import "slices"

// Right is something a person may do or see.
type Right string

// The rights, in the order of the table in docs/serve.md.
const (
	SeeQuestions Right = "see candidates, criteria, scales and evidence documents"
	EditStudy    Right = "edit candidates, criteria, scales and evidence documents"
	Nominate     Right = "nominate a technology"
	Merge        Right = "merge nominations"
	Answering    Right = "write one's own ballot"
	SeeOwn       Right = "see one's own ballot"
	SeeCoverage  Right = "see who has answered, and how much"
	SeeFigures   Right = "see the panel's figures"
	SeeScreen    Right = "see the common screen"
	Steer        Right = "open, extend, close and reopen rounds; seal weights"
	Propose      Right = "propose to open, close or seal"
	Lead         Right = "lead the common screen and move the common weights"
	WhatIf       Right = "try weights of one's own"
	InvitePeople Right = "invite, renew, revoke, replace and withdraw"
	EnterForms   Right = "bring in ballots on paper or by form"
	Export       Right = "export, report and minutes"
	ExportOwn    Right = "export one's own answers"
	SeeProof     Right = "see roll, root and who voted"
	ExportRecord Right = "take the record away"
)

// Rights lists them all.
func Rights() []Right {
	return []Right{SeeQuestions, EditStudy, Nominate, Merge, Answering, SeeOwn, SeeCoverage, SeeFigures, SeeScreen, Steer, Propose, Lead, WhatIf, InvitePeople, EnterForms, Export, ExportOwn, SeeProof, ExportRecord}
}

// when a right holds.
type when func(s *State, p *Standing) bool

func always(*State, *Standing) bool { return true }

// before the first round opens.
func before(s *State, _ *Standing) bool { return s.Phase == Preparing }

// nominating while round 0 is open.
func nominating(s *State, p *Standing) bool { return s.Phase == Nominating && p.Active() }

func merging(s *State, _ *Standing) bool { return s.Phase == Nominating }

// opened while a round is open.
func opened(s *State, p *Standing) bool { return s.Phase == Opened && p.Active() }

// entering is when the secretary may bring in a ballot.
func entering(s *State, _ *Standing) bool { return s.Phase == Opened }

// disclosed is when a round's answers have been opened, or are as they come. What is shown then is of closed rounds only.
func disclosed(s *State, _ *Standing) bool {
	return s.Closed() > 0 || s.Pace == RealTime && s.Phase != Preparing && s.Phase != Nominating
}

// closedOnce is when there is a box that was opened.
func closedOnce(s *State, _ *Standing) bool { return s.Closed() > 0 }

func ifObserversSee(s *State, p *Standing) bool { return s.ObserversSee && disclosed(s, p) }

// leading is who has the common screen in hand.
func leading(s *State, p *Standing) bool { return s.Leader == p.ID }

func chairLeads(s *State, p *Standing) bool { return s.Leader == "" || s.Leader == p.ID }

// rights is the one table: what is not in it nobody may.
var rights = map[Right]map[Role]when{
	SeeQuestions: {Observer: always, Expert: always, Secretary: always, Chair: always},
	EditStudy:    {Secretary: before},
	Nominate:     {Expert: nominating},
	Merge:        {Secretary: merging},
	Answering:    {Expert: opened},
	SeeOwn:       {Expert: always},
	SeeCoverage:  {Secretary: always, Chair: always},
	SeeFigures:   {Observer: ifObserversSee, Expert: disclosed, Secretary: disclosed, Chair: disclosed},
	SeeScreen:    {Observer: always, Expert: always, Secretary: always, Chair: always},
	Steer:        {Chair: always},
	Propose:      {Secretary: always},
	Lead:         {Secretary: leading, Chair: chairLeads},
	WhatIf:       {Observer: ifObserversSee, Expert: disclosed, Secretary: disclosed, Chair: disclosed},
	InvitePeople: {Secretary: always, Chair: always},
	EnterForms:   {Secretary: entering},
	Export:       {Secretary: closedOnce, Chair: closedOnce},
	ExportOwn:    {Expert: always},
	SeeProof:     {Observer: closedOnce, Expert: closedOnce, Secretary: closedOnce, Chair: closedOnce},
	ExportRecord: {Expert: closedOnce, Secretary: closedOnce, Chair: closedOnce},
}

// May says whether a person may now. A person of two roles may what either may.
func May(right Right, s *State, p *Standing) bool {
	return slices.ContainsFunc(p.Roles, func(r Role) bool {
		holds := rights[right][r]
		return holds != nil && !p.Revoked && holds(s, p)
	})
}
