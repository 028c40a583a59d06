package study

import (
	"errors"

	"veche/internal/language"
	"veche/internal/mcda"
)

// engineSays is what the engine says of data or a parameter it cannot use, still in no language.
func engineSays(err error) language.Message {
	say := func(reason string, args []any) language.Message {
		said := make([]any, len(args))
		for k, a := range args {
			if p, ok := a.(mcda.Phrase); ok {
				a = language.M(string(p))
			}
			said[k] = a
		}
		return language.M(reason, said...)
	}
	var data *mcda.DataError
	var parameter *mcda.ParameterError
	switch {
	case errors.As(err, &data) && data.Error() == err.Error():
		reason := say(data.Reason, data.Args)
		switch {
		case data.Alternative != "" && data.Criterion != "":
			return language.M("alternative %s, criterion %s: %s", data.Alternative, data.Criterion, reason)
		case data.Criterion != "":
			return language.M("criterion %s: %s", data.Criterion, reason)
		case data.Alternative != "":
			return language.M("alternative %s: %s", data.Alternative, reason)
		}
		return reason
	case errors.As(err, &parameter) && parameter.Error() == err.Error():
		reason := say(parameter.Reason, parameter.Args)
		if parameter.Method == "" {
			return language.M("%s = %q: %s", parameter.Name, parameter.Value, reason)
		}
		return language.M("%s: %s = %q: %s", parameter.Method, parameter.Name, parameter.Value, reason)
	}
	return language.Of(err)
}
