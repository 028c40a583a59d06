package study

// Asked is what a person asks to be otherwise, as words: for commands and whoever else takes it in writing. What is empty stays.
type Asked struct {
	Method, Normalization, Weighting, Round string
	Set                                     []string // settings and parameters, as KEY=VALUE
	Seed                                    string
	Weights                                 string // as C1=0.3,C2=0.7
}

// Actions are the changes asked for, in the order in which they make sense.
func (a *Asked) Actions() (actions []Action, err error) {
	if a.Method != "" {
		actions = append(actions, SetMethod{Method: a.Method})
	}
	if a.Normalization != "" {
		actions = append(actions, SetParameter{Name: "normalization", Value: a.Normalization})
	}
	if a.Round != "" {
		actions = append(actions, SetRound{Round: a.Round})
	}
	if a.Weighting != "" {
		actions = append(actions, SetWeighting{Weighting: a.Weighting})
	}
	for _, pair := range a.Set {
		change, err := ParseSetting(pair)
		if err != nil {
			return nil, err
		}
		actions = append(actions, change)
	}
	if a.Seed != "" {
		actions = append(actions, SetSetting{Name: "seed", Value: a.Seed})
	}
	if a.Weights != "" {
		weights, err := ParseWeights(a.Weights)
		if err != nil {
			return nil, err
		}
		actions = append(actions, SetWeights{Weights: weights})
	}
	return actions, nil
}
