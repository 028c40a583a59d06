package study

import (
	"encoding/json"
	"fmt"
	"strings"
)

// decoders reads each kind of action from JSON, by kind.
var decoders = func() map[string]func(*json.Decoder) (Action, error) {
	all := make(map[string]func(*json.Decoder) (Action, error))
	for _, add := range []func() (string, func(*json.Decoder) (Action, error)){
		decoder[SetWeight],
		decoder[SetWeights],
		decoder[ResetWeights],
		decoder[Lock],
		decoder[SetMethod],
		decoder[SetParameter],
		decoder[SetWeighting],
		decoder[SetAggregation],
		decoder[SetSetting],
		decoder[SetRound],
		decoder[ExcludeExpert],
		decoder[ExcludeTechnology],
		decoder[SetJudgement],
		decoder[ClearJudgement],
		decoder[SetSharing],
		decoder[KeepScenario],
		decoder[UseScenario],
		decoder[DropScenario],
		decoder[SetPin],
		decoder[AddRule],
		decoder[RemoveRule],
		decoder[SetSynergy],
		decoder[AcceptSynergies],
	} {
		kind, decode := add()
		all[kind] = decode
	}
	return all
}()

func decoder[A Action]() (kind string, decode func(*json.Decoder) (Action, error)) {
	var zero A
	return zero.Kind(), func(d *json.Decoder) (Action, error) {
		var a A
		err := d.Decode(&a)
		return a, err
	}
}

// MarshalAction writes an action as one JSON object with its kind under "action".
func MarshalAction(a Action) ([]byte, error) {
	fields := map[string]any{}
	raw, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	fields["action"] = a.Kind()
	return json.Marshal(fields)
}

// UnmarshalAction reads what MarshalAction wrote. Unknown kinds and unknown fields are errors.
func UnmarshalAction(data []byte) (Action, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	var kind string
	if err := json.Unmarshal(fields["action"], &kind); err != nil {
		return nil, fmt.Errorf("an action needs its name under \"action\"")
	}
	decode, ok := decoders[kind]
	if !ok {
		return nil, fmt.Errorf("there is no action %q", kind)
	}
	delete(fields, "action")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(string(rest)))
	d.DisallowUnknownFields()
	a, err := decode(d)
	if err != nil {
		return nil, fmt.Errorf("action %s: %w", kind, err)
	}
	return a, nil
}
