package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"veche/internal/live"
)

// Who leaves a page before it is made is no error; what fails for another reason is one, whether its reader has left or not.
func TestReaderLeft(t *testing.T) {
	s := newStand(t, live.New{})
	chair := s.enter("chair")
	at, err := url.Parse(chair.absolute("/room"))
	if err != nil {
		t.Fatal(err)
	}
	request := func(ctx context.Context) *http.Request {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, chair.absolute("/room"), nil)
		for _, c := range chair.client.Jar.Cookies(at) {
			r.AddCookie(c)
		}
		return r
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	w := httptest.NewRecorder()
	if s.server.Handler().ServeHTTP(w, request(gone)); w.Code != statusLeft {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	s.server.failed(httptest.NewRecorder(), request(gone), fmt.Errorf("reading: %w", context.Canceled))
	if said := s.log.String(); strings.Contains(said, "ERROR") {
		t.Errorf("a reader who left is logged as an error: %s", said)
	}
	for _, x := range []struct {
		ctx context.Context
		err error
	}{{gone, errors.New("the disk is broken")}, {t.Context(), context.Canceled}} {
		before := len(s.log.String())
		if s.server.failed(httptest.NewRecorder(), request(x.ctx), x.err); !strings.Contains(s.log.String()[before:], "ERROR") {
			t.Errorf("%v is not logged", x.err)
		}
	}
}
