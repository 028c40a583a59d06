package study

import (
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
)

// ParseSetting reads KEY=VALUE, a setting or a parameter of the method.
func ParseSetting(text string) (Action, error) {
	key, value, ok := strings.Cut(text, "=")
	if !ok || key == "" {
		return nil, language.Errorf("--set takes KEY=VALUE, not %q", text)
	}
	return setting(key, value), nil
}

// Settled are the issues of a study that stay when its settings are changed as asked: what a cell of the file says is judged only where it counts.
func Settled(s *Study, issues Issues, asked []Asked) Issues {
	for _, a := range asked {
		issues = a.settled(s, issues)
	}
	return issues
}

func (a *Asked) settled(s *Study, issues Issues) Issues {
	given := map[string]string{"method": a.Method, "normalization": a.Normalization, "weighting": a.Weighting, "round": a.Round, "seed": a.Seed}
	for _, pair := range a.Set {
		key, value, _ := strings.Cut(pair, "=")
		if x, ok := LookupSetting(key); ok {
			key = x.Name
		}
		given[mcda.FoldName(key)] = value
	}
	m, chosen := mcda.Lookup(given["method"])
	if _, known := s.Settings.method(); chosen && !known && issues.Err() != nil { // nothing was held against the parameters yet
		c := s.Changed()
		c.Settings = s.Settings.with(func(set *Settings) { set.Method = m.Name })
		for _, i := range c.checkSettings() {
			if i.Severity == Error && !slices.ContainsFunc(issues, func(j Issue) bool { return i.Place == j.Place }) {
				issues = append(issues[:len(issues):len(issues)], i)
			}
		}
	}
	var out []Place // cells that do not count
	for key, origin := range s.Settings.Origins {
		foreign := chosen && s.Settings.Parameters[key] != "" && !m.Has(key) && weightingParameter(key) == nil
		if given[mcda.FoldName(key)] != "" || foreign {
			out = append(out, s.Place(origin))
		}
	}
	return slices.DeleteFunc(slices.Clone(issues), func(i Issue) bool {
		return i.Severity == Error && (i.Code == "E-METHOD" || i.Code == "E-SETTING") && slices.Contains(out, i.Place)
	})
}

// setting is the action that sets a key, by whose key it is.
func setting(key, value string) Action {
	switch name := mcda.FoldName(key); name {
	case "aggregation":
		return SetAggregation{Aggregation: value}
	case "method":
		return SetMethod{Method: value}
	case "weighting":
		return SetWeighting{Weighting: value}
	case "round":
		return SetRound{Round: value}
	default:
		x, ok := LookupSetting(key)
		if _, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && ok && x.Number != "" {
			return SetParameter{Name: x.Number, Value: value}
		}
		if ok && x.Changes {
			return SetSetting{Name: name, Value: value}
		}
		return SetParameter{Name: name, Value: value}
	}
}

// ParseWeights reads C1=0.3,C2=70% .
func ParseWeights(text string) (map[string]float64, error) {
	weights := make(map[string]float64)
	for _, pair := range strings.Split(text, ",") {
		code, number, ok := strings.Cut(pair, "=")
		code, number = strings.TrimSpace(code), strings.TrimSpace(number)
		digits, percent := strings.CutSuffix(number, "%")
		w, err := strconv.ParseFloat(digits, 64)
		if !ok || code == "" || err != nil {
			return nil, language.Errorf("--weights takes CODE=NUMBER pairs with commas between them and a decimal point, as C1=0.3,C2=0.7; %q is not one", pair)
		}
		if percent {
			w /= 100
		}
		if _, twice := weights[code]; twice {
			return nil, language.Errorf("--weights names %s twice", code)
		}
		weights[code] = w
	}
	return weights, nil
}
