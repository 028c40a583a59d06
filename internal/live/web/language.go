package web

import (
	"net/http"
	"strings"

	"veche/internal/language"
)

// languageCookie remembers which language a reader chose.
const languageCookie = "veche-language"

// languageOf is the language a page is said in: what the reader chose, else the panel's, else what the browser asks for.
func (s *Server) languageOf(r *http.Request) language.Language {
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := language.Named(c.Value); ok {
			return l
		}
	}
	if v := visitOf(r); v != nil && v.tongue != "" {
		if l, ok := language.Named(v.tongue); ok {
			return l
		}
	}
	for _, asked := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		name, _, _ := strings.Cut(asked, ";")
		if l, ok := language.Named(name); ok {
			return l
		}
	}
	return language.English
}

// chooseLanguage remembers a language and goes back to the page it was chosen on, one of this server's own.
func (s *Server) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	l, ok := language.Named(r.PostFormValue("lang"))
	if !ok {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: l.Code(), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, ownPath(r.PostFormValue("back")), http.StatusSeeOther)
}

// ownPath is a path on this server, the root for anything that could lead away from it.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/p/") || strings.ContainsAny(path, "\\\r\n") || strings.Contains(path, "//") {
		return "/"
	}
	return path
}
