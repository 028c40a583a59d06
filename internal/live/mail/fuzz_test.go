package mail

import (
	"errors"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/live"
)

// Whatever stands for a mail server is taken whole or refused in words; what is taken can be used, and letters go by TLS or nowhere but to this machine.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"smtp://u@mail.example:587?from=panel@example.org&rate=5", "smtps://mail.example?from=a@b.example", "smtp://localhost:25?from=a@b.c&tls=none", "smtp://u:p@h", "smtp://h:99999?from=a@b.c", "smtp://[::1]:25?from=a@b.c&tls=none&from=c@d.e", "smtp://h?from=a%0d%0aBcc:x@y.z", "smtp://%zz"} {
		f.Add(text, "word")
	}
	f.Fuzz(func(t *testing.T, text, password string) {
		if strings.Contains(text, "ca=") || strings.Contains(text, "%63") { // it reads a file
			return
		}
		s, err := Parse(text, password)
		if err != nil {
			if !errors.As(err, new(*language.Fault)) {
				t.Errorf("%q is refused by %v", text, err)
			}
			return
		}
		if _, err := live.CheckAddress(s.from); err != nil || s.host == "" || s.port < 1 || s.port > 65535 || s.PerMinute < 1 || s.user != "" && s.password == "" || s.tls == "none" && !here(s.host) {
			t.Errorf("%q is taken as %+v", text, s)
		}
	})
}
