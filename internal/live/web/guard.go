package web

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody is what a person may send at once: a ballot of some thousand answers with comments is a tenth of it.
const maxBody = 1 << 20

// policy lets a page load what the server itself holds and nothing else: no script or style in a page, no frame, no other origin.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
	"worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard is what stands before every page: the name the server goes by, where a request may come from, how much and how often.
func (s *Server) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, http.StatusForbidden) }))
	checked := cross.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.rates.allow(callerOf(r), s.now()) {
			w.Header().Set("Retry-After", "5")
			s.refuse(w, r, http.StatusTooManyRequests)
			return
		}
		most := int64(maxBody)
		if uploads(r) {
			most = maxUpload
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "same-origin") // no-referrer makes a browser send Origin: null, which is refused
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !s.known(r.Host) {
			http.Error(w, "421 Misdirected Request", http.StatusMisdirectedRequest)
			return
		}
		checked.ServeHTTP(w, r)
	})
}

// uploads reports whether a request may bring files.
func uploads(r *http.Request) bool {
	if r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return false
	}
	page := lastOf(r.URL.Path)
	return page == "forms" || page == "study" || page == "evidence"
}

// known reports whether the server goes by a host's name: that of its address, or of the loopback it listens on.
func (s *Server) known(host string) bool {
	return slices.Contains(s.hosts, strings.ToLower(host))
}

// secure reports whether people reach the server over TLS.
func (s *Server) secure() bool { return strings.HasPrefix(s.address, "https://") }

// callerOf tells callers apart for the limits: the session's, else the machine's. A proxy on this machine says whose that is: else all who come through it would be
// one, and the eleventh who opens a link waited.
func callerOf(r *http.Request) string {
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, cookiePrefix) && len(c.Value) <= 128 {
			return c.Value
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		passed := strings.Join(r.Header.Values("X-Forwarded-For"), ",") // a proxy may add a line of its own behind the caller's
		if from := net.ParseIP(strings.TrimSpace(passed[strings.LastIndexByte(passed, ',')+1:])); from != nil {
			return from.String()
		}
	}
	return host
}

// rates holds how many requests a caller may still make: burst at once, and every more a second.
type rates struct {
	burst, every float64

	mu    sync.Mutex
	left  map[string]allowance
	swept time.Time
}

type allowance struct {
	requests float64
	at       time.Time
}

func newRates(burst, every float64) *rates {
	return &rates{burst: burst, every: every, left: map[string]allowance{}}
}

// allow takes one request from a caller's allowance.
func (r *rates) allow(caller string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	full := time.Duration(r.burst / r.every * float64(time.Second))
	if now.Sub(r.swept) > full { // whoever has not come for so long has a full allowance again
		for k, a := range r.left {
			if now.Sub(a.at) > full {
				delete(r.left, k)
			}
		}
		r.swept = now
	}
	a, ok := r.left[caller]
	if !ok {
		a = allowance{requests: r.burst, at: now}
	}
	a.requests = min(r.burst, a.requests+now.Sub(a.at).Seconds()*r.every)
	a.at = now
	granted := a.requests >= 1
	if granted {
		a.requests--
	}
	r.left[caller] = a
	return granted
}
