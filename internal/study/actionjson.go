package study

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"veche/internal/language"
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

// required are the fields each kind of action must have, by kind: those that are always written.
var required = map[string][]string{}

func decoder[A Action]() (kind string, decode func(*json.Decoder) (Action, error)) {
	var zero A
	for f := range reflect.TypeFor[A]().Fields() {
		if name, option, _ := strings.Cut(f.Tag.Get("json"), ","); option != "omitempty" {
			required[zero.Kind()] = append(required[zero.Kind()], name)
		}
	}
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

// UnmarshalAction reads what MarshalAction wrote. Unknown kinds, unknown fields, fields given twice, and fields that are missing or null are errors: none of
// them stands for 0. Only what MarshalAction leaves out when it is empty may be left out.
func UnmarshalAction(data []byte) (Action, error) {
	fields, err := jsonFields(data)
	if err != nil {
		return nil, err
	}
	var kind string
	if err := json.Unmarshal(fields["action"], &kind); err != nil {
		return nil, language.Errorf("an action needs its name under \"action\"")
	}
	decode, ok := decoders[kind]
	if !ok {
		return nil, language.Errorf("there is no action %q", kind)
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
		return nil, language.Errorf("action %s: %v", kind, err)
	}
	for _, name := range required[kind] {
		if raw, given := fields[name]; !given || string(raw) == "null" {
			return nil, language.Errorf("action %s: it needs %q", kind, name)
		}
	}
	return a, nil
}

// jsonFields are the fields of one JSON object. A field that is given twice is an error, where encoding/json would take the last.
func jsonFields(data []byte) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if open, err := d.Token(); err != nil {
		return nil, err
	} else if open != json.Delim('{') {
		return nil, language.Errorf("this is no JSON object, as {\"action\": …}")
	}
	fields := map[string]json.RawMessage{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // the decoder lets nothing else stand for a name
		if _, twice := fields[name]; twice {
			return nil, language.Errorf("%q is given twice", name)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		fields[name] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if rest := bytes.TrimSpace(data[d.InputOffset():]); len(rest) > 0 {
		return nil, language.Errorf("something stands after the object; a line holds one")
	}
	return fields, nil
}
