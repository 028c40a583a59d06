// Package browser is for tests: it opens pages in a real Chromium and says what they did. One browser a test ([Start], with a fresh profile), as many pages
// of it as are needed ([Browser.Page]); a page tells its requests and its errors, is looked at in any size and colour scheme, is photographed, printed to PDF
// and examined by axe-core. Nothing waits for ever: an action has [Limit], the browser ends with the test.
//
// A test that needs it runs in the full run alone (package ci), and fails there where no Chromium is installed.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"veche/internal/ci"
)

// Limit is how long one action on a page may take.
const Limit = 60 * time.Second

// leavings is how often a page may leave for another by itself (a reload, a wider page in place of a narrow one) just as Open asks for its address, which aborts the latter.
const leavings = 3

// names are the programs that are a Chromium, the first that is installed is taken.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"}

// Browser is a running Chromium.
type Browser struct {
	context context.Context
}

// program is the path of a Chromium, "" when there is none.
func program() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Start runs a Chromium with a fresh profile until the test ends, in the full run; without one the test fails.
func Start(t testing.TB) *Browser {
	t.Helper()
	ci.Long(t, "what needs a Chromium")
	path := program()
	if path == "" {
		ci.Without(t, "no Chromium is installed: "+strings.Join(names, ", "))
	}
	profile, err := os.MkdirTemp("", "veche-browser-")
	if err != nil {
		t.Fatal(err)
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.WindowSize(1280, 900)}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync",
		"hide-scrollbars", "disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		closing, release := context.WithTimeout(ctx, 10*time.Second)
		defer release()
		_ = chromedp.Cancel(closing) // it ends by itself when it can, by stop when it cannot
		end()
		stop()
		if err := os.RemoveAll(profile); err != nil {
			t.Logf("the browser's profile is left: %v", err)
		}
	})
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(ctx) }()
	select {
	case err = <-started:
	case <-time.After(Limit):
		err = context.DeadlineExceeded
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return &Browser{ctx}
}

// Page is a tab, with what happened in it since it was opened.
type Page struct {
	t        testing.TB
	context  context.Context
	mutex    sync.Mutex
	requests []string
	errors   []string
	scheme   string
	motion   string
}

// Page opens an empty tab of 1,280 × 900 pixels in the light scheme.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	return b.page(t)
}

// Stranger opens a tab that has cookies and storage of its own, as another person's browser has.
func (b *Browser) Stranger(t testing.TB) *Page {
	t.Helper()
	return b.page(t, chromedp.WithNewBrowserContext())
}

func (b *Browser) page(t testing.TB, options ...chromedp.ContextOption) *Page {
	t.Helper()
	p := &Page{t: t, scheme: "light", motion: "reduce"}
	ctx, end := chromedp.NewContext(b.context, append(options, chromedp.WithListener(p.heard))...)
	t.Cleanup(end)
	p.context = ctx
	if err := chromedp.Do(ctx); err != nil { // the first action of a context is what the tab lives by: without a limit
		t.Fatalf("no new tab: %v", err)
	}
	p.Size(1280, 900)
	p.Scheme("light")
	return p
}

// heard keeps what the tab tells: requests, and all that a console shows as an error or a warning.
func (p *Page) heard(event any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		p.requests = append(p.requests, e.URL)
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		p.errors = append(p.errors, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, a := range e.Args {
				words = append(words, strings.Trim(string(a.Value), `"`)+a.Description)
			}
			p.errors = append(p.errors, "console: "+strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.errors = append(p.errors, "browser: "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// Errors are the exceptions, console errors and warnings and the browser's own complaints (a blocked script, a failed request) so far.
func (p *Page) Errors() []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]string(nil), p.errors...)
}

// Requests are the addresses asked for so far, the page's own among them.
func (p *Page) Requests() []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]string(nil), p.requests...)
}

// Outside are the requests but those for what the page itself holds: its own address (with any query), data: and blob:.
func (p *Page) Outside() []string {
	here := bare(Eval[string](p, "location.href"))
	var out []string
	for _, r := range p.Requests() {
		if bare(r) != here && !strings.HasPrefix(r, "data:") && !strings.HasPrefix(r, "blob:") && r != "about:blank" {
			out = append(out, r)
		}
	}
	return out
}

// bare is an address without query and fragment.
func bare(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	return address
}

// Clean fails the test when the page asked for anything or complained of anything.
func (p *Page) Clean() {
	p.t.Helper()
	for _, r := range p.Outside() {
		p.t.Errorf("the page asks for %s", r)
	}
	for _, e := range p.Errors() {
		p.t.Errorf("the page says %s", e)
	}
}

// do runs actions within the limit.
func (p *Page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.context, Limit)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// Open goes to an address and waits until it is loaded. A path of a file will do.
func (p *Page) Open(address string) {
	p.t.Helper()
	if !strings.Contains(address, ":") || filepath.IsAbs(address) {
		path, err := filepath.Abs(address)
		if err != nil {
			p.t.Fatal(err)
		}
		address = "file://" + filepath.ToSlash(path)
	}
	p.do(address, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		var err error
		for range leavings {
			if err = chromedp.Do(ctx, chromedp.Navigate(address)); err == nil || !strings.Contains(err.Error(), "net::ERR_ABORTED") {
				break
			}
		}
		return err
	}))
}

// Offline takes the network away, or gives it back.
func (p *Page) Offline(offline bool) {
	p.t.Helper()
	p.do("offline", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		conditions := network.Conditions{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}
		if _, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&conditions}}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	}))
}

// Authenticator gives the page a device that makes and holds passkeys, whose owner is there and says yes.
func (p *Page) Authenticator() {
	p.t.Helper()
	p.do("authenticator", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		options := &webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, IsUserVerified: true,
			AutomaticPresenceSimulation: true}
		_, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: options})
		return err
	}))
}

// Size makes the page so many CSS pixels wide and high.
func (p *Page) Size(width, height int64) {
	p.t.Helper()
	p.do("size", chromedp.EmulateViewport(width, height))
}

// Scheme is the colour scheme the reader prefers: light or dark.
func (p *Page) Scheme(scheme string) {
	p.t.Helper()
	p.scheme = scheme
	p.media("")
}

// Print shows the page as paper would, or as a screen again.
func (p *Page) Print(paper bool) {
	p.t.Helper()
	if paper {
		p.media("print")
	} else {
		p.media("")
	}
}

func (p *Page) media(media string) {
	p.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: p.scheme}, {Name: "prefers-reduced-motion", Value: p.motion}}
	p.do("media", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: features})
		return err
	}))
}
