package account

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"veche/internal/language"
)

// Whatever stands for a provider is taken whole or refused in words; what is taken speaks TLS or is this machine.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"https://login.example/realms/x?client=veche&chair=heads&name=M", "http://127.0.0.1:1/?client=v", "http://login.example?client=v", "https://u:p@h?client=v", "https://h?client=a&client=b", "https://h?client=v&scope=a b&scope=c", "https://h?observer=", "https://[::1", "https://h?client=v&name&claim="} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text, "word", "https://panel.example/sign-in/back")
		if err != nil {
			if !errors.As(err, new(*language.Fault)) {
				t.Errorf("%q is refused by %v", text, err)
			}
			return
		}
		if p.client == "" || strings.TrimSpace(p.Name) == "" || p.claim == "" || !slices.Contains(p.scopes, "openid") ||
			!strings.HasPrefix(p.issuer, "https://") && !strings.HasPrefix(p.issuer, "http://localhost") && !strings.HasPrefix(p.issuer, "http://127.0.0.1") {
			t.Errorf("%q is taken as %+v", text, p)
		}
	})
}
