package study

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/weighting"
)

// Seal fixes weights before scores are opened, so that it can be shown later that nobody moved them to suit the result.
type Seal struct {
	Hash    string // "sha256:" and SHA-256, in hexadecimal, of what follows: to be written in the minutes
	Weights string // what was sealed, readable: "C1=0.25; C2=0.75; bloc science=0.4; competence off"
	Answers int    // scores that were in the study when it was sealed
}

// SealState is a seal and whether what it fixed still holds.
type SealState struct {
	Seal
	Intact  bool               // the hash is that of the sealed weights
	Changed []language.Message // what differs now: "C1 0.25 → 0.3"
}

// Kept reports whether the weights are the sealed ones.
func (s *SealState) Kept() bool { return s.Intact && len(s.Changed) == 0 }

// sealHash is the hash of a seal's content.
func sealHash(weights string, answers int) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("veche seal 1\n%s\nanswers %d\n", weights, answers)))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// SealWeights seals the weights in force: those of the criteria, of the blocs, and of the experts where competence counts. Weights that follow from the scores
// cannot be sealed before them. The error is [Issues], or says that.
func SealWeights(s *Study) (*Seal, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	if s.Settings.Basis() == weighting.Matrix && s.Moved == nil {
		name, _ := CanonicalWeighting(s.Settings.Weighting)
		return nil, language.Errorf("the weighting %s takes the weights from the scores: there is nothing to seal before they are opened", name)
	}
	text, err := s.sealText()
	if err != nil {
		return nil, err
	}
	seal := &Seal{Weights: text}
	for k := range s.Scores {
		if s.Scores[k].State == Given {
			seal.Answers++
		}
	}
	seal.Hash = sealHash(seal.Weights, seal.Answers)
	return seal, nil
}

// sealText writes down the weights in force.
func (s *Study) sealText() (string, error) {
	global, err := s.InForce()
	if err != nil {
		return "", err
	}
	var parts []string
	number := func(name string, x float64) {
		parts = append(parts, strings.NewReplacer(";", ",", "=", ":").Replace(name)+"="+strconv.FormatFloat(x, 'g', 12, 64))
	}
	for k, i := range s.Leaves() {
		number(s.Criteria[i].Code, global[k])
	}
	if two, weights := s.TwoLevels(); two {
		var blocs []string
		for name := range weights {
			blocs = append(blocs, name)
		}
		slices.Sort(blocs)
		for _, b := range blocs {
			number("bloc "+b, weights[b])
		}
	}
	if !s.Settings.Competent() {
		parts = append(parts, "competence off")
	} else {
		for e, k := range s.competences() {
			number("expert "+s.Experts[e].ID, k)
		}
	}
	return strings.Join(parts, "; "), nil
}

// SealState says whether the sealed weights still hold; nil without a seal.
func (s *Study) SealState() *SealState {
	if s.Seal == nil {
		return nil
	}
	st := &SealState{Seal: *s.Seal, Intact: sealHash(s.Seal.Weights, s.Seal.Answers) == s.Seal.Hash}
	now, err := s.sealText()
	if err != nil {
		st.Changed = append(st.Changed, language.M("the weights cannot be worked out now"))
		return st
	}
	st.Changed = differences(s.Seal.Weights, now)
	return st
}

// differences lists what two written-down sets of weights do not share.
func differences(was, now string) []language.Message {
	read := func(text string) (order []string, values map[string]string) {
		values = map[string]string{}
		for _, part := range strings.Split(text, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			if name != "" {
				order, values[name] = append(order, name), value
			}
		}
		return order, values
	}
	before, a := read(was)
	after, b := read(now)
	var out []language.Message
	for _, name := range before {
		y, still := b[name]
		switch x := a[name]; {
		case !still && x == "":
			out = append(out, language.M("%s no longer", name))
		case !still:
			out = append(out, language.M("%s %s → none", name, short(x)))
		case !sameNumber(x, y):
			out = append(out, language.M("%s %s → %s", name, short(x), short(y)))
		}
	}
	for _, name := range after {
		if _, was := a[name]; !was {
			out = append(out, language.M("%s is new", strings.TrimSpace(name+" "+short(b[name]))))
		}
	}
	return out
}

func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && math.Abs(x-y) <= 1e-9
}

func short(number string) string {
	x, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

// checkSeal warns of a seal that was broken.
func (s *Study) checkSeal() Issues {
	st := s.SealState()
	at := s.Place(s.Settings.Origins["seal"])
	switch {
	case st == nil || st.Kept():
		return nil
	case !st.Intact:
		return Issues{Warnf("W-SEAL", at, language.M("Compare the seal with the one in the minutes; veche lock seals the weights anew."), "The seal is not that of the sealed weights written beside it: one of them was edited.")}
	}
	return Issues{Warnf("W-SEAL", at, language.M("Go back to the sealed weights, or say in the minutes why they changed; veche lock seals the weights anew."),
		"The weights are not those that were sealed: %s.", language.Join(st.Changed, "; "))}
}
