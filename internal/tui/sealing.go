package tui

import "veche/internal/study"

// sealing is how a state of the study stands to its seal.
type sealing uint8

const (
	unsealed   sealing = iota
	sealKept           // the weights are the sealed ones
	sealBroken         // they are not, or the seal was edited
)

func sealOf(s *study.Study) sealing {
	switch st := s.SealState(); {
	case st == nil:
		return unsealed
	case st.Kept():
		return sealKept
	}
	return sealBroken
}

// seal is how the state in force stands to the seal: it is said on every screen, and asked about before a save breaks it.
func (x *session) seal() sealing {
	if x.sealedOf != x.study() {
		x.sealedOf, x.sealed = x.study(), sealOf(x.study())
	}
	return x.sealed
}
