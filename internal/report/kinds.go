package report

import (
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Explained is what the issues of a code have in common and what to do, for reading. An unknown code is an error that names those nearest to it.
func Explained(code string, l language.Language) (string, error) {
	k, ok := study.LookupKind(code)
	if !ok {
		if near := study.NearCodes(code); near != nil {
			return "", language.Errorf("there is no code %q; did you mean %s?", code, strings.Join(near, ", "))
		}
		return "", language.Errorf("there is no code %q; docs/issues.md lists them all", code)
	}
	return k.Code + "  " + language.Say(l, string(study.SeverityOf(k.Code))) + "\n" +
		language.Say(l, k.Means) + "\n" +
		language.Say(l, "What to do: %s", language.M(k.Cure)) + "\n", nil
}
