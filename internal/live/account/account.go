// Package account signs people in at a provider of OpenID Connect, such as a ministry's directory: [Parse] reads where it is and which of its groups are which role,
// [Provider.Begin] leads somebody there, [Provider.Finish] reads what it says of them. Whom that lets into which panel is package live's affair.
package account

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"veche/internal/language"
	"veche/internal/live"
)

// Provider is where people sign in.
type Provider struct {
	Name           string // as the page calls it
	issuer         string
	client, secret string
	claim          string               // that lists groups
	groups         map[live.Role]string // by role
	scopes         []string
	back           string

	mu    sync.Mutex
	found *oidc.Provider // asked for when it is first needed, so that a server starts without its provider
}

// patience is how long a provider has to answer.
const patience = 15 * time.Second

// Parse reads https://ISSUER?client=ID with what may stand beside it: name (as the page calls the provider), claim (which one lists groups; "groups"), and for each
// role which group has it: chair, secretary, expert, observer. Where no role is named roles come from panels alone. scope adds scopes. The secret comes apart.
// back is the address that the provider leads people back to.
func Parse(text, secret, back string) (*Provider, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1"}, u.Hostname())) {
		return nil, language.Errorf("--oidc takes the address of a provider with TLS, as https://login.example?client=veche")
	}
	p := &Provider{Name: u.Hostname(), secret: secret, claim: "groups", groups: map[live.Role]string{}, back: back, scopes: []string{oidc.ScopeOpenID, "profile", "email"}}
	for key, values := range u.Query() {
		value := values[0]
		if len(values) > 1 && key != "scope" {
			return nil, language.Errorf("--oidc has %q twice", key)
		}
		switch {
		case key == "client":
			p.client = value
		case key == "claim": // a blank one is none given, as a blank name is
			p.claim = cmp.Or(strings.TrimSpace(value), p.claim)
		case key == "name":
			p.Name = cmp.Or(strings.TrimSpace(value), p.Name)
		case key == "scope":
			for _, scopes := range values {
				p.scopes = append(p.scopes, strings.Fields(scopes)...)
			}
		case slices.Contains(live.Roles(), live.Role(key)) && value != "":
			p.groups[live.Role(key)] = value
		default:
			return nil, language.Errorf("--oidc does not know %q; it takes client, name, claim, scope, chair, secretary, expert and observer", key)
		}
	}
	u.RawQuery = ""
	if p.issuer = u.String(); p.client == "" {
		return nil, language.Errorf("--oidc needs the name the provider knows this server by, as https://login.example?client=veche")
	}
	return p, nil
}

// Trip is somebody on the way to the provider and back. The store keeps it, for who has the secret in their browser.
type Trip struct {
	State, Nonce, Verifier string
}

// provider is what the provider says of itself.
func (p *Provider) provider(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), client), p.issuer)
	if err != nil {
		return nil, err
	}
	p.found = found
	return found, nil
}

var client = &http.Client{Timeout: patience}

func (p *Provider) config(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: p.client, ClientSecret: p.secret, Endpoint: found.Endpoint(), RedirectURL: p.back, Scopes: p.scopes}
}

// Begin is where to lead somebody, and what to keep until they come back.
func (p *Provider) Begin(ctx context.Context) (address string, t Trip, err error) {
	found, err := p.provider(ctx)
	if err != nil {
		return "", t, err
	}
	t = Trip{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	return p.config(found).AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), t, nil
}

// errTrip is a return that does not fit its departure.
var errTrip = errors.New("account: who comes back is not who left")

// Finish reads what the provider says of who comes back with a code.
func (p *Provider) Finish(ctx context.Context, t Trip, state, code string) (live.Identity, error) {
	if t.State == "" || state != t.State {
		return live.Identity{}, errTrip
	}
	found, err := p.provider(ctx)
	if err != nil {
		return live.Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, client)
	given, err := p.config(found).Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return live.Identity{}, err
	}
	raw, _ := given.Extra("id_token").(string)
	token, err := found.Verifier(&oidc.Config{ClientID: p.client}).Verify(ctx, raw)
	if err != nil {
		return live.Identity{}, err
	}
	if token.Nonce != t.Nonce {
		return live.Identity{}, errTrip
	}
	claims := map[string]any{}
	if err := token.Claims(&claims); err != nil {
		return live.Identity{}, err
	}
	if found.UserInfoEndpoint() != "" { // many providers say there what a token would be too long for
		info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(given))
		if err != nil {
			return live.Identity{}, err
		}
		if info.Subject != token.Subject {
			return live.Identity{}, errTrip
		}
		more := map[string]any{}
		if err := info.Claims(&more); err != nil {
			return live.Identity{}, err
		}
		for key, value := range more {
			if _, said := claims[key]; !said {
				claims[key] = value
			}
		}
	}
	return p.identity(token, claims), nil
}

// identity is what claims say.
func (p *Provider) identity(token *oidc.IDToken, claims map[string]any) live.Identity {
	i := live.Identity{Issuer: token.Issuer, Subject: token.Subject, Mapped: len(p.groups) > 0}
	i.Name, _ = claims["name"].(string)
	if confirmed, _ := claims["email_verified"].(bool); confirmed { // else anybody could have written it
		i.Email, _ = claims["email"].(string)
	}
	listed := groups(claims[p.claim])
	for _, role := range live.Roles() {
		if group, ok := p.groups[role]; ok && slices.Contains(listed, group) {
			i.Roles = append(i.Roles, role)
		}
	}
	return i
}

// groups reads a claim that lists them, or is one.
func groups(claim any) []string {
	switch x := claim.(type) {
	case string:
		return []string{x}
	case []any:
		var all []string
		for _, g := range x {
			if text, ok := g.(string); ok {
				all = append(all, text)
			}
		}
		return all
	case map[string]any: // Zitadel: a role is a key
		var all []string
		for g := range x {
			all = append(all, g)
		}
		return all
	}
	return nil
}
